#include "symbol-text.h"

#include <lzma.h>

#include <algorithm>
#include <csetjmp>
#include <cstring>

#include "errors.h"

// libstdc++'s demangler that hands the text over in pieces; only its static library has it.
extern "C" int __gcclibcxx_demangle_callback(const char* name, void (*piece)(const char*, size_t, void*), void* data);

namespace symbol_text {

// Substitutions let a short name stand for an endless text.
static constexpr size_t maximumName = 4096;
static constexpr size_t maximumText = 8192;

namespace {
struct Output {
  char text[maximumText];
  size_t length;
  jmp_buf full;
};
}  // namespace

static void append(const char* piece, size_t length, void* data) {
  auto* output = static_cast<Output*>(data);
  if (length > sizeof output->text - output->length) longjmp(output->full, 1);
  memcpy(output->text + output->length, piece, length);
  output->length += length;
}

// The demangler holds nothing but its stack, so it may be left by a jump; nothing here needs a destructor.
static bool run(const char* name, Output* output) {
  output->length = 0;
  if (setjmp(output->full) != 0) return false;
  return __gcclibcxx_demangle_callback(name, append, output) == 0;
}

Napi::Value demangle(Arguments& args) {
  static thread_local Output output;
  const std::string name = args.at(0, "name").string();
  if (name.size() > maximumName || !run(name.c_str(), &output)) return args.env().Undefined();
  return Napi::String::New(args.env(), output.text, output.length);
}

Napi::Value decompressXz(Arguments& args) {
  const Bytes input = args.at(0, "bytes").bytes();
  const size_t limit = args.at(1, "limit").size();
  lzma_stream stream = LZMA_STREAM_INIT;
  const lzma_ret started = lzma_stream_decoder(&stream, 64u << 20, 0);
  if (started != LZMA_OK) throw SystemError{started == LZMA_MEM_ERROR ? ENOMEM : EINVAL, "lzma_stream_decoder"};
  std::vector<uint8_t> output;
  lzma_ret result = LZMA_OK;
  stream.next_in = input.data();
  stream.avail_in = input.size();
  try {
    while (result == LZMA_OK && output.size() < limit) {
      const size_t done = output.size();
      output.resize(std::min(limit, std::max<size_t>(done * 2, 1 << 16)));
      stream.next_out = output.data() + done;
      stream.avail_out = output.size() - done;
      result = lzma_code(&stream, LZMA_FINISH);
      output.resize(output.size() - stream.avail_out);
    }
  } catch (...) {
    lzma_end(&stream);
    throw;
  }
  lzma_end(&stream);
  if (result == LZMA_OK) throw SystemError{EFBIG, "lzma_code"};
  if (result != LZMA_STREAM_END) throw SystemError{result == LZMA_MEMLIMIT_ERROR ? ENOMEM : EBADMSG, "lzma_code"};
  return Napi::Buffer<uint8_t>::Copy(args.env(), output.data(), output.size());
}

}  // namespace symbol_text
