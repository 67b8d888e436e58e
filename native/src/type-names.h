// What an object asks of the kernel's type information, by name.
#pragma once
#include <bpf/libbpf.h>
#include <linux/btf.h>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

// A type that a program is attached to: a function, or the `btf_trace_` type of a tracepoint.
struct AttachTarget {
  std::string name;
  uint32_t kind;
  // In the kernel; 0 until it is found.
  uint32_t id = 0;
};

// What the names of tracepoints' types begin with.
inline constexpr char tracepointPrefix[] = "btf_trace_";

// Types by name, without flavours (`io_kiocb` for `io_kiocb___5_10`), each with the bits of its kinds.
using NamedKinds = std::map<std::string, uint32_t, std::less<>>;

// The bit of a kind. A relocation does not tell the two kinds of enumerations apart.
constexpr uint32_t kindBit(uint32_t kind) { return 1u << (kind == BTF_KIND_ENUM64 ? uint32_t{BTF_KIND_ENUM} : kind); }

// What the object file's relocations begin with. Nothing where one of them needs more than the types of that name.
std::optional<NamedKinds> relocatedTypes(std::span<const uint8_t> image);

// The name up to its flavour.
std::string_view withoutFlavour(std::string_view name);

// What the programs that will be loaded are attached to, as their sections say. Nothing where that, or something else
// in the object, is more than a type of the kernel's core.
std::optional<std::vector<AttachTarget>> attachTargets(const bpf_object* object);
