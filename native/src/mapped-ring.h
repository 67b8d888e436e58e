// The memory of a BPF ring buffer, as its reader sees it.
//
// libbpf's reader maps the records twice, one copy behind the other, so that none is ever in two pieces. Both count as
// memory of the process; here they are mapped once, and a record that begins at the end is put together from two pieces.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

class MappedRing {
 public:
  using Bytes = std::span<const uint8_t>;

  // Throws a SystemError when the map cannot be mapped, or is no ring.
  explicit MappedRing(int mapFd);
  ~MappedRing();
  MappedRing(const MappedRing&) = delete;
  MappedRing& operator=(const MappedRing&) = delete;

  // Calls `take` with each record that is there, in one piece or two, until it gives false, and frees their room. False
  // when none is left. From then on the kernel makes the map readable with the next record.
  template <typename Take>
  bool read(Take take) {
    bool certain = false;
    for (uint64_t at = consumer_->load(std::memory_order_relaxed);;) {
      const uint32_t head = at < producer_->load(std::memory_order_acquire) ? headAt(at) : busy;
      if (head & busy) {
        if (certain) return false;
        // The kernel looks at our position only after it has put a record there, and we at the record only after it can
        // see the position: one of the two sees the other's.
        std::atomic_thread_fence(std::memory_order_seq_cst);
        certain = true;
        continue;
      }
      certain = false;
      const uint32_t size = head & ~(busy | discarded);
      const bool more = head & discarded || take(bytes(at + headBytes, size), bytes(0, pastEnd(at + headBytes, size)));
      at += (size + headBytes + 7) / 8 * 8;
      consumer_->store(at, std::memory_order_release);
      if (!more) return true;
    }
  }

 private:
  // The head of a record: these bits and its size, then where it lies, which is for the kernel.
  static constexpr uint32_t busy = 1u << 31, discarded = 1u << 30;
  static constexpr size_t headBytes = 8;

  uint32_t headAt(uint64_t at) const {
    return reinterpret_cast<const std::atomic<uint32_t>*>(records_ + (at & mask_))->load(std::memory_order_acquire);
  }
  size_t pastEnd(uint64_t at, size_t size) const {
    const size_t room = mask_ + 1 - (at & mask_);
    return size > room ? size - room : 0;
  }
  Bytes bytes(uint64_t at, size_t size) const { return {records_ + (at & mask_), size - pastEnd(at, size)}; }

  size_t page_ = 0, mask_ = 0;
  // Bytes since the ring was made.
  std::atomic<uint64_t>* consumer_ = nullptr;
  const std::atomic<uint64_t>* producer_ = nullptr;
  const uint8_t* records_ = nullptr;
};
