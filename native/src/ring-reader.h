// Reads BPF ring buffers.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "descriptor.h"
#include "mapped-ring.h"
#include "reader.h"

class RingReader : public Reader {
 public:
  static constexpr ClassKind kind = ClassKind::ringReader;
  static constexpr napi_type_tag tag = {0x6263632d74730001, 5};
  static constexpr const char* className = "RingReader";
  static void define(Napi::Env env, Napi::Object exports);
  static std::unique_ptr<RingReader> make(Arguments& args);

  RingReader(Napi::Env env, Napi::Function receiver, const std::vector<int>& mapFds);

 protected:
  int epollFd() const override { return *epoll_; }
  bool read(uint32_t limit) override;
  void release() override;

 private:
  std::optional<Descriptor> epoll_;
  std::vector<std::unique_ptr<MappedRing>> rings_;
  // The ring to begin with, so that a full one does not keep the others waiting.
  size_t first_ = 0;
};
