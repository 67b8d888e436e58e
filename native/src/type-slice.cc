#include "type-slice.h"

#include <algorithm>
#include <map>
#include <string>

#include "name-finder.h"

namespace {

const uint32_t* words(const btf_type* type) { return reinterpret_cast<const uint32_t*>(type + 1); }

// Whether the head of a type names another one.
bool refers(uint32_t kind) {
  constexpr uint32_t kinds = 1u << BTF_KIND_PTR | 1u << BTF_KIND_TYPEDEF | 1u << BTF_KIND_CONST |
                             1u << BTF_KIND_VOLATILE | 1u << BTF_KIND_RESTRICT | 1u << BTF_KIND_TYPE_TAG |
                             1u << BTF_KIND_FUNC_PROTO;
  return kinds >> kind & 1;
}

// Names of targets with the bits of their kinds, exactly as they are.
NamedKinds namesOf(const std::vector<AttachTarget>& targets) {
  NamedKinds names;
  for (const AttachTarget& target : targets) names[std::string(withoutFlavour(target.name))] |= kindBit(target.kind);
  return names;
}

}  // namespace

const btf_type* TypeSlice::type(uint32_t id) const {
  return reinterpret_cast<const btf_type*>(all_.types().data() + starts_[id]);
}

std::optional<NamedKinds> TypeSlice::take(const NamedKinds& names, std::vector<AttachTarget>& targets) {
  const NamedKinds targetNames = namesOf(targets);
  const NameFinder wanted(names), targeted(targetNames);
  NamedKinds missing = names;
  std::vector<uint32_t> roots;
  starts_.reserve(all_.types().size() / sizeof(btf_type));
  const bool whole = all_.each([&](const btf_type* type, uint32_t start) {
    const auto id = static_cast<uint32_t>(starts_.size());
    starts_.push_back(start);
    if (const auto* entry = wanted.find(type, all_)) {
      missing[entry->first] &= ~kindBit(btf_kind(type));
      roots.push_back(id);
    }
    if (!targeted.find(type, all_)) return;
    for (AttachTarget& target : targets) {
      if (target.id == 0 && target.kind == btf_kind(type) && target.name == all_.name(type->name_off)) target.id = id;
    }
  });
  if (!whole) return std::nullopt;
  std::erase_if(missing, [](const auto& entry) { return entry.second == 0; });
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
  if (parts_[id] == 0) kept_.push_back(id);
  parts_[id] = more;
  pending_.push_back(id);
}

// A relocation walks through members that lie in the type itself. What is behind a member that is a pointer does not
// matter to it, but that a type of that name is a pointer to such a type, or to a function of such parameters, does.
void TypeSlice::follow(uint32_t id) {
  const btf_type* t = type(id);
  const uint8_t parts = parts_[id];
  const TypeShape shape = typeShapes[btf_kind(t)];
  for (uint32_t i = 0; shape.named && i < btf_vlen(t) * shape.words; i += shape.words) {
    if (!all_.hasName(words(t)[i])) damaged_ = true;
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

  uint32_t id(uint32_t of) const { return of < ids.size() ? ids[of] : 0; }

  void put(const void* bytes, size_t size) {
    const auto* begin = static_cast<const uint8_t*>(bytes);
    types.insert(types.end(), begin, begin + size);
  }

  uint32_t name(const TypeSlice& from, uint32_t offset) {
    const auto [entry, fresh] = nameOffsets.try_emplace(offset, static_cast<uint32_t>(names.size()));
    if (fresh) {
      names += from.all_.name(offset);
      names += '\0';
    }
    return entry->second;
  }
};

std::vector<uint8_t> TypeSlice::bytes() {
  Writer to;
  to.ids.resize(parts_.size());
  std::sort(kept_.begin(), kept_.end());
  for (uint32_t i = 0; i < kept_.size(); i++) to.ids[kept_[i]] = i + 1;
  for (const uint32_t id : kept_) {
    const btf_type* from = type(id);
    const uint32_t kind = btf_kind(from);
    const bool composite = kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION;
    btf_type head = *from;
    head.name_off = to.name(*this, from->name_off);
    // Only the size of it is asked for.
    if (composite && !(parts_[id] & members)) head.info &= ~0x8000ffffu;
    if (refers(kind)) head.type = kind == BTF_KIND_PTR && !(parts_[id] & pointees) ? 0 : to.id(from->type);
    to.put(&head, sizeof head);
    const TypeShape shape = typeShapes[kind];
    const size_t at = to.types.size();
    to.put(from + 1, shape.bytes);
    if (kind == BTF_KIND_ARRAY) {
      auto* array = reinterpret_cast<struct btf_array*>(to.types.data() + at);
      array->type = to.id(array->type), array->index_type = to.id(array->index_type);
    }
    for (uint32_t i = 0; i < btf_vlen(&head) * shape.words; i += shape.words) {
      uint32_t element[3];
      std::copy_n(words(from) + i, shape.words, element);
      if (shape.named) element[0] = to.name(*this, element[0]);
      if (shape.typed) element[1] = to.id(element[1]);
      to.put(element, shape.words * sizeof(uint32_t));
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
