// Reads a perf event array: `perf_buffer`.
#pragma once
#include <bpf/libbpf.h>

#include "reader.h"

class PerfReader : public Reader {
 public:
  static constexpr ClassKind kind = ClassKind::perfReader;
  static constexpr napi_type_tag tag = {0x6263632d74730001, 6};
  static constexpr const char* className = "PerfReader";
  static void define(Napi::Env env, Napi::Object exports);
  static std::unique_ptr<PerfReader> make(Arguments& args);

  PerfReader(Napi::Env env, int mapFd, size_t pages, uint32_t wakeupEvents, Napi::Function onBatch,
             Napi::Function onLost);
  ~PerfReader() override { release(); }

 protected:
  int epollFd() const override { return perf_buffer__epoll_fd(perf_); }
  bool read(uint32_t limit) override;
  void report(Napi::AsyncContext* event) override;
  void release() override { perf_buffer__free(std::exchange(perf_, nullptr)); }

 private:
  static bpf_perf_event_ret onEvent(void* reader, int cpu, perf_event_header* event);

  struct Lost {
    int cpu;
    uint64_t count;
  };

  perf_buffer* perf_ = nullptr;
  Napi::FunctionReference onLost_;
  std::vector<Lost> lost_;
  uint32_t limit_ = 0;
  // The CPU to begin with, so that one that never rests does not hold up the others.
  size_t first_ = 0;
};
