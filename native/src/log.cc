#include "log.h"

#include <bpf/libbpf.h>

#include <algorithm>
#include <cstdarg>
#include <cstring>
#include <vector>

#include "addon-data.h"

namespace bpf_log {
namespace {

struct Line {
  int level;
  std::string text;
};

// libbpf calls back on the thread that called it, and each environment lives on one thread.
thread_local int maxLevel = -1;
thread_local std::vector<Line> lines;
thread_local std::map<std::string, std::string> verifierLogs;

constexpr char begin[] = "-- BEGIN PROG LOAD LOG --\n";
constexpr char end[] = "-- END PROG LOAD LOG --";

std::string format(const char* pattern, va_list values) {
  va_list again;
  va_copy(again, values);
  std::string text(static_cast<size_t>(std::max(0, vsnprintf(nullptr, 0, pattern, again))), '\0');
  va_end(again);
  vsnprintf(text.data(), text.size() + 1, pattern, values);
  return text;
}

// libbpf has the verifier's log in a buffer it enlarges as needed and gives it away only by printing it.
void keepVerifierLog(const std::string& text) {
  const size_t from = text.find(begin), to = text.rfind(end);
  const size_t quote = text.find('\''), unquote = text.find('\'', quote + 1);
  if (from == std::string::npos || to == std::string::npos || unquote == std::string::npos) return;
  const size_t start = from + sizeof begin - 1;
  verifierLogs[text.substr(quote + 1, unquote - quote - 1)] = text.substr(start, to - start);
}

int print(enum libbpf_print_level level, const char* pattern, va_list values) {
  const bool verifier = strstr(pattern, begin) != nullptr;
  if (!verifier && level > maxLevel) return 0;
  std::string text = format(pattern, values);
  if (verifier) {
    keepVerifierLog(text);
    return 0;
  }
  while (!text.empty() && text.back() == '\n') text.pop_back();
  lines.push_back({level, std::move(text)});
  return 0;
}

}  // namespace

void install() { libbpf_set_print(print); }

Napi::Value setSink(Arguments& args) {
  AddonData& data = AddonData::of(args.env());
  const Argument sink = args.at(0, "sink");
  const uint32_t level = args.at(1, "level").uint32Or(LIBBPF_WARN);
  if (sink.given()) {
    data.log = Napi::Persistent(sink.function());
    maxLevel = static_cast<int>(std::min<uint32_t>(level, LIBBPF_DEBUG));
  } else {
    data.log.Reset();
    maxLevel = -1;
  }
  return args.env().Undefined();
}

void deliver(Napi::Env env) {
  if (lines.empty()) return;
  std::vector<Line> batch;
  batch.swap(lines);
  AddonData& data = AddonData::of(env);
  for (const Line& line : batch) {
    if (data.log.IsEmpty()) return;
    data.log.Call({Napi::Number::New(env, line.level), Napi::String::New(env, line.text)});
  }
}

std::map<std::string, std::string> takeVerifierLogs() {
  std::map<std::string, std::string> taken;
  taken.swap(verifierLogs);
  return taken;
}

}  // namespace bpf_log
