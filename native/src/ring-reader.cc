#include "ring-reader.h"

std::unique_ptr<RingReader> RingReader::make(Arguments& args) {
  const Argument mapFds = args.at(0, "mapFds");
  const std::vector<int> fds = mapFds.descriptors();
  if (fds.empty()) mapFds.wrong("at least one file descriptor");
  return std::make_unique<RingReader>(args.env(), args.at(1, "onBatch").function(), fds);
}

RingReader::RingReader(Napi::Env env, Napi::Function receiver, const std::vector<int>& mapFds)
    : Reader(env, receiver) {
  ring_ = ring_buffer__new(mapFds[0], onRecord, this, nullptr);
  if (!ring_) throw SystemError{errno, "ring_buffer__new"};
  for (size_t i = 1; i < mapFds.size(); i++) {
    const int result = ring_buffer__add(ring_, mapFds[i], onRecord, this);
    if (result < 0) {
      release();
      check(result, "ring_buffer__add");
    }
  }
}

// What libbpf's reader stops at after it has passed the record on.
static constexpr int batchFull = -ECANCELED;

int RingReader::onRecord(void* reader, void* data, size_t size) {
  auto* self = static_cast<RingReader*>(reader);
  self->batch_.add(data, size);
  return self->batch_.full(self->limit_) ? batchFull : 0;
}

bool RingReader::read(uint32_t limit) {
  limit_ = limit;
  const int result = ring_buffer__consume(ring_);
  if (result == batchFull) return true;
  check(result, "ring_buffer__consume");
  return false;
}

void RingReader::define(Napi::Env env, Napi::Object exports) {
  using R = RingReader;
  using H = Handle<RingReader>;
  H::define(env, exports,
            {H::method_<&R::pause>("pause"), H::method_<&R::resume>("resume"), H::method_<&R::consume>("consume"),
             H::getter_<&R::fd>("fd"), H::method_<&R::ref>("ref"), H::method_<&R::unref>("unref"), H::method_<&R::close>("close")});
}
