#include "link.h"

#include <bpf/bpf.h>

bpf_link* Link::open(const char* user) const {
  if (!link_) throw SystemError{EBADF, user};
  return link_;
}

int Link::detach() {
  if (!link_) return 0;
  const int result = bpf_link__destroy(std::exchange(link_, nullptr));
  object_->linkGone();
  return result;
}

Napi::Value Link::fd(Arguments& args) { return Napi::Number::New(args.env(), bpf_link__fd(open("bpf_link__fd"))); }

Napi::Value Link::missed(Arguments& args) {
  bpf_link_info info{};
  uint32_t size = sizeof(info);
  uint64_t missed = 0;
  // Fails for what is no link to the kernel, such as the perf events of older kernels; those cannot tell.
  if (bpf_link_get_info_by_fd(bpf_link__fd(open("bpf_link_get_info_by_fd")), &info, &size) == 0) {
    if (info.type == BPF_LINK_TYPE_KPROBE_MULTI) missed = info.kprobe_multi.missed;
    const bool probe = info.type == BPF_LINK_TYPE_PERF_EVENT && (info.perf_event.type == BPF_PERF_EVENT_KPROBE ||
                                                                info.perf_event.type == BPF_PERF_EVENT_KRETPROBE);
    if (probe) missed = info.perf_event.kprobe.missed;
  }
  return Napi::Number::New(args.env(), static_cast<double>(missed));
}

Napi::Value Link::createIterator(Arguments& args) {
  const int fd = bpf_iter_create(bpf_link__fd(open("bpf_iter_create")));
  return Napi::Number::New(args.env(), check(fd, "bpf_iter_create"));
}

Napi::Value Link::close(Arguments& args) {
  check(detach(), "bpf_link__destroy");
  return args.env().Undefined();
}

void Link::define(Napi::Env env, Napi::Object exports) {
  using H = Handle<Link>;
  H::define(env, exports,
            {H::getter_<&Link::fd>("fd"), H::getter_<&Link::missed>("missed"), H::method_<&Link::createIterator>("createIterator"),
             H::method_<&Link::close>("close")});
}
