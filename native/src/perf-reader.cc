#include "perf-reader.h"

#include <linux/perf_event.h>

#include <cstring>

std::unique_ptr<PerfReader> PerfReader::make(Arguments& args) {
  const int mapFd = args.at(0, "mapFd").int32();
  const Argument pages = args.at(1, "pagesPerCpu");
  const uint32_t count = pages.uint32();
  if (count == 0 || (count & (count - 1)) != 0) pages.wrong("a power of two");
  const uint32_t wakeupEvents = args.at(4, "wakeupEvents").uint32Or(1);
  return std::make_unique<PerfReader>(args.env(), mapFd, count, wakeupEvents, args.at(2, "onBatch").function(),
                                      args.at(3, "onLost").function());
}

PerfReader::PerfReader(Napi::Env env, int mapFd, size_t pages, uint32_t wakeupEvents, Napi::Function onBatch,
                       Napi::Function onLost)
    : Reader(env, onBatch), onLost_(Napi::Persistent(onLost)) {
  perf_event_attr attr;
  memset(&attr, 0, sizeof attr);
  attr.size = sizeof attr;
  attr.type = PERF_TYPE_SOFTWARE;
  attr.config = PERF_COUNT_SW_BPF_OUTPUT;
  attr.sample_type = PERF_SAMPLE_RAW;
  attr.sample_period = 1;
  attr.wakeup_events = wakeupEvents;
  perf_ = perf_buffer__new_raw(mapFd, pages, &attr, onEvent, this, nullptr);
  if (!perf_) throw SystemError{errno, "perf_buffer__new_raw"};
}

namespace {

struct Sample {
  perf_event_header header;
  uint32_t size;
  uint8_t data[];
};

struct LostRecord {
  perf_event_header header;
  uint64_t id;
  uint64_t lost;
};

}  // namespace

bpf_perf_event_ret PerfReader::onEvent(void* reader, int cpu, perf_event_header* event) {
  auto* self = static_cast<PerfReader*>(reader);
  if (event->type == PERF_RECORD_SAMPLE) {
    const auto* sample = reinterpret_cast<const Sample*>(event);
    self->batch_.add({sample->data, sample->size}, {}, static_cast<uint32_t>(cpu));
  } else if (event->type == PERF_RECORD_LOST) {
    self->lost_.push_back({cpu, reinterpret_cast<const LostRecord*>(event)->lost});
  }
  return self->batch_.full(self->limit_) ? LIBBPF_PERF_EVENT_DONE : LIBBPF_PERF_EVENT_CONT;
}

bool PerfReader::read(uint32_t limit) {
  limit_ = limit;
  const size_t cpus = perf_buffer__buffer_cnt(perf_);
  for (size_t i = 0; i < cpus; i++) {
    const size_t cpu = (first_ + i) % cpus;
    // ENOENT: no buffer, the CPU is offline.
    const int result = perf_buffer__consume_buffer(perf_, cpu);
    if (result != -ENOENT) check(result, "perf_buffer__consume_buffer");
    if (batch_.full(limit)) {
      first_ = (cpu + 1) % cpus;
      return true;
    }
  }
  return false;
}

void PerfReader::report(Napi::AsyncContext* event) {
  std::vector<Lost> lost;
  lost.swap(lost_);
  Napi::Env env = onLost_.Env();
  for (const Lost& entry : lost) {
    const std::initializer_list<napi_value> values = {Napi::Number::New(env, entry.cpu),
                                                      Napi::Number::New(env, static_cast<double>(entry.count))};
    if (event) {
      onLost_.MakeCallback(env.Global(), values, *event);
    } else {
      onLost_.Call(values);
    }
  }
}

void PerfReader::define(Napi::Env env, Napi::Object exports) {
  using R = PerfReader;
  using H = Handle<PerfReader>;
  H::define(env, exports,
            {H::method_<&R::pause>("pause"), H::method_<&R::resume>("resume"), H::method_<&R::consume>("consume"),
             H::getter_<&R::fd>("fd"), H::method_<&R::ref>("ref"), H::method_<&R::unref>("unref"), H::method_<&R::close>("close")});
}
