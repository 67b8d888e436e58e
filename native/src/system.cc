#include "system.h"

#include <bpf/libbpf.h>
#include <unistd.h>

#include <ctime>

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

static Napi::Value now(Napi::Env env, clockid_t clock) {
  timespec time;
  if (clock_gettime(clock, &time) != 0) throw SystemError{errno, "clock_gettime"};
  const uint64_t nanoseconds = static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
  return Napi::BigInt::New(env, nanoseconds);
}

Napi::Value clockMonotonic(Arguments& args) { return now(args.env(), CLOCK_MONOTONIC); }

Napi::Value clockBoottime(Arguments& args) { return now(args.env(), CLOCK_BOOTTIME); }

Napi::Value exitNow(Arguments& args) { _exit(args.at(0, "status").int32()); }

}  // namespace system_calls
