// Whether BPF can be attached to the entry of a function, found by doing it for an instant.
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <unistd.h>

#include <cstring>
#include <iterator>

#include "descriptor.h"
#include "system.h"

namespace {

// r0 = 0; exit
constexpr bpf_insn returnZero[] = {
    {BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 0},
    {BPF_JMP | BPF_EXIT, 0, 0, 0, 0},
};

// `program` is what has the function, 0 for the kernel; `function` its id in the type information of that.
bool attaches(int program, uint32_t function) {
  LIBBPF_OPTS(bpf_prog_load_opts, load);
  load.expected_attach_type = BPF_TRACE_FENTRY;
  load.attach_prog_fd = static_cast<uint32_t>(program);
  load.attach_btf_id = function;
  const Descriptor probe(
      bpf_prog_load(BPF_PROG_TYPE_TRACING, "probe", "GPL", returnZero, std::size(returnZero), &load));
  return probe >= 0 && Descriptor(bpf_raw_tracepoint_open(nullptr, probe)) >= 0;
}

#if defined(__x86_64__)

// Type information of a program that is one function: `int target()`.
struct TargetTypes {
  btf_header header{BTF_MAGIC, BTF_VERSION, 0, sizeof(btf_header), 0, sizeof types, sizeof types, sizeof names};
  struct Types {
    btf_type integer{1, BTF_KIND_INT << 24, {4}};
    uint32_t encoding = BTF_INT_SIGNED << 24 | 32;
    btf_type prototype{0, BTF_KIND_FUNC_PROTO << 24, {1}};
    btf_type function{5, BTF_KIND_FUNC << 24 | BTF_FUNC_GLOBAL, {2}};
  } types;
  char names[12] = "\0int\0target";
};
constexpr uint32_t targetFunction = 3;

// A function of another program will do, and is found at once: for one of the kernel all of its type information, some
// megabytes, would have to be read.
bool probe() {
  const TargetTypes types;
  const Descriptor btf(bpf_btf_load(&types, sizeof types, nullptr));
  if (btf < 0) return false;
  const bpf_func_info function{0, targetFunction};
  LIBBPF_OPTS(bpf_prog_load_opts, load);
  load.prog_btf_fd = static_cast<uint32_t>(int{btf});
  load.func_info = &function;
  load.func_info_cnt = 1;
  load.func_info_rec_size = sizeof function;
  const Descriptor target(
      bpf_prog_load(BPF_PROG_TYPE_SOCKET_FILTER, "target", "GPL", returnZero, std::size(returnZero), &load));
  return target >= 0 && attaches(target, targetFunction);
}

#else

// Elsewhere there are kernels that can attach to programs only, so it has to be a function that the kernel keeps for
// such trials.
bool probe() {
  const int id = libbpf_find_vmlinux_btf_id("bpf_fentry_test1", BPF_TRACE_FENTRY);
  return id > 0 && attaches(0, static_cast<uint32_t>(id));
}

#endif

}  // namespace

namespace system_calls {

Napi::Value supportsTrampolines(Arguments& args) { return Napi::Boolean::New(args.env(), probe()); }

}  // namespace system_calls
