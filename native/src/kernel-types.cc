#include "kernel-types.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "descriptor.h"
#include "type-slice.h"

namespace {

constexpr char file[] = "/sys/kernel/btf/vmlinux";

thread_local KernelTypes* current = nullptr;

struct Contents {
  // Not zeroed: it is filled at once.
  std::unique_ptr<uint8_t[]> data;
  size_t size = 0;
};

Contents room(size_t size) { return {std::unique_ptr<uint8_t[]>(new (std::nothrow) uint8_t[size]), size}; }

// With one call, where the kernel has numbers for its types (Linux 5.11) and allows it (CAP_SYS_ADMIN). Nothing when
// those with the number are not the kernel's own but a BPF program's, for example.
Contents readAtOnce(uint32_t id) {
  const Descriptor fd(bpf_btf_get_fd_by_id(id));
  char name[64] = {};
  bpf_btf_info info{};
  uint32_t size = sizeof info;
  info.name = reinterpret_cast<uintptr_t>(name);
  info.name_len = sizeof name;
  if (fd < 0 || bpf_btf_get_info_by_fd(fd, &info, &size) != 0 || !info.kernel_btf) return {};
  if (strcmp(name, "vmlinux") != 0) return {};
  Contents bytes = room(info.btf_size);
  info = {};
  info.btf = reinterpret_cast<uintptr_t>(bytes.data.get());
  info.btf_size = static_cast<uint32_t>(bytes.size);
  size = sizeof info;
  if (!bytes.data || bpf_btf_get_info_by_fd(fd, &info, &size) != 0 || info.btf_size != bytes.size) return {};
  return bytes;
}

// The number that the kernel's own types have unless a program with types was loaded before the first module.
constexpr uint32_t kernelId = 1;

// Page by page: the kernel gives no more with one call.
Contents readFile() {
  const Descriptor fd(open(file, O_RDONLY | O_CLOEXEC));
  struct stat status;
  if (fd < 0 || fstat(fd, &status) != 0) return {};
  Contents bytes = room(static_cast<size_t>(status.st_size));
  for (size_t at = 0; bytes.data && at < bytes.size;) {
    const ssize_t count = read(fd, bytes.data.get() + at, bytes.size - at);
    if (count <= 0) return {};
    at += static_cast<size_t>(count);
  }
  return bytes;
}

Contents readAll() {
  if (access(file, R_OK) != 0) return {};
  Contents bytes = readAtOnce(kernelId);
  return bytes.data ? std::move(bytes) : readFile();
}

}  // namespace

KernelTypes::KernelTypes(const std::optional<NamedKinds>& names, std::optional<std::vector<AttachTarget>> targets)
    : names_(names ? &*names : nullptr), targets_(std::move(targets)) {
  current = this;
}

KernelTypes::~KernelTypes() { current = nullptr; }

btf* KernelTypes::load() {
  if (!names_ || !targets_) return nullptr;
  const Contents bytes = readAll();
  if (!bytes.data) return nullptr;
  TypeSlice slice({bytes.data.get(), bytes.size});
  const auto missing = slice.take(*names_, *targets_);
  // For what the kernel itself lacks, libbpf looks at the modules, whose types refer to all of the kernel's.
  if (!missing || !missing->empty()) return nullptr;
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

Napi::Value typedFunctions(Arguments& args) {
  std::vector<AttachTarget> targets;
  for (std::string& name : args.at(0, "names").strings()) targets.push_back({std::move(name), BTF_KIND_FUNC});
  const Contents bytes = readAll();
  // What it cannot find is told by the targets.
  if (bytes.data) TypeSlice(std::span(bytes.data.get(), bytes.size)).take({}, targets);
  Napi::Array found = Napi::Array::New(args.env());
  for (const AttachTarget& target : targets) {
    if (target.id != 0) found.Set(found.Length(), target.name);
  }
  return found;
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
