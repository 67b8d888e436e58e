#include "system.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstring>
#include <ctime>
#include <iterator>

#include "errors.h"

namespace system_calls {

Napi::Value libbpfVersion(Arguments& args) {
  Napi::Object version = Napi::Object::New(args.env());
  version["major"] = Napi::Number::New(args.env(), libbpf_major_version());
  version["minor"] = Napi::Number::New(args.env(), libbpf_minor_version());
  return version;
}

Napi::Value possibleCpus(Arguments& args) {
  return Napi::Number::New(args.env(), check(libbpf_num_possible_cpus(), "libbpf_num_possible_cpus"));
}

Napi::Value supportsProgramType(Arguments& args) {
  const auto type = static_cast<bpf_prog_type>(args.at(0, "type").uint32());
  const int result = libbpf_probe_bpf_prog_type(type, nullptr);
  return Napi::Boolean::New(args.env(), check(result, "libbpf_probe_bpf_prog_type") > 0);
}

Napi::Value supportsMapType(Arguments& args) {
  const auto type = static_cast<bpf_map_type>(args.at(0, "type").uint32());
  const int result = libbpf_probe_bpf_map_type(type, nullptr);
  return Napi::Boolean::New(args.env(), check(result, "libbpf_probe_bpf_map_type") > 0);
}

Napi::Value supportsHelper(Arguments& args) {
  const auto type = static_cast<bpf_prog_type>(args.at(0, "programType").uint32());
  const auto helper = static_cast<bpf_func_id>(args.at(1, "helper").uint32());
  const int result = libbpf_probe_bpf_helper(type, helper, nullptr);
  return Napi::Boolean::New(args.env(), check(result, "libbpf_probe_bpf_helper") > 0);
}

// r0 = 0; exit
static const bpf_insn returnZero[] = {
    {BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 0},
    {BPF_JMP | BPF_EXIT, 0, 0, 0, 0},
};

// Closes the descriptor; true when there was one.
static bool succeeded(int fd) {
  if (fd < 0) return false;
  close(fd);
  return true;
}

Napi::Value supportsKprobeMulti(Arguments& args) {
  LIBBPF_OPTS(bpf_prog_load_opts, load);
  load.expected_attach_type = BPF_TRACE_KPROBE_MULTI;
  const int program = bpf_prog_load(BPF_PROG_TYPE_KPROBE, "probe", "GPL", returnZero, std::size(returnZero), &load);
  bool attached = false;
  if (program >= 0) {
    const char* symbol = "bpf_fentry_test1";
    LIBBPF_OPTS(bpf_link_create_opts, link);
    link.kprobe_multi.syms = &symbol;
    link.kprobe_multi.cnt = 1;
    attached = succeeded(bpf_link_create(program, -1, BPF_TRACE_KPROBE_MULTI, &link));
    close(program);
  }
  return Napi::Boolean::New(args.env(), attached);
}

Napi::Value supportsUprobeMulti(Arguments& args) {
  LIBBPF_OPTS(bpf_prog_load_opts, load);
  load.expected_attach_type = BPF_TRACE_UPROBE_MULTI;
  const int program = bpf_prog_load(BPF_PROG_TYPE_KPROBE, "probe", "GPL", returnZero, std::size(returnZero), &load);
  bool attached = false;
  if (program >= 0) {
    // A directory is refused as such only by a kernel that knows the kind of link.
    const unsigned long offset = 0;
    LIBBPF_OPTS(bpf_link_create_opts, link);
    link.uprobe_multi.path = "/";
    link.uprobe_multi.offsets = &offset;
    link.uprobe_multi.cnt = 1;
    const int created = bpf_link_create(program, -1, BPF_TRACE_UPROBE_MULTI, &link);
    attached = created == -EBADF;
    succeeded(created);
    close(program);
  }
  return Napi::Boolean::New(args.env(), attached);
}

static Napi::Value now(Napi::Env env, clockid_t clock) {
  timespec time;
  if (clock_gettime(clock, &time) != 0) throw SystemError{errno, "clock_gettime"};
  const uint64_t nanoseconds = static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
  return Napi::BigInt::New(env, nanoseconds);
}

Napi::Value clockMonotonic(Arguments& args) { return now(args.env(), CLOCK_MONOTONIC); }

Napi::Value clockBoottime(Arguments& args) { return now(args.env(), CLOCK_BOOTTIME); }

// The writing end of a pipe reports an error as soon as its last reader has gone.
Napi::Value readerGone(Arguments& args) {
  pollfd watched{args.at(0, "fd").int32(), 0, 0};
  check(poll(&watched, 1, 0), "poll");
  return Napi::Boolean::New(args.env(), (watched.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0);
}

// A signal ends the wait early, as if nothing had come.
Napi::Value waitReadable(Arguments& args) {
  std::vector<pollfd> watched;
  for (const int fd : args.at(0, "fds").descriptors()) watched.push_back({fd, POLLIN, 0});
  const int ready = poll(watched.data(), watched.size(), args.at(1, "timeoutMs").int32());
  if (ready < 0 && errno != EINTR) throw SystemError{errno, "poll"};
  return Napi::Boolean::New(args.env(), ready > 0);
}

Napi::Value openPerfEvent(Arguments& args) {
  const Argument options = args.at(0, "options");
  perf_event_attr attr;
  memset(&attr, 0, sizeof attr);
  attr.size = sizeof attr;
  attr.type = options["type"].uint32();
  attr.config = options["config"].bigint();
  const int pid = options["pid"].int32Or(-1), cpu = options["cpu"].int32Or(-1), group = options["groupFd"].int32Or(-1);
  const long fd = syscall(SYS_perf_event_open, &attr, pid, cpu, group, PERF_FLAG_FD_CLOEXEC);
  if (fd < 0) throw SystemError{errno, "perf_event_open"};
  return Napi::Number::New(args.env(), static_cast<double>(fd));
}

Napi::Value exitNow(Arguments& args) { _exit(args.at(0, "status").int32()); }

}  // namespace system_calls
