#include "object.h"

#include "kernel-types.h"
#include "map.h"
#include "program.h"

bpf_object* ObjectState::get(const char* user) const {
  if (closed_) throw SystemError{EBADF, user};
  return object_;
}

void ObjectState::close() {
  closed_ = true;
  freeIfUnused();
}

void ObjectState::linkGone() {
  links_--;
  freeIfUnused();
}

void ObjectState::freeIfUnused() {
  if (closed_ && links_ == 0) bpf_object__close(std::exchange(object_, nullptr));
}

std::unique_ptr<Object> Object::make(Arguments& args) {
  const std::vector<uint8_t> image = args.at(0, "image").copy();
  const Argument options = args.at(1, "options");
  const std::string name = options["name"].string();
  const Argument btfPath = options["btfPath"];
  const std::string btf = btfPath.given() ? btfPath.string() : "";
  LIBBPF_OPTS(bpf_object_open_opts, open);
  open.object_name = name.c_str();
  open.btf_custom_path = btfPath.given() ? btf.c_str() : nullptr;
  open.kernel_log_level = options["logLevel"].uint32Or(0);
  errno = 0;
  bpf_object* object = bpf_object__open_mem(image.data(), image.size(), &open);
  if (!object) throw SystemError{errno, "bpf_object__open_mem"};
  return std::make_unique<Object>(object, image);
}

void Object::constructed(Napi::Object self) {
  Napi::Env env = self.Env();
  bpf_object* object = state_->get("bpf_object__open_mem");
  Napi::Array programs = Napi::Array::New(env), maps = Napi::Array::New(env);
  bpf_program* program;
  bpf_object__for_each_program(program, object) {
    programs[programs.Length()] = Handle<Program>::adopt(env, std::make_unique<Program>(state_, program));
  }
  bpf_map* map;
  bpf_object__for_each_map(map, object) {
    maps[maps.Length()] = Handle<Map>::adopt(env, std::make_unique<Map>(state_, map));
  }
  self.DefineProperties({Napi::PropertyDescriptor::Value("programs", programs, napi_enumerable),
                         Napi::PropertyDescriptor::Value("maps", maps, napi_enumerable)});
}

Napi::Value Object::load(Arguments& args) {
  bpf_object* object = state_->get("bpf_object__load");
  if (state_->loaded) throw SystemError{EBUSY, "bpf_object__load"};
  state_->loaded = true;
  const KernelTypes types(state_->relocated, attachTargets(object));
  const int result = bpf_object__load(object);
  state_->logs = bpf_log::takeVerifierLogs();
  check(result, "bpf_object__load");
  return args.env().Undefined();
}

Napi::Value Object::close(Arguments& args) {
  state_->close();
  return args.env().Undefined();
}

void Object::define(Napi::Env env, Napi::Object exports) {
  using H = Handle<Object>;
  H::define(env, exports, {H::method_<&Object::load>("load"), H::method_<&Object::close>("close")});
}
