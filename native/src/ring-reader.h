// Reads BPF ring buffers: `ring_buffer`.
#pragma once
#include <bpf/libbpf.h>

#include "reader.h"

class RingReader : public Reader {
 public:
  static constexpr ClassKind kind = ClassKind::ringReader;
  static constexpr napi_type_tag tag = {0x6263632d74730001, 5};
  static constexpr const char* className = "RingReader";
  static void define(Napi::Env env, Napi::Object exports);
  static std::unique_ptr<RingReader> make(Arguments& args);

  RingReader(Napi::Env env, Napi::Function receiver, const std::vector<int>& mapFds);
  ~RingReader() override { release(); }

 protected:
  int epollFd() const override { return ring_buffer__epoll_fd(ring_); }
  bool read(uint32_t limit) override;
  void release() override { ring_buffer__free(std::exchange(ring_, nullptr)); }

 private:
  static int onRecord(void* reader, void* data, size_t size);

  ring_buffer* ring_ = nullptr;
  uint32_t limit_ = 0;
};
