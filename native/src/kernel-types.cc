#include "kernel-types.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>

#include <cerrno>

#include "kernel-btf.h"
#include "name-finder.h"
#include "type-slice.h"

namespace {

thread_local KernelTypes* current = nullptr;

// Whether no module has a type of these names.
bool modulesLack(const NamedKinds& names, const BtfView& kernel) {
  if (names.empty()) return true;
  const NameFinder finder(names);
  return eachModuleBtf([&](std::span<const uint8_t> bytes) {
    const auto module = BtfView::of(bytes, &kernel);
    bool lacks = true;
    const auto visit = [&](const btf_type* type, uint32_t) {
      if (finder.find(type, *module)) lacks = false;
    };
    return module && module->each(visit) && lacks;
  });
}

}  // namespace

KernelTypes::KernelTypes(const std::optional<NamedKinds>& names, std::optional<std::vector<AttachTarget>> targets)
    : names_(names ? &*names : nullptr), targets_(std::move(targets)) {
  current = this;
}

KernelTypes::~KernelTypes() {
  current = nullptr;
  forgetKernelBtf();
}

btf* KernelTypes::load() {
  if (!names_ || !targets_) return nullptr;
  const auto bytes = kernelBtf();
  const auto all = bytes ? BtfView::of(bytes->span()) : std::nullopt;
  if (!all) return nullptr;
  TypeSlice slice(*all);
  const auto missing = slice.take(*names_, *targets_);
  // For what the kernel itself lacks, libbpf looks at the modules, whose types refer to all of the kernel's.
  if (!missing || !modulesLack(*missing, *all)) return nullptr;
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

Napi::Value typedTargets(Arguments& args) {
  std::vector<AttachTarget> targets;
  for (std::string& name : args.at(0, "names").strings()) {
    const uint32_t kind = name.starts_with(tracepointPrefix) ? BTF_KIND_TYPEDEF : BTF_KIND_FUNC;
    targets.push_back({std::move(name), kind});
  }
  const auto bytes = kernelBtf();
  // What it cannot find is told by the targets.
  if (const auto all = bytes ? BtfView::of(bytes->span()) : std::nullopt) TypeSlice(*all).take({}, targets);
  Napi::Array found = Napi::Array::New(args.env());
  for (const AttachTarget& target : targets) {
    if (target.id != 0) found.Set(found.Length(), target.name);
  }
  return found;
}

// The linker makes libbpf's calls of these arrive here (--wrap, see scripts/build-native.ts).
extern "C" {

btf* __real_btf__load_vmlinux_btf();
int __real_btf__find_by_name_kind(const btf* types, const char* name, uint32_t kind);
int __real_bpf_btf_get_next_id(uint32_t start, uint32_t* next);

btf* __wrap_btf__load_vmlinux_btf() {
  btf* slice = current ? current->load() : nullptr;
  return slice ? slice : __real_btf__load_vmlinux_btf();
}

int __wrap_btf__find_by_name_kind(const btf* types, const char* name, uint32_t kind) {
  if (current && current->gave(types)) return current->find(name, kind);
  return __real_btf__find_by_name_kind(types, name, kind);
}

// How libbpf looks for the modules: none of them has what the slice lacks.
int __wrap_bpf_btf_get_next_id(uint32_t start, uint32_t* next) {
  if (!current || !current->gave()) return __real_bpf_btf_get_next_id(start, next);
  errno = ENOENT;
  return -ENOENT;
}
}
