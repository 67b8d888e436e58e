#include "kernel-btf.h"

#include <bpf/bpf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "descriptor.h"

BtfBytes::BtfBytes(size_t size) {
  void* room = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (room != MAP_FAILED) data_ = static_cast<uint8_t*>(room), size_ = size;
}

BtfBytes::BtfBytes(int fd, size_t size) {
  void* file = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (file != MAP_FAILED) data_ = static_cast<uint8_t*>(file), size_ = size;
}

BtfBytes::~BtfBytes() {
  if (data_) munmap(data_, size_);
}

namespace {

using Bytes = std::shared_ptr<BtfBytes>;

constexpr char file[] = "/sys/kernel/btf/vmlinux";
constexpr char kernelName[] = "vmlinux";
// The number that the kernel's own types have unless a program with types was loaded before the first module.
constexpr uint32_t kernelId = 1;

thread_local Bytes kept;

// What has the number `id`; its name is the module's, or `vmlinux`.
struct Numbered {
  char name[64] = {};
  Bytes bytes;
};

// With one call, where the kernel has numbers for its types (Linux 5.11) and allows it (CAP_SYS_ADMIN). Only those whose
// name `wanted` takes are read. An errno, or 0.
int readNumbered(uint32_t id, bool (*wanted)(const char* name), Numbered& found) {
  const Descriptor fd(bpf_btf_get_fd_by_id(id));
  if (fd < 0) return errno;
  bpf_btf_info info{};
  uint32_t size = sizeof info;
  info.name = reinterpret_cast<uintptr_t>(found.name);
  info.name_len = sizeof found.name;
  if (bpf_btf_get_info_by_fd(fd, &info, &size) != 0) return errno;
  if (!info.kernel_btf || !wanted(found.name)) return 0;
  const auto bytes = std::make_shared<BtfBytes>(info.btf_size);
  if (!*bytes) return ENOMEM;
  info = {};
  info.btf = reinterpret_cast<uintptr_t>(bytes->data());
  info.btf_size = static_cast<uint32_t>(bytes->span().size());
  size = sizeof info;
  if (bpf_btf_get_info_by_fd(fd, &info, &size) != 0) return errno;
  if (info.btf_size != bytes->span().size()) return EAGAIN;
  found.bytes = bytes;
  return 0;
}

bool isKernel(const char* name) { return strcmp(name, kernelName) == 0; }
bool isModule(const char* name) { return !isKernel(name); }

// Page by page: the kernel gives no more with one call.
Bytes readPages(int fd, size_t size) {
  const auto bytes = std::make_shared<BtfBytes>(size);
  for (size_t at = 0; *bytes && at < size;) {
    const ssize_t count = read(fd, bytes->data() + at, size - at);
    if (count <= 0) return nullptr;
    at += static_cast<size_t>(count);
  }
  return *bytes ? bytes : nullptr;
}

Bytes readKernel() {
  const Descriptor fd(open(file, O_RDONLY | O_CLOEXEC));
  struct stat status;
  if (fd < 0 || fstat(fd, &status) != 0 || status.st_size <= 0) return nullptr;
  const auto size = static_cast<size_t>(status.st_size);
  // Linux 6.16 and later.
  if (const auto mapped = std::make_shared<BtfBytes>(fd, size); *mapped) return mapped;
  Numbered first;
  if (readNumbered(kernelId, isKernel, first) == 0 && first.bytes) return first.bytes;
  return readPages(fd, size);
}

}  // namespace

std::shared_ptr<BtfBytes> kernelBtf() {
  if (!kept) kept = readKernel();
  return kept;
}

void forgetKernelBtf() { kept.reset(); }

bool eachModuleBtf(const std::function<bool(std::span<const uint8_t>)>& visit) {
  for (uint32_t id = 0;;) {
    if (bpf_btf_get_next_id(id, &id) != 0) return errno == ENOENT;
    Numbered module;
    const int error = readNumbered(id, isModule, module);
    // It went away meanwhile.
    if (error == ENOENT) continue;
    if (error != 0 || (module.bytes && !visit(module.bytes->span()))) return false;
  }
}
