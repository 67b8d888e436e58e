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
            {H::getter_<&Link::fd>("fd"), H::method_<&Link::createIterator>("createIterator"),
             H::method_<&Link::close>("close")});
}
