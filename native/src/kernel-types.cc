#include "kernel-types.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "type-slice.h"

namespace {

constexpr char file[] = "/sys/kernel/btf/vmlinux";

thread_local KernelTypes* current = nullptr;

struct Bytes {
  // Not zeroed: it is filled at once.
  std::unique_ptr<uint8_t[]> data;
  size_t size = 0;
};

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  operator int() const { return fd_; }

 private:
  int fd_;
};

Bytes room(size_t size) { return {std::unique_ptr<uint8_t[]>(new (std::nothrow) uint8_t[size]), size}; }

// With one call, where the kernel has numbers for its types (Linux 5.11) and allows it (CAP_SYS_ADMIN). Nothing when
// those with the number are not the kernel's own, or a module's, as is asked for, but a BPF program's, for example.
Bytes readAtOnce(uint32_t id, bool ofModule) {
  const Descriptor fd(bpf_btf_get_fd_by_id(id));
  char name[64] = {};
  bpf_btf_info info{};
  uint32_t size = sizeof info;
  info.name = reinterpret_cast<uintptr_t>(name);
  info.name_len = sizeof name;
  if (fd < 0 || bpf_btf_get_info_by_fd(fd, &info, &size) != 0 || !info.kernel_btf) return {};
  if ((strcmp(name, "vmlinux") != 0) != ofModule) return {};
  Bytes bytes = room(info.btf_size);
  info = {};
  info.btf = reinterpret_cast<uintptr_t>(bytes.data.get());
  info.btf_size = static_cast<uint32_t>(bytes.size);
  size = sizeof info;
  if (!bytes.data || bpf_btf_get_info_by_fd(fd, &info, &size) != 0 || info.btf_size != bytes.size) return {};
  return bytes;
}

// The number that the kernel's own types have unless a program with types was loaded before the first module.
constexpr uint32_t kernelId = 1;

// Whether a type of one of the names may be in a module. It is enough to look for the characters.
bool inModules(const std::vector<std::string>& names) {
  if (names.empty()) return false;
  for (uint32_t id = 0; bpf_btf_get_next_id(id, &id) == 0;) {
    const Bytes bytes = readAtOnce(id, true);
    for (const std::string& name : names) {
      const std::string begin = '\0' + name;
      if (bytes.data && memmem(bytes.data.get(), bytes.size, begin.data(), begin.size())) return true;
    }
  }
  return false;
}

// Page by page: the kernel gives no more with one call.
Bytes readFile() {
  const Descriptor fd(open(file, O_RDONLY | O_CLOEXEC));
  struct stat status;
  if (fd < 0 || fstat(fd, &status) != 0) return {};
  Bytes bytes = room(static_cast<size_t>(status.st_size));
  for (size_t at = 0; bytes.data && at < bytes.size;) {
    const ssize_t count = read(fd, bytes.data.get() + at, bytes.size - at);
    if (count <= 0) return {};
    at += static_cast<size_t>(count);
  }
  return bytes;
}

}  // namespace

KernelTypes::KernelTypes(const std::optional<NamedKinds>& names, std::optional<std::vector<AttachTarget>> targets)
    : names_(names ? &*names : nullptr), targets_(std::move(targets)) {
  current = this;
}

KernelTypes::~KernelTypes() { current = nullptr; }

btf* KernelTypes::load() {
  if (!names_ || !targets_ || access(file, R_OK) != 0) return nullptr;
  Bytes bytes = readAtOnce(kernelId, false);
  if (!bytes.data) bytes = readFile();
  if (!bytes.data) return nullptr;
  TypeSlice slice({bytes.data.get(), bytes.size});
  const auto missing = slice.take(*names_, *targets_);
  if (!missing || inModules(*missing)) return nullptr;
  const std::vector<uint8_t> kept = slice.bytes();
  btf* types = btf__new(kept.data(), static_cast<uint32_t>(kept.size()));
  given_ = types;
  return types;
}

int KernelTypes::find(const char* name, uint32_t kind) const {
  for (const AttachTarget& target : *targets_) {
    if (target.kind == kind && target.name == name) return static_cast<int>(target.id);
  }
  errno = ENOENT;
  return -ENOENT;
}

// The linker makes libbpf's calls of these two arrive here (--wrap, see scripts/build-native.ts).
extern "C" {

btf* __real_btf__load_vmlinux_btf();
int __real_btf__find_by_name_kind(const btf* types, const char* name, uint32_t kind);

btf* __wrap_btf__load_vmlinux_btf() {
  btf* slice = current ? current->load() : nullptr;
  return slice ? slice : __real_btf__load_vmlinux_btf();
}

int __wrap_btf__find_by_name_kind(const btf* types, const char* name, uint32_t kind) {
  if (current && current->gave(types)) return current->find(name, kind);
  return __real_btf__find_by_name_kind(types, name, kind);
}
}
