// The records of one wake-up, in memory JavaScript sees too.
#pragma once
#include <napi.h>

#include <cstdint>
#include <span>

// Collects records, then hands them over in one call.
class Batch {
 public:
  // A batch is handed over when it holds so many records or bytes, so that no call takes long.
  static constexpr uint32_t maxRecords = 512;
  static constexpr size_t maxBytes = 256 * 1024;

  Batch(Napi::Env env, Napi::Function receiver);

  uint32_t count() const { return count_; }
  bool full(uint32_t limit) const { return count_ >= limit || used_ >= maxBytes; }
  // Copies a record, of which `rest` is what does not follow the first piece in memory. The batch's memory grows when a
  // record is larger than what is left. `source` says where it is from: the CPU of a perf buffer, 0 for rings.
  void add(std::span<const uint8_t> record, std::span<const uint8_t> rest = {}, uint32_t source = 0);
  // Calls the receiver; `event` says that the loop called, not JavaScript.
  void deliver(Napi::AsyncContext* event);
  // True while the receiver runs: the memory is in use.
  bool delivering() const { return delivering_; }

 private:
  // Finds the memory at the start of a batch: the receiver may have transferred it away since the last one.
  void begin();
  void grow(size_t bytes);

  Napi::Env env_;
  Napi::FunctionReference receiver_;
  Napi::Reference<Napi::ArrayBuffer> data_;
  Napi::Reference<Napi::Uint32Array> offsets_, sizes_, sources_;
  // Where the four are, valid during a batch.
  uint8_t* bytes_ = nullptr;
  uint32_t *starts_ = nullptr, *lengths_ = nullptr, *origins_ = nullptr;
  size_t capacity_ = 0;
  size_t used_ = 0;
  uint32_t count_ = 0;
  bool delivering_ = false;
};
