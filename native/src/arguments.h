// The one place where values from JavaScript are checked. Everything wrong is a TypeError naming the argument.
#pragma once
#include <napi.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

using Bytes = std::span<uint8_t>;

// One argument, or one member of an options object.
class Argument {
 public:
  Argument(Napi::Value value, std::string name) : value_(value), name_(std::move(name)) {}

  bool given() const { return !value_.IsUndefined(); }

  // Text without NUL, as the kernel takes it.
  std::string string() const;
  bool boolean() const;
  int32_t int32() const { return static_cast<int32_t>(integer(INT32_MIN, INT32_MAX)); }
  uint32_t uint32() const { return static_cast<uint32_t>(integer(0, UINT32_MAX)); }
  // A number that is a whole one and exact.
  uint64_t size() const { return static_cast<uint64_t>(integer(0, (1LL << 53) - 1)); }
  uint64_t bigint() const;
  // The bytes themselves: valid until JavaScript runs again.
  Bytes bytes() const;
  // Bytes of exactly this length.
  Bytes bytes(size_t length) const;
  std::vector<uint8_t> copy() const;
  Napi::Function function() const;
  std::vector<std::string> strings() const;
  std::vector<uint64_t> bigints() const;
  std::vector<int> descriptors() const;

  // Member of an options object.
  Argument operator[](const char* member) const;

  int32_t int32Or(int32_t fallback) const { return given() ? int32() : fallback; }
  uint32_t uint32Or(uint32_t fallback) const { return given() ? uint32() : fallback; }
  uint64_t sizeOr(uint64_t fallback) const { return given() ? size() : fallback; }
  uint64_t bigintOr(uint64_t fallback) const { return given() ? bigint() : fallback; }
  bool booleanOr(bool fallback) const { return given() ? boolean() : fallback; }

  [[noreturn]] void wrong(const std::string& expected) const;

 private:
  int64_t integer(int64_t low, int64_t high) const;
  Napi::Array array(const char* expected) const;

  Napi::Value value_;
  std::string name_;
};

// The arguments of one call.
class Arguments {
 public:
  explicit Arguments(const Napi::CallbackInfo& info) : info_(info) {}
  Napi::Env env() const { return info_.Env(); }
  Napi::Value self() const { return info_.This(); }
  Argument at(size_t index, const char* name) const { return Argument(info_[index], name); }

 private:
  const Napi::CallbackInfo& info_;
};
