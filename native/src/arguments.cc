#include "arguments.h"

#include <cmath>

#include "errors.h"

void Argument::wrong(const std::string& expected) const {
  throw ArgumentError{name_ + " must be " + expected};
}

std::string Argument::string() const {
  if (!value_.IsString()) wrong("a string");
  std::string text = value_.As<Napi::String>().Utf8Value();
  if (text.find('\0') != std::string::npos) wrong("a string without NUL");
  return text;
}

bool Argument::boolean() const {
  if (!value_.IsBoolean()) wrong("a boolean");
  return value_.As<Napi::Boolean>().Value();
}

int64_t Argument::integer(int64_t low, int64_t high) const {
  const std::string expected = "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
  if (!value_.IsNumber()) wrong(expected);
  const double number = value_.As<Napi::Number>().DoubleValue();
  if (!(number >= static_cast<double>(low) && number <= static_cast<double>(high)) || std::trunc(number) != number) {
    wrong(expected);
  }
  return static_cast<int64_t>(number);
}

uint64_t Argument::bigint() const {
  bool exact = false;
  uint64_t number = 0;
  if (value_.IsBigInt()) number = value_.As<Napi::BigInt>().Uint64Value(&exact);
  if (!exact) wrong("a bigint from 0 to 2^64-1");
  return number;
}

Bytes Argument::bytes() const {
  if (!value_.IsTypedArray() || value_.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
    wrong("a Uint8Array");
  }
  auto array = value_.As<Napi::Uint8Array>();
  return array.ElementLength() == 0 ? Bytes() : Bytes(array.Data(), array.ElementLength());
}

Bytes Argument::bytes(size_t length) const {
  const Bytes found = bytes();
  if (found.size() != length) {
    wrong("a Uint8Array of " + std::to_string(length) + " bytes, not " + std::to_string(found.size()));
  }
  return found;
}

std::vector<uint8_t> Argument::copy() const {
  const Bytes found = bytes();
  return {found.begin(), found.end()};
}

Napi::Function Argument::function() const {
  if (!value_.IsFunction()) wrong("a function");
  return value_.As<Napi::Function>();
}

Napi::Array Argument::array(const char* expected) const {
  if (!value_.IsArray()) wrong(expected);
  return value_.As<Napi::Array>();
}

std::vector<std::string> Argument::strings() const {
  const Napi::Array list = array("an array of strings");
  std::vector<std::string> result;
  for (uint32_t i = 0; i < list.Length(); i++) {
    result.push_back(Argument(list[i], name_ + "[" + std::to_string(i) + "]").string());
  }
  return result;
}

std::vector<uint64_t> Argument::bigints() const {
  if (!value_.IsTypedArray() || value_.As<Napi::TypedArray>().TypedArrayType() != napi_biguint64_array) {
    wrong("a BigUint64Array");
  }
  const auto list = value_.As<Napi::BigUint64Array>();
  if (list.ElementLength() == 0) return {};
  return {list.Data(), list.Data() + list.ElementLength()};
}

std::vector<int> Argument::descriptors() const {
  const Napi::Array list = array("an array of file descriptors");
  std::vector<int> result;
  for (uint32_t i = 0; i < list.Length(); i++) {
    result.push_back(Argument(list[i], name_ + "[" + std::to_string(i) + "]").int32());
  }
  return result;
}

Argument Argument::operator[](const char* member) const {
  if (!value_.IsObject()) wrong("an object");
  return Argument(value_.As<Napi::Object>().Get(member), member);
}
