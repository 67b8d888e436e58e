// Reading and writing what a map holds.
#include <bpf/bpf.h>

#include <algorithm>
#include <cstring>

#include "map.h"

static Napi::Value bytesOf(Napi::Env env, const std::vector<uint8_t>& bytes, size_t length) {
  return Napi::Buffer<uint8_t>::Copy(env, bytes.data(), length);
}

static Napi::Value bytesOf(Napi::Env env, const std::vector<uint8_t>& bytes) {
  return bytesOf(env, bytes, bytes.size());
}

Napi::Value Map::lookup(Arguments& args) {
  constexpr auto call = "bpf_map_lookup_elem_flags";
  const Shape map = shape(call);
  const uint64_t flags = args.at(1, "flags").sizeOr(0);
  const Bytes key = args.at(0, "key").bytes(map.keySize);
  std::vector<uint8_t> value(map.valueBytes());
  const int result = bpf_map_lookup_elem_flags(created(call), key.data(), value.data(), flags);
  if (result == -ENOENT) return args.env().Undefined();
  check(result, call);
  return bytesOf(args.env(), value);
}

Napi::Value Map::update(Arguments& args) {
  constexpr auto call = "bpf_map_update_elem";
  const Shape map = shape(call);
  const uint64_t flags = args.at(2, "flags").sizeOr(0);
  const Bytes key = args.at(0, "key").bytes(map.keySize);
  const Bytes value = args.at(1, "value").bytes(map.valueBytes());
  const int result = bpf_map_update_elem(created(call), key.data(), value.data(), flags);
  const bool refused = (result == -EEXIST && (flags & BPF_NOEXIST)) || (result == -ENOENT && (flags & BPF_EXIST));
  if (!refused) check(result, call);
  return Napi::Boolean::New(args.env(), !refused);
}

Napi::Value Map::remove(Arguments& args) {
  constexpr auto call = "bpf_map_delete_elem";
  const Bytes key = args.at(0, "key").bytes(shape(call).keySize);
  const int result = bpf_map_delete_elem(created(call), key.data());
  if (result != -ENOENT) check(result, call);
  return Napi::Boolean::New(args.env(), result == 0);
}

// Look-ups that change the map. Queues and stacks have no key.
Napi::Value Map::take(Arguments& args, int (*call)(int, const void*, void*), const char* name) {
  const Shape map = shape(name);
  const Bytes key = map.keySize == 0 ? Bytes() : args.at(0, "key").bytes(map.keySize);
  std::vector<uint8_t> value(map.valueBytes());
  const int result = call(created(name), key.data(), value.data());
  if (result == -ENOENT) return args.env().Undefined();
  check(result, name);
  return bytesOf(args.env(), value);
}

Napi::Value Map::lookupAndDelete(Arguments& args) {
  return take(args, bpf_map_lookup_and_delete_elem, "bpf_map_lookup_and_delete_elem");
}

Napi::Value Map::pop(Arguments& args) {
  return take(args, bpf_map_lookup_and_delete_elem, "bpf_map_lookup_and_delete_elem");
}

Napi::Value Map::peek(Arguments& args) { return take(args, bpf_map_lookup_elem, "bpf_map_lookup_elem"); }

Napi::Value Map::push(Arguments& args) {
  constexpr auto call = "bpf_map_update_elem";
  const uint64_t flags = args.at(1, "flags").sizeOr(0);
  const Bytes value = args.at(0, "value").bytes(shape(call).valueBytes());
  check(bpf_map_update_elem(created(call), nullptr, value.data(), flags), call);
  return args.env().Undefined();
}

Napi::Value Map::nextKey(Arguments& args) {
  constexpr auto call = "bpf_map_get_next_key";
  const Shape map = shape(call);
  const Argument key = args.at(0, "key");
  std::vector<uint8_t> next(map.keySize);
  const void* after = key.given() ? key.bytes(map.keySize).data() : nullptr;
  const int result = bpf_map_get_next_key(created(call), after, next.data());
  if (result == -ENOENT) return args.env().Undefined();
  check(result, call);
  return bytesOf(args.env(), next);
}

// Memory a batch of `count` entries needs; refuses what no map can hold.
static size_t batchBytes(const Argument& count, size_t entrySize) {
  constexpr size_t limit = size_t{1} << 30;
  const size_t entries = count.uint32();
  if (entries == 0 || entries > limit / std::max<size_t>(entrySize, 1)) count.wrong("a number of entries that fit in 1 GiB");
  return entries * entrySize;
}

Napi::Value Map::lookupBatch(Arguments& args) {
  const bool removes = args.at(2, "remove").booleanOr(false);
  const char* call = removes ? "bpf_map_lookup_and_delete_batch" : "bpf_map_lookup_batch";
  const Shape map = shape(call);
  const Argument count = args.at(0, "count"), cursor = args.at(1, "cursor");
  std::vector<uint8_t> keys(batchBytes(count, map.keySize)), values(batchBytes(count, map.valueBytes()));
  // Hash maps keep a 32-bit bucket number in the cursor, other kinds a key.
  std::vector<uint8_t> next(std::max<size_t>(map.keySize, sizeof(uint32_t)));
  std::vector<uint8_t> from(next.size());
  if (cursor.given()) {
    const Bytes bytes = cursor.bytes(next.size());
    memcpy(from.data(), bytes.data(), bytes.size());
  }
  void* in = cursor.given() ? from.data() : nullptr;
  uint32_t found = count.uint32();
  LIBBPF_OPTS(bpf_map_batch_opts, batch);
  const auto function = removes ? bpf_map_lookup_and_delete_batch : bpf_map_lookup_batch;
  const int result = function(created(call), in, next.data(), keys.data(), values.data(), &found, &batch);
  if (result != -ENOENT) check(result, call);
  found = std::min(found, count.uint32());
  Napi::Env env = args.env();
  Napi::Object answer = Napi::Object::New(env);
  answer["keys"] = bytesOf(env, keys, static_cast<size_t>(found) * map.keySize);
  answer["values"] = bytesOf(env, values, found * map.valueBytes());
  answer["count"] = Napi::Number::New(env, found);
  answer["cursor"] = bytesOf(env, next);
  answer["done"] = Napi::Boolean::New(env, result == -ENOENT);
  return answer;
}

Napi::Value Map::updateBatch(Arguments& args) {
  constexpr auto call = "bpf_map_update_batch";
  const Shape map = shape(call);
  const Argument count = args.at(2, "count");
  LIBBPF_OPTS(bpf_map_batch_opts, batch);
  batch.elem_flags = args.at(3, "flags").sizeOr(0);
  const Bytes keys = args.at(0, "keys").bytes(batchBytes(count, map.keySize));
  const Bytes values = args.at(1, "values").bytes(batchBytes(count, map.valueBytes()));
  uint32_t done = count.uint32();
  check(bpf_map_update_batch(created(call), keys.data(), values.data(), &done, &batch), call);
  return Napi::Number::New(args.env(), done);
}

Napi::Value Map::deleteBatch(Arguments& args) {
  constexpr auto call = "bpf_map_delete_batch";
  const Argument count = args.at(1, "count");
  const Bytes keys = args.at(0, "keys").bytes(batchBytes(count, shape(call).keySize));
  uint32_t done = count.uint32();
  LIBBPF_OPTS(bpf_map_batch_opts, batch);
  const int result = bpf_map_delete_batch(created(call), keys.data(), &done, &batch);
  if (result != -ENOENT) check(result, call);
  return Napi::Number::New(args.env(), done);
}
