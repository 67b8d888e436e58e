// An attached program: `bpf_link`.
#pragma once
#include "object.h"

class Link {
 public:
  static constexpr ClassKind kind = ClassKind::link;
  static constexpr napi_type_tag tag = {0x6263632d74730001, 3};
  static constexpr const char* className = "BpfLink";
  static void define(Napi::Env env, Napi::Object exports);

  Link(std::shared_ptr<ObjectState> object, bpf_link* link) : object_(std::move(object)), link_(link) {
    object_->linkMade();
  }
  ~Link() { detach(); }

  Napi::Value fd(Arguments& args);
  Napi::Value missed(Arguments& args);
  Napi::Value createIterator(Arguments& args);
  Napi::Value close(Arguments& args);

 private:
  bpf_link* open(const char* user) const;
  int detach();

  std::shared_ptr<ObjectState> object_;
  bpf_link* link_;
};
