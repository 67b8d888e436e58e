// Lets libbpf have, of the kernel's type information, what an object asks for instead of all of it.
//
// All of it is some megabytes in a hundred thousand types, and what libbpf does with them was most of the time that
// loading took. While a KernelTypes is alive, libbpf's own functions for reading them, for finding a type by name and
// for going through the modules, replaced when the addon is linked, answer from the slice. Where the slice would not do,
// such as for types of modules, libbpf reads everything itself.
#pragma once
#include "arguments.h"
#include "type-names.h"

class KernelTypes {
 public:
  // `names` and `targets` as type-names.h gives them. For loads on this thread, one at a time.
  KernelTypes(const std::optional<NamedKinds>& names, std::optional<std::vector<AttachTarget>> targets);
  ~KernelTypes();
  KernelTypes(const KernelTypes&) = delete;
  KernelTypes& operator=(const KernelTypes&) = delete;

  // The slice, which the caller frees, or null.
  btf* load();
  // The kernel's id of a target, or a negative error.
  int find(const char* name, uint32_t kind) const;
  bool gave() const { return given_ != nullptr; }
  bool gave(const btf* types) const { return gave() && types == given_; }

 private:
  const NamedKinds* names_;
  std::optional<std::vector<AttachTarget>> targets_;
  const btf* given_ = nullptr;
};

// Of the names in the first argument, those of functions and tracepoints that the kernel has types of.
Napi::Value typedTargets(Arguments& args);
