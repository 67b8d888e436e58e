// A map of an object, or one found by path or id.
#pragma once
#include "object.h"

class Map {
 public:
  static constexpr ClassKind kind = ClassKind::map;
  static constexpr napi_type_tag tag = {0x6263632d74730001, 4};
  static constexpr const char* className = "BpfMap";
  static void define(Napi::Env env, Napi::Object exports);

  Map(std::shared_ptr<ObjectState> object, bpf_map* map) : object_(std::move(object)), map_(map) {}
  // Takes the descriptor.
  explicit Map(int fd);
  ~Map();

  static Napi::Value create(Arguments& args);
  static Napi::Value openPinned(Arguments& args);
  static Napi::Value fromId(Arguments& args);

  Napi::Value name(Arguments& args);
  Napi::Value type(Arguments& args);
  Napi::Value setType(Arguments& args);
  Napi::Value keySize(Arguments& args);
  Napi::Value setKeySize(Arguments& args);
  Napi::Value valueSize(Arguments& args);
  Napi::Value setValueSize(Arguments& args);
  Napi::Value maxEntries(Arguments& args);
  Napi::Value setMaxEntries(Arguments& args);
  Napi::Value flags(Arguments& args);
  Napi::Value setFlags(Arguments& args);
  Napi::Value autocreate(Arguments& args);
  Napi::Value setAutocreate(Arguments& args);
  Napi::Value fd(Arguments& args);
  Napi::Value id(Arguments& args);
  Napi::Value internal(Arguments& args);
  Napi::Value keyTypeId(Arguments& args);
  Napi::Value valueTypeId(Arguments& args);
  Napi::Value initialValue(Arguments& args);
  Napi::Value setInitialValue(Arguments& args);
  Napi::Value reuse(Arguments& args);
  Napi::Value share(Arguments& args);
  Napi::Value pin(Arguments& args);
  Napi::Value unpin(Arguments& args);
  Napi::Value setInnerFd(Arguments& args);
  Napi::Value close(Arguments& args);

  // map-entries.cc
  Napi::Value lookup(Arguments& args);
  Napi::Value update(Arguments& args);
  Napi::Value remove(Arguments& args);
  Napi::Value lookupAndDelete(Arguments& args);
  Napi::Value nextKey(Arguments& args);
  Napi::Value lookupBatch(Arguments& args);
  Napi::Value updateBatch(Arguments& args);
  Napi::Value deleteBatch(Arguments& args);
  Napi::Value push(Arguments& args);
  Napi::Value pop(Arguments& args);
  Napi::Value peek(Arguments& args);

 private:
  struct Shape {
    uint32_t type, keySize, valueSize, maxEntries, flags;
    // Bytes of what a look-up returns: all CPUs' values of a per-CPU map.
    size_t valueBytes() const;
  };

  void needOpen(const char* user) const;
  // The map in its object; EINVAL for one that has none.
  bpf_map* declared(const char* user) const;
  // The same while settings can still be changed.
  bpf_map* unloaded(const char* user) const;
  // Descriptor of the created map; ENOENT before load.
  int created(const char* user) const;
  Shape shape(const char* user) const;
  Napi::Value take(Arguments& args, int (*call)(int, const void*, void*), const char* name);

  std::shared_ptr<ObjectState> object_;
  bpf_map* map_ = nullptr;
  int fd_ = -1;
  Shape standalone_ = {};
  std::string name_;
  bool closed_ = false;
};
