#include "mapped-ring.h"

#include <bpf/bpf.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

#include "errors.h"

MappedRing::MappedRing(int mapFd) : page_(static_cast<size_t>(sysconf(_SC_PAGESIZE))) {
  bpf_map_info info{};
  uint32_t length = sizeof info;
  check(bpf_map_get_info_by_fd(mapFd, &info, &length), "bpf_map_get_info_by_fd");
  if (info.type != BPF_MAP_TYPE_RINGBUF) throw SystemError{EINVAL, "mmap"};
  mask_ = info.max_entries - 1;
  // The first page is ours, the second the kernel's; then come the records.
  void* ours = mmap(nullptr, page_, PROT_READ | PROT_WRITE, MAP_SHARED, mapFd, 0);
  if (ours == MAP_FAILED) throw SystemError{errno, "mmap"};
  const auto offset = static_cast<off_t>(page_);
  void* kernels = mmap(nullptr, page_ + info.max_entries, PROT_READ, MAP_SHARED, mapFd, offset);
  if (kernels == MAP_FAILED) {
    const int error = errno;
    munmap(ours, page_);
    throw SystemError{error, "mmap"};
  }
  consumer_ = static_cast<std::atomic<uint64_t>*>(ours);
  producer_ = static_cast<const std::atomic<uint64_t>*>(kernels);
  records_ = static_cast<const uint8_t*>(kernels) + page_;
}

MappedRing::~MappedRing() {
  munmap(consumer_, page_);
  munmap(const_cast<uint8_t*>(records_) - page_, page_ + mask_ + 1);
}
