#include "batch.h"

#include <algorithm>
#include <cstring>

static constexpr size_t initialBytes = Batch::maxBytes + 64 * 1024;

Batch::Batch(Napi::Env env, Napi::Function receiver) : env_(env), receiver_(Napi::Persistent(receiver)) {}

static uint32_t* indexMemory(Napi::Env env, Napi::Reference<Napi::Uint32Array>& index) {
  if (index.IsEmpty() || index.Value().ElementLength() < Batch::maxRecords) {
    index = Napi::Persistent(Napi::Uint32Array::New(env, Batch::maxRecords));
  }
  return index.Value().Data();
}

void Batch::begin() {
  const Napi::HandleScope scope(env_);
  starts_ = indexMemory(env_, offsets_);
  lengths_ = indexMemory(env_, sizes_);
  origins_ = indexMemory(env_, sources_);
  if (data_.IsEmpty() || data_.Value().IsDetached()) data_ = Napi::Persistent(Napi::ArrayBuffer::New(env_, initialBytes));
  bytes_ = static_cast<uint8_t*>(data_.Value().Data());
  capacity_ = data_.Value().ByteLength();
}

void Batch::grow(size_t bytes) {
  const Napi::HandleScope scope(env_);
  Napi::ArrayBuffer larger = Napi::ArrayBuffer::New(env_, bytes);
  memcpy(larger.Data(), bytes_, used_);
  data_ = Napi::Persistent(larger);
  bytes_ = static_cast<uint8_t*>(larger.Data());
  capacity_ = bytes;
}

void Batch::add(std::span<const uint8_t> record, std::span<const uint8_t> rest, uint32_t source) {
  if (count_ == 0) begin();
  const size_t size = record.size() + rest.size();
  const size_t padded = (size + 7) / 8 * 8;
  if (used_ + padded > capacity_) grow(used_ + padded);
  std::copy(record.begin(), record.end(), bytes_ + used_);
  std::copy(rest.begin(), rest.end(), bytes_ + used_ + record.size());
  starts_[count_] = static_cast<uint32_t>(used_);
  lengths_[count_] = static_cast<uint32_t>(size);
  origins_[count_] = source;
  used_ += padded;
  count_++;
}

void Batch::deliver(Napi::AsyncContext* event) {
  if (count_ == 0) return;
  const Napi::Value count = Napi::Number::New(env_, count_);
  count_ = 0;
  used_ = 0;
  delivering_ = true;
  const std::initializer_list<napi_value> values = {data_.Value(), offsets_.Value(), sizes_.Value(), count,
                                                    sources_.Value()};
  try {
    if (event) {
      receiver_.MakeCallback(env_.Global(), values, *event);
    } else {
      receiver_.Call(values);
    }
  } catch (...) {
    delivering_ = false;
    throw;
  }
  delivering_ = false;
}
