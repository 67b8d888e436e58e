#include "type-slice.h"

#include <bpf/btf.h>

#include <algorithm>
#include <bitset>
#include <cstring>

namespace {

// What follows the head of a type for each of its `vlen` elements: 32-bit words, the first of which is the element's
// name, and for some the second its type.
struct Elements {
  uint32_t words;
  bool typed;
};

Elements elements(uint32_t kind) {
  switch (kind) {
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION:
      return {3, true};
    case BTF_KIND_FUNC_PROTO:
      return {2, true};
    case BTF_KIND_ENUM:
      return {2, false};
    case BTF_KIND_ENUM64:
      return {3, false};
    default:
      return {0, false};
  }
}

// Bytes behind the head of a type.
size_t extraBytes(const btf_type* type) {
  switch (const uint32_t kind = btf_kind(type)) {
    case BTF_KIND_INT:
    case BTF_KIND_VAR:
    case BTF_KIND_DECL_TAG:
      return 4;
    case BTF_KIND_ARRAY:
      return sizeof(struct btf_array);
    case BTF_KIND_DATASEC:
      return btf_vlen(type) * sizeof(btf_var_secinfo);
    default:
      return btf_vlen(type) * elements(kind).words * sizeof(uint32_t);
  }
}

const uint32_t* words(const btf_type* type) { return reinterpret_cast<const uint32_t*>(type + 1); }

// Whether the head of a type names another one.
bool refers(uint32_t kind) {
  constexpr uint32_t kinds = 1u << BTF_KIND_PTR | 1u << BTF_KIND_TYPEDEF | 1u << BTF_KIND_CONST |
                             1u << BTF_KIND_VOLATILE | 1u << BTF_KIND_RESTRICT | 1u << BTF_KIND_TYPE_TAG |
                             1u << BTF_KIND_FUNC_PROTO;
  return kinds >> kind & 1;
}

// Two characters of a name, to pass over most of those that are not looked for.
uint16_t beginning(std::string_view name) {
  return name.empty() ? 0 : static_cast<uint8_t>(name[0]) << 8 | (name.size() > 1 ? static_cast<uint8_t>(name[1]) : 0);
}

}  // namespace

const btf_type* TypeSlice::type(uint32_t id) const {
  return reinterpret_cast<const btf_type*>(types_.data() + starts_[id]);
}

std::string_view TypeSlice::name(uint32_t offset) const { return offset < namesLength_ ? names_ + offset : ""; }

std::optional<std::vector<std::string>> TypeSlice::take(const NamedKinds& names,
                                                        std::vector<AttachTarget>& targets) {
  btf_header header{};
  if (all_.size() < sizeof header) return std::nullopt;
  memcpy(&header, all_.data(), sizeof header);
  const size_t typesAt = size_t{header.hdr_len} + header.type_off, namesAt = size_t{header.hdr_len} + header.str_off;
  if (header.magic != BTF_MAGIC || typesAt % alignof(btf_type) != 0 || typesAt + header.type_len > all_.size() || header.str_len == 0 ||
      namesAt + header.str_len > all_.size() || all_[namesAt + header.str_len - 1] != 0) {
    return std::nullopt;
  }
  types_ = all_.subspan(typesAt, header.type_len);
  names_ = reinterpret_cast<const char*>(all_.data() + namesAt);
  namesLength_ = header.str_len;

  std::bitset<1 << 16> beginnings;
  for (const auto& [name, kinds] : names) beginnings.set(beginning(name));
  for (const AttachTarget& target : targets) beginnings.set(beginning(target.name));

  NamedKinds unseen = names;
  std::vector<uint32_t> roots;
  for (size_t at = 0; at < types_.size();) {
    const auto* type = reinterpret_cast<const btf_type*>(types_.data() + at);
    if (at + sizeof *type > types_.size()) return std::nullopt;
    // Of a kind that is not known the size is not either.
    if (btf_kind(type) == BTF_KIND_UNKN || btf_kind(type) > BTF_KIND_MAX) return std::nullopt;
    if (at + sizeof *type + extraBytes(type) > types_.size()) return std::nullopt;
    const auto id = static_cast<uint32_t>(starts_.size());
    starts_.push_back(static_cast<uint32_t>(at));
    at += sizeof *type + extraBytes(type);
    if (type->name_off >= namesLength_) return std::nullopt;
    if (type->name_off == 0 || type->name_off + 1 >= namesLength_) continue;
    const char* text = names_ + type->name_off;
    if (!beginnings[static_cast<uint8_t>(text[0]) << 8 | static_cast<uint8_t>(text[1])]) continue;
    const uint32_t kind = kindBit(btf_kind(type));
    if (const auto wanted = names.find(withoutFlavour(text)); wanted != names.end() && wanted->second & kind) {
      unseen[wanted->first] &= ~kind;
      roots.push_back(id);
    }
    for (AttachTarget& target : targets) {
      if (target.id == 0 && target.kind == btf_kind(type) && target.name == text) target.id = id;
    }
  }
  std::vector<std::string> missing;
  for (const auto& [name, kinds] : unseen) {
    if (kinds) missing.push_back(name);
  }
  for (const AttachTarget& target : targets) {
    if (target.id == 0) return std::nullopt;
  }

  parts_.resize(starts_.size());
  for (const uint32_t root : roots) want(root, members | pointees);
  while (!pending_.empty()) {
    const uint32_t id = pending_.back();
    pending_.pop_back();
    follow(id);
  }
  if (damaged_) return std::nullopt;
  return missing;
}

void TypeSlice::want(uint32_t id, uint8_t parts) {
  if (id >= parts_.size()) damaged_ = true;
  if (id == 0 || damaged_) return;
  const uint8_t more = parts_[id] | parts | present;
  if (more == parts_[id]) return;
  parts_[id] = more;
  pending_.push_back(id);
}

// A relocation walks through members that lie in the type itself. What is behind a member that is a pointer does not
// matter to it, but that a type of that name is a pointer to such a type, or to a function of such parameters, does.
void TypeSlice::follow(uint32_t id) {
  const btf_type* t = type(id);
  const uint8_t parts = parts_[id];
  const auto [count, typed] = elements(btf_kind(t));
  for (uint32_t i = 0; i < btf_vlen(t) * count; i += count) {
    if (words(t)[i] >= namesLength_) damaged_ = true;
  }
  switch (btf_kind(t)) {
    case BTF_KIND_PTR:
      if (parts & pointees) want(t->type, pointees);
      break;
    case BTF_KIND_TYPEDEF:
    case BTF_KIND_CONST:
    case BTF_KIND_VOLATILE:
    case BTF_KIND_RESTRICT:
    case BTF_KIND_TYPE_TAG:
      want(t->type, parts);
      break;
    case BTF_KIND_ARRAY:
      want(btf_array(t)->type, parts);
      want(btf_array(t)->index_type, parts);
      break;
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION:
      for (uint32_t i = 0; parts & members && i < btf_vlen(t); i++) {
        const uint32_t member = btf_members(t)[i].type;
        want(member, members);
        // libbpf would divide by the size of what a pointer that is said to be so many bits points to.
        if (!damaged_ && btf_member_bitfield_size(t, i) != 0 && member != 0) damaged_ = btf_is_ptr(type(member));
      }
      break;
    case BTF_KIND_FUNC_PROTO:
      want(t->type, pointees);
      for (uint32_t i = 0; i < btf_vlen(t); i++) want(btf_params(t)[i].type, pointees);
      break;
    default:
      break;
  }
}

// Puts types and names together.
struct TypeSlice::Writer {
  std::vector<uint8_t> types;
  std::string names = std::string(1, '\0');
  // A map: a table of hashes asks for a newer C++ library than Node does.
  std::map<uint32_t, uint32_t> nameOffsets{{0, 0}};
  std::vector<uint32_t> ids;

  void put(const void* bytes, size_t size) {
    const auto* begin = static_cast<const uint8_t*>(bytes);
    types.insert(types.end(), begin, begin + size);
  }

  uint32_t name(const TypeSlice& from, uint32_t offset) {
    const auto [entry, fresh] = nameOffsets.try_emplace(offset, names.size());
    if (fresh) {
      names += from.name(offset);
      names += '\0';
    }
    return entry->second;
  }
};

std::vector<uint8_t> TypeSlice::bytes() {
  Writer to;
  to.ids.resize(parts_.size());
  uint32_t kept = 0;
  for (uint32_t id = 1; id < parts_.size(); id++) {
    if (parts_[id]) to.ids[id] = ++kept;
  }
  for (uint32_t id = 1; id < parts_.size(); id++) {
    if (!parts_[id]) continue;
    const btf_type* from = type(id);
    const uint32_t kind = btf_kind(from);
    const bool composite = kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION;
    btf_type head = *from;
    head.name_off = to.name(*this, from->name_off);
    // Only the size of it is asked for.
    if (composite && !(parts_[id] & members)) head.info &= ~0x8000ffffu;
    if (refers(kind)) head.type = kind == BTF_KIND_PTR && !(parts_[id] & pointees) ? 0 : to.ids[from->type];
    to.put(&head, sizeof head);
    const auto [count, typed] = elements(kind);
    if (count == 0) {
      const size_t at = to.types.size();
      to.put(from + 1, extraBytes(from));
      auto* array = reinterpret_cast<struct btf_array*>(to.types.data() + at);
      if (kind == BTF_KIND_ARRAY) array->type = to.ids[array->type], array->index_type = to.ids[array->index_type];
    }
    for (uint32_t i = 0; i < btf_vlen(&head) * count; i += count) {
      uint32_t element[3];
      std::copy_n(words(from) + i, count, element);
      element[0] = to.name(*this, element[0]);
      if (typed) element[1] = to.ids[element[1]];
      to.put(element, count * sizeof(uint32_t));
    }
  }
  btf_header header{};
  header.magic = BTF_MAGIC;
  header.version = BTF_VERSION;
  header.hdr_len = sizeof header;
  header.type_len = static_cast<uint32_t>(to.types.size());
  header.str_off = header.type_len;
  header.str_len = static_cast<uint32_t>(to.names.size());
  const auto* head = reinterpret_cast<const uint8_t*>(&header);
  std::vector<uint8_t> result(head, head + sizeof header);
  result.reserve(sizeof header + to.types.size() + to.names.size());
  result.insert(result.end(), to.types.begin(), to.types.end());
  result.insert(result.end(), to.names.begin(), to.names.end());
  return result;
}
