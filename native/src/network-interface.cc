#include "network-interface.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "errors.h"

namespace network_interface {

Napi::Value setXdp(Arguments& args) {
  const int ifindex = args.at(0, "ifindex").int32(), fd = args.at(1, "programFd").int32();
  const uint32_t flags = args.at(2, "flags").uint32();
  check(bpf_xdp_attach(ifindex, fd, flags, nullptr), "bpf_xdp_attach");
  return args.env().Undefined();
}

Napi::Value queryXdp(Arguments& args) {
  LIBBPF_OPTS(bpf_xdp_query_opts, query);
  check(bpf_xdp_query(args.at(0, "ifindex").int32(), 0, &query), "bpf_xdp_query");
  Napi::Object result = Napi::Object::New(args.env());
  result["programId"] = Napi::Number::New(args.env(), query.prog_id);
  result["mode"] = Napi::Number::New(args.env(), query.attach_mode);
  return result;
}

// The clsact queueing discipline's place that the options name.
static bpf_tc_hook hookOf(const Argument& options) {
  LIBBPF_OPTS(bpf_tc_hook, hook);
  hook.ifindex = options["ifindex"].int32();
  hook.attach_point = options["ingress"].boolean() ? BPF_TC_INGRESS : BPF_TC_EGRESS;
  return hook;
}

Napi::Value addTcFilter(Arguments& args) {
  const Argument options = args.at(0, "options");
  bpf_tc_hook hook = hookOf(options);
  LIBBPF_OPTS(bpf_tc_opts, filter);
  filter.prog_fd = options["programFd"].int32();
  filter.handle = options["handle"].uint32Or(0);
  filter.priority = options["priority"].uint32Or(0);
  // Only one clsact fits on an interface; somebody else's serves as well.
  const int created = bpf_tc_hook_create(&hook);
  if (created != -EEXIST) check(created, "bpf_tc_hook_create");
  check(bpf_tc_attach(&hook, &filter), "bpf_tc_attach");
  Napi::Object result = Napi::Object::New(args.env());
  result["handle"] = Napi::Number::New(args.env(), filter.handle);
  result["priority"] = Napi::Number::New(args.env(), filter.priority);
  return result;
}

Napi::Value removeTcFilter(Arguments& args) {
  const Argument options = args.at(0, "options");
  const bpf_tc_hook hook = hookOf(options);
  LIBBPF_OPTS(bpf_tc_opts, filter);
  filter.handle = options["handle"].uint32();
  filter.priority = options["priority"].uint32();
  check(bpf_tc_detach(&hook, &filter), "bpf_tc_detach");
  return args.env().Undefined();
}

}  // namespace network_interface
