// An ELF object with BPF programs and maps: `bpf_object`.
#pragma once
#include <bpf/libbpf.h>

#include <map>
#include <memory>
#include <string>

#include "handle.h"
#include "type-names.h"

// Shared by the object's handle, its programs, its maps and its links. libbpf's links may look into the object while
// they detach, so it is freed when it is closed and the last link is gone.
class ObjectState {
 public:
  explicit ObjectState(bpf_object* object) : object_(object) {}
  ~ObjectState() { bpf_object__close(object_); }
  ObjectState(const ObjectState&) = delete;
  ObjectState& operator=(const ObjectState&) = delete;

  // The open object; EBADF once it is closed.
  bpf_object* get(const char* user) const;
  void close();
  void linkMade() { links_++; }
  void linkGone();

  bool loaded = false;
  // What its relocations ask of the kernel's types: see relocatedTypes.
  std::optional<NamedKinds> relocated;
  // Verifier logs of the last load by program name.
  std::map<std::string, std::string> logs;

 private:
  void freeIfUnused();

  bpf_object* object_;
  bool closed_ = false;
  int links_ = 0;
};

class Object {
 public:
  static constexpr ClassKind kind = ClassKind::object;
  static constexpr napi_type_tag tag = {0x6263632d74730001, 1};
  static constexpr const char* className = "BpfObject";
  static void define(Napi::Env env, Napi::Object exports);
  static std::unique_ptr<Object> make(Arguments& args);

  Object(bpf_object* object, std::span<const uint8_t> image) : state_(std::make_shared<ObjectState>(object)) {
    state_->relocated = relocatedTypes(image);
  }
  void constructed(Napi::Object self);

  Napi::Value load(Arguments& args);
  Napi::Value close(Arguments& args);

 private:
  std::shared_ptr<ObjectState> state_;
};
