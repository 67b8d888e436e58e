// Type information (BTF) as it lies in memory.
#pragma once
#include <bpf/btf.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

// What follows the head of a type: bytes that every type of the kind has, and 32-bit words for each of its `vlen`
// elements. The first word of an element is its name, if it is `named`, and the second its type, if it is `typed`.
struct TypeShape {
  uint8_t bytes = 0, words = 0;
  bool named = false, typed = false;
};

inline constexpr auto typeShapes = [] {
  std::array<TypeShape, BTF_KIND_MAX + 1> shapes{};
  shapes[BTF_KIND_INT] = shapes[BTF_KIND_VAR] = shapes[BTF_KIND_DECL_TAG] = {.bytes = 4};
  shapes[BTF_KIND_ARRAY] = {.bytes = sizeof(struct btf_array)};
  shapes[BTF_KIND_STRUCT] = shapes[BTF_KIND_UNION] = {.words = 3, .named = true, .typed = true};
  shapes[BTF_KIND_FUNC_PROTO] = {.words = 2, .named = true, .typed = true};
  shapes[BTF_KIND_ENUM] = {.words = 2, .named = true};
  shapes[BTF_KIND_ENUM64] = {.words = 3, .named = true};
  shapes[BTF_KIND_DATASEC] = {.words = 3};
  return shapes;
}();

class BtfView {
 public:
  // Nothing where the bytes are no BTF. They must stay, and so must `base`, which these types add to, as a module's add
  // to the kernel's.
  static std::optional<BtfView> of(std::span<const uint8_t> bytes, const BtfView* base = nullptr) {
    btf_header header{};
    if (bytes.size() < sizeof header) return std::nullopt;
    memcpy(&header, bytes.data(), sizeof header);
    const size_t typesAt = size_t{header.hdr_len} + header.type_off, namesAt = size_t{header.hdr_len} + header.str_off;
    if (header.magic != BTF_MAGIC || typesAt + header.type_len > bytes.size()) return std::nullopt;
    if (typesAt % alignof(btf_type) != 0 || namesAt + header.str_len > bytes.size()) return std::nullopt;
    if (header.str_len > 0 ? bytes[namesAt + header.str_len - 1] != 0 : !base) return std::nullopt;
    return BtfView(bytes.subspan(typesAt, header.type_len), bytes.subspan(namesAt, header.str_len), base);
  }

  std::span<const uint8_t> types() const { return types_; }

  bool hasName(uint32_t offset) const { return offset < firstName_ + names_.size(); }

  // Empty where there is none.
  const char* name(uint32_t offset) const {
    if (offset < firstName_) return base_->name(offset);
    return offset - firstName_ < names_.size() ? reinterpret_cast<const char*>(names_.data()) + offset - firstName_ : "";
  }

  // Calls `visit` with each type and where it begins. False where it meets one of a kind, and so a size, that is not
  // known, one that is cut off, or one whose name is not there.
  template <typename Visit>
  bool each(Visit visit) const {
    for (size_t at = 0; at < types_.size();) {
      const size_t left = types_.size() - at;
      const auto* type = reinterpret_cast<const btf_type*>(types_.data() + at);
      if (left < sizeof *type) return false;
      const uint32_t kind = btf_kind(type);
      if (kind == BTF_KIND_UNKN || kind > BTF_KIND_MAX || !hasName(type->name_off)) return false;
      const TypeShape shape = typeShapes[kind];
      const size_t size = sizeof *type + shape.bytes + size_t{btf_vlen(type)} * shape.words * sizeof(uint32_t);
      if (size > left) return false;
      visit(type, static_cast<uint32_t>(at));
      at += size;
    }
    return true;
  }

 private:
  BtfView(std::span<const uint8_t> types, std::span<const uint8_t> names, const BtfView* base)
      : types_(types),
        names_(names),
        base_(base),
        firstName_(base ? base->firstName_ + static_cast<uint32_t>(base->names_.size()) : 0) {}

  std::span<const uint8_t> types_, names_;
  const BtfView* base_;
  uint32_t firstName_;
};
