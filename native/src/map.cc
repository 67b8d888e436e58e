#include "map.h"

#include <bpf/bpf.h>
#include <unistd.h>

#include <cstring>

static bpf_map_info infoOf(int fd) {
  bpf_map_info info;
  memset(&info, 0, sizeof info);
  uint32_t size = sizeof info;
  check(bpf_map_get_info_by_fd(fd, &info, &size), "bpf_map_get_info_by_fd");
  return info;
}

Map::Map(int fd) : fd_(fd) {
  try {
    const bpf_map_info info = infoOf(fd);
    standalone_ = {info.type, info.key_size, info.value_size, info.max_entries, info.map_flags};
    name_ = info.name;
  } catch (...) {
    ::close(fd);
    throw;
  }
}

Map::~Map() {
  if (fd_ >= 0) ::close(fd_);
}

size_t Map::Shape::valueBytes() const {
  switch (type) {
    case BPF_MAP_TYPE_PERCPU_HASH:
    case BPF_MAP_TYPE_PERCPU_ARRAY:
    case BPF_MAP_TYPE_LRU_PERCPU_HASH:
    case BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE:
      return (static_cast<size_t>(valueSize) + 7) / 8 * 8 * static_cast<size_t>(libbpf_num_possible_cpus());
    default:
      return valueSize;
  }
}

void Map::needOpen(const char* user) const {
  if (closed_) throw SystemError{EBADF, user};
  if (object_) object_->get(user);
}

bpf_map* Map::declared(const char* user) const {
  needOpen(user);
  if (!map_) throw SystemError{EINVAL, user};
  return map_;
}

bpf_map* Map::unloaded(const char* user) const {
  bpf_map* map = declared(user);
  if (object_->loaded) throw SystemError{EBUSY, user};
  return map;
}

int Map::created(const char* user) const {
  needOpen(user);
  const int fd = map_ ? bpf_map__fd(map_) : fd_;
  if (fd < 0) throw SystemError{ENOENT, user};
  return fd;
}

Map::Shape Map::shape(const char* user) const {
  needOpen(user);
  if (!map_) return standalone_;
  return {bpf_map__type(map_), bpf_map__key_size(map_), bpf_map__value_size(map_), bpf_map__max_entries(map_),
          bpf_map__map_flags(map_)};
}

Napi::Value Map::create(Arguments& args) {
  const Argument options = args.at(0, "options");
  const std::string name = options["name"].given() ? options["name"].string() : "";
  const auto type = static_cast<bpf_map_type>(options["type"].uint32());
  const uint32_t keySize = options["keySize"].uint32(), valueSize = options["valueSize"].uint32();
  const uint32_t maxEntries = options["maxEntries"].uint32();
  LIBBPF_OPTS(bpf_map_create_opts, create);
  create.map_flags = options["flags"].uint32Or(0);
  const int fd = bpf_map_create(type, name.c_str(), keySize, valueSize, maxEntries, &create);
  check(fd, "bpf_map_create");
  return Handle<Map>::adopt(args.env(), std::make_unique<Map>(fd));
}

Napi::Value Map::openPinned(Arguments& args) {
  const std::string path = args.at(0, "path").string();
  const int fd = bpf_obj_get(path.c_str());
  check(fd, "bpf_obj_get");
  return Handle<Map>::adopt(args.env(), std::make_unique<Map>(fd));
}

Napi::Value Map::fromId(Arguments& args) {
  const int fd = bpf_map_get_fd_by_id(args.at(0, "id").uint32());
  check(fd, "bpf_map_get_fd_by_id");
  return Handle<Map>::adopt(args.env(), std::make_unique<Map>(fd));
}

Napi::Value Map::name(Arguments& args) {
  needOpen("bpf_map__name");
  return Napi::String::New(args.env(), map_ ? bpf_map__name(map_) : name_.c_str());
}

Napi::Value Map::type(Arguments& args) {
  return Napi::Number::New(args.env(), shape("bpf_map__type").type);
}

Napi::Value Map::setType(Arguments& args) {
  const auto type = static_cast<bpf_map_type>(args.at(0, "type").uint32());
  check(bpf_map__set_type(unloaded("bpf_map__set_type"), type), "bpf_map__set_type");
  return args.env().Undefined();
}

Napi::Value Map::keySize(Arguments& args) {
  return Napi::Number::New(args.env(), shape("bpf_map__key_size").keySize);
}

Napi::Value Map::setKeySize(Arguments& args) {
  const uint32_t size = args.at(0, "keySize").uint32();
  check(bpf_map__set_key_size(unloaded("bpf_map__set_key_size"), size), "bpf_map__set_key_size");
  return args.env().Undefined();
}

Napi::Value Map::valueSize(Arguments& args) {
  return Napi::Number::New(args.env(), shape("bpf_map__value_size").valueSize);
}

Napi::Value Map::setValueSize(Arguments& args) {
  const uint32_t size = args.at(0, "valueSize").uint32();
  check(bpf_map__set_value_size(unloaded("bpf_map__set_value_size"), size), "bpf_map__set_value_size");
  return args.env().Undefined();
}

Napi::Value Map::maxEntries(Arguments& args) {
  return Napi::Number::New(args.env(), shape("bpf_map__max_entries").maxEntries);
}

Napi::Value Map::setMaxEntries(Arguments& args) {
  const uint32_t entries = args.at(0, "maxEntries").uint32();
  check(bpf_map__set_max_entries(unloaded("bpf_map__set_max_entries"), entries), "bpf_map__set_max_entries");
  return args.env().Undefined();
}

Napi::Value Map::flags(Arguments& args) {
  return Napi::Number::New(args.env(), shape("bpf_map__map_flags").flags);
}

Napi::Value Map::setFlags(Arguments& args) {
  const uint32_t flags = args.at(0, "flags").uint32();
  check(bpf_map__set_map_flags(unloaded("bpf_map__set_map_flags"), flags), "bpf_map__set_map_flags");
  return args.env().Undefined();
}

Napi::Value Map::autocreate(Arguments& args) {
  return Napi::Boolean::New(args.env(), bpf_map__autocreate(declared("bpf_map__autocreate")));
}

Napi::Value Map::setAutocreate(Arguments& args) {
  const bool autocreate = args.at(0, "autocreate").boolean();
  check(bpf_map__set_autocreate(unloaded("bpf_map__set_autocreate"), autocreate), "bpf_map__set_autocreate");
  return args.env().Undefined();
}

Napi::Value Map::fd(Arguments& args) { return Napi::Number::New(args.env(), created("bpf_map__fd")); }

Napi::Value Map::id(Arguments& args) {
  return Napi::Number::New(args.env(), infoOf(created("bpf_map_get_info_by_fd")).id);
}

Napi::Value Map::internal(Arguments& args) {
  needOpen("bpf_map__is_internal");
  return Napi::Boolean::New(args.env(), map_ && bpf_map__is_internal(map_));
}

Napi::Value Map::keyTypeId(Arguments& args) {
  needOpen("bpf_map__btf_key_type_id");
  return Napi::Number::New(args.env(), map_ ? bpf_map__btf_key_type_id(map_) : 0);
}

Napi::Value Map::valueTypeId(Arguments& args) {
  needOpen("bpf_map__btf_value_type_id");
  return Napi::Number::New(args.env(), map_ ? bpf_map__btf_value_type_id(map_) : 0);
}

Napi::Value Map::initialValue(Arguments& args) {
  bpf_map* map = unloaded("bpf_map__initial_value");
  size_t size = 0;
  const void* value = bpf_map__initial_value(map, &size);
  if (!value) return args.env().Undefined();
  return Napi::Buffer<uint8_t>::Copy(args.env(), static_cast<const uint8_t*>(value), size);
}

Napi::Value Map::setInitialValue(Arguments& args) {
  constexpr auto call = "bpf_map__set_initial_value";
  bpf_map* map = unloaded(call);
  const Bytes value = args.at(0, "value").bytes();
  check(bpf_map__set_initial_value(map, value.data(), value.size()), call);
  return args.env().Undefined();
}

Napi::Value Map::share(Arguments& args) {
  bpf_map* map = unloaded("bpf_map__reuse_fd");
  check(bpf_map__reuse_fd(map, args.at(0, "fd").int32()), "bpf_map__reuse_fd");
  return args.env().Undefined();
}

Napi::Value Map::reuse(Arguments& args) {
  const std::string path = args.at(0, "path").string();
  bpf_map* map = unloaded("bpf_map__reuse_fd");
  const int fd = bpf_obj_get(path.c_str());
  check(fd, "bpf_obj_get");
  const Map pinned(fd);
  const Shape want = shape("bpf_map__reuse_fd"), have = pinned.standalone_;
  if (want.type != have.type || want.keySize != have.keySize || want.valueSize != have.valueSize) {
    throw SystemError{EINVAL, "bpf_map__reuse_fd"};
  }
  check(bpf_map__reuse_fd(map, fd), "bpf_map__reuse_fd");
  return args.env().Undefined();
}

Napi::Value Map::pin(Arguments& args) {
  const std::string path = args.at(0, "path").string();
  check(bpf_obj_pin(created("bpf_obj_pin"), path.c_str()), "bpf_obj_pin");
  return args.env().Undefined();
}

Napi::Value Map::unpin(Arguments& args) {
  const std::string path = args.at(0, "path").string();
  needOpen("unlink");
  if (unlink(path.c_str()) != 0) throw SystemError{errno, "unlink"};
  return args.env().Undefined();
}

Napi::Value Map::setInnerFd(Arguments& args) {
  const int fd = args.at(0, "fd").int32();
  check(bpf_map__set_inner_map_fd(unloaded("bpf_map__set_inner_map_fd"), fd), "bpf_map__set_inner_map_fd");
  return args.env().Undefined();
}

Napi::Value Map::close(Arguments& args) {
  closed_ = true;
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  return args.env().Undefined();
}

void Map::define(Napi::Env env, Napi::Object exports) {
  using M = Map;
  using H = Handle<Map>;
  H::define(env, exports,
            {H::static_<&M::create>("create"), H::static_<&M::openPinned>("openPinned"),
             H::static_<&M::fromId>("fromId"), H::getter_<&M::name>("name"), H::accessor_<&M::type, &M::setType>("type"),
             H::accessor_<&M::keySize, &M::setKeySize>("keySize"),
             H::accessor_<&M::valueSize, &M::setValueSize>("valueSize"),
             H::accessor_<&M::maxEntries, &M::setMaxEntries>("maxEntries"),
             H::accessor_<&M::flags, &M::setFlags>("flags"),
             H::accessor_<&M::autocreate, &M::setAutocreate>("autocreate"), H::getter_<&M::fd>("fd"),
             H::getter_<&M::id>("id"), H::getter_<&M::internal>("internal"), H::getter_<&M::keyTypeId>("keyTypeId"),
             H::getter_<&M::valueTypeId>("valueTypeId"), H::method_<&M::initialValue>("initialValue"),
             H::method_<&M::setInitialValue>("setInitialValue"), H::method_<&M::reuse>("reuse"), H::method_<&M::share>("share"),
             H::method_<&M::pin>("pin"), H::method_<&M::unpin>("unpin"), H::method_<&M::setInnerFd>("setInnerFd"),
             H::method_<&M::lookup>("lookup"), H::method_<&M::update>("update"), H::method_<&M::remove>("delete"),
             H::method_<&M::lookupAndDelete>("lookupAndDelete"), H::method_<&M::nextKey>("nextKey"),
             H::method_<&M::lookupBatch>("lookupBatch"), H::method_<&M::updateBatch>("updateBatch"),
             H::method_<&M::deleteBatch>("deleteBatch"), H::method_<&M::push>("push"), H::method_<&M::pop>("pop"),
             H::method_<&M::peek>("peek"), H::method_<&M::close>("close")});
}
