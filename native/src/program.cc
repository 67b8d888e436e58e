#include "program.h"

#include <bpf/bpf.h>

bpf_program* Program::open(const char* user) const {
  object_->get(user);
  return program_;
}

bpf_program* Program::loaded(const char* user) const {
  bpf_program* program = open(user);
  if (bpf_program__fd(program) < 0) throw SystemError{EINVAL, user};
  return program;
}

bpf_program* Program::unloaded(const char* user) const {
  bpf_program* program = open(user);
  if (object_->loaded) throw SystemError{EBUSY, user};
  return program;
}

Napi::Value Program::name(Arguments& args) {
  return Napi::String::New(args.env(), bpf_program__name(open("bpf_program__name")));
}

Napi::Value Program::section(Arguments& args) {
  return Napi::String::New(args.env(), bpf_program__section_name(open("bpf_program__section_name")));
}

Napi::Value Program::type(Arguments& args) {
  return Napi::Number::New(args.env(), bpf_program__type(open("bpf_program__type")));
}

Napi::Value Program::setType(Arguments& args) {
  const auto type = static_cast<bpf_prog_type>(args.at(0, "type").uint32());
  check(bpf_program__set_type(unloaded("bpf_program__set_type"), type), "bpf_program__set_type");
  return args.env().Undefined();
}

Napi::Value Program::expectedAttachType(Arguments& args) {
  const auto type = bpf_program__expected_attach_type(open("bpf_program__expected_attach_type"));
  return Napi::Number::New(args.env(), type);
}

Napi::Value Program::setExpectedAttachType(Arguments& args) {
  constexpr auto call = "bpf_program__set_expected_attach_type";
  const auto type = static_cast<bpf_attach_type>(args.at(0, "expectedAttachType").uint32());
  check(bpf_program__set_expected_attach_type(unloaded(call), type), call);
  return args.env().Undefined();
}

Napi::Value Program::autoload(Arguments& args) {
  return Napi::Boolean::New(args.env(), bpf_program__autoload(open("bpf_program__autoload")));
}

Napi::Value Program::setAutoload(Arguments& args) {
  const bool autoload = args.at(0, "autoload").boolean();
  check(bpf_program__set_autoload(unloaded("bpf_program__set_autoload"), autoload), "bpf_program__set_autoload");
  return args.env().Undefined();
}

Napi::Value Program::flags(Arguments& args) {
  return Napi::Number::New(args.env(), bpf_program__flags(open("bpf_program__flags")));
}

Napi::Value Program::setFlags(Arguments& args) {
  const uint32_t flags = args.at(0, "flags").uint32();
  check(bpf_program__set_flags(unloaded("bpf_program__set_flags"), flags), "bpf_program__set_flags");
  return args.env().Undefined();
}

Napi::Value Program::fd(Arguments& args) {
  return Napi::Number::New(args.env(), check(bpf_program__fd(open("bpf_program__fd")), "bpf_program__fd"));
}

Napi::Value Program::log(Arguments& args) {
  const auto found = object_->logs.find(bpf_program__name(open("bpf_program__log_buf")));
  return Napi::String::New(args.env(), found == object_->logs.end() ? "" : found->second);
}

Napi::Value Program::instructions(Arguments& args) {
  return Napi::Number::New(args.env(), static_cast<double>(bpf_program__insn_cnt(open("bpf_program__insn_cnt"))));
}

Napi::Value Program::missed(Arguments& args) {
  constexpr auto call = "bpf_prog_get_info_by_fd";
  bpf_prog_info info{};
  uint32_t size = sizeof(info);
  check(bpf_prog_get_info_by_fd(bpf_program__fd(loaded(call)), &info, &size), call);
  return Napi::Number::New(args.env(), static_cast<double>(info.recursion_misses));
}

Napi::Value Program::setAttachTarget(Arguments& args) {
  constexpr auto call = "bpf_program__set_attach_target";
  const int fd = args.at(0, "fd").int32();
  const std::string function = args.at(1, "functionName").string();
  check(bpf_program__set_attach_target(unloaded(call), fd, function.c_str()), call);
  return args.env().Undefined();
}

Napi::Value Program::testRun(Arguments& args) {
  constexpr auto call = "bpf_prog_test_run_opts";
  const Argument options = args.at(0, "options");
  const bool hasData = options["data"].given(), hasContext = options["context"].given();
  std::vector<uint8_t> data, context;
  if (hasData) data = options["data"].copy();
  if (hasContext) context = options["context"].copy();
  // Programs may lengthen the packet; the kernel keeps within 256 bytes of headroom and a page.
  std::vector<uint8_t> out(hasData ? data.size() + 4096 : 0);
  LIBBPF_OPTS(bpf_test_run_opts, run);
  run.repeat = static_cast<int>(options["repeat"].uint32Or(0) & INT32_MAX);
  if (hasData) {
    run.data_in = data.data();
    run.data_size_in = static_cast<uint32_t>(data.size());
    run.data_out = out.data();
    run.data_size_out = static_cast<uint32_t>(out.size());
  }
  if (hasContext) {
    run.ctx_in = context.data();
    run.ctx_size_in = static_cast<uint32_t>(context.size());
  }
  check(bpf_prog_test_run_opts(bpf_program__fd(loaded(call)), &run), call);
  Napi::Object result = Napi::Object::New(args.env());
  result["result"] = Napi::Number::New(args.env(), run.retval);
  result["durationNs"] = Napi::Number::New(args.env(), run.duration);
  if (hasData) {
    result["data"] = Napi::Buffer<uint8_t>::Copy(args.env(), out.data(), std::min<size_t>(run.data_size_out, out.size()));
  }
  return result;
}

void Program::define(Napi::Env env, Napi::Object exports) {
  using P = Program;
  using H = Handle<Program>;
  H::define(env, exports,
            {H::getter_<&P::name>("name"), H::getter_<&P::section>("section"),
             H::accessor_<&P::type, &P::setType>("type"),
             H::accessor_<&P::expectedAttachType, &P::setExpectedAttachType>("expectedAttachType"),
             H::accessor_<&P::autoload, &P::setAutoload>("autoload"), H::accessor_<&P::flags, &P::setFlags>("flags"),
             H::getter_<&P::fd>("fd"), H::getter_<&P::log>("log"), H::getter_<&P::instructions>("instructions"),
             H::getter_<&P::missed>("missed"),
             H::method_<&P::setAttachTarget>("setAttachTarget"), H::method_<&P::testRun>("testRun"),
             H::method_<&P::attach>("attach"), H::method_<&P::attachKprobe>("attachKprobe"),
             H::method_<&P::attachKprobeMulti>("attachKprobeMulti"), H::method_<&P::attachUprobe>("attachUprobe"),
             H::method_<&P::attachUprobeMulti>("attachUprobeMulti"), H::method_<&P::attachCopy>("attachCopy"), H::method_<&P::attachUsdt>("attachUsdt"),
             H::method_<&P::attachTracepoint>("attachTracepoint"),
             H::method_<&P::attachRawTracepoint>("attachRawTracepoint"), H::method_<&P::attachTrace>("attachTrace"),
             H::method_<&P::attachLsm>("attachLsm"), H::method_<&P::attachPerfEvent>("attachPerfEvent"),
             H::method_<&P::attachXdp>("attachXdp"), H::method_<&P::attachCgroup>("attachCgroup"),
             H::method_<&P::attachIterator>("attachIterator")});
}
