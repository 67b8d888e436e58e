#include "type-names.h"

#include <bpf/btf.h>
#include <gelf.h>
#include <linux/bpf.h>

#include <cstring>
#include <memory>

namespace {

// The head of a `.BTF.ext` section, as far as relocations need it.
struct ExtensionHeader {
  uint16_t magic;
  uint8_t version, flags;
  uint32_t headerLength, functionOffset, functionLength, lineOffset, lineLength, relocationOffset, relocationLength;
};

struct Sections {
  std::span<const uint8_t> types, extension;
};

Sections findSections(std::span<const uint8_t> image) {
  Sections found;
  elf_version(EV_CURRENT);
  const std::unique_ptr<Elf, int (*)(Elf*)> elf(
      elf_memory(reinterpret_cast<char*>(const_cast<uint8_t*>(image.data())), image.size()), elf_end);
  size_t names = 0;
  if (!elf || elf_getshdrstrndx(elf.get(), &names) != 0) return found;
  for (Elf_Scn* section = nullptr; (section = elf_nextscn(elf.get(), section));) {
    GElf_Shdr header;
    if (!gelf_getshdr(section, &header) || header.sh_offset + header.sh_size > image.size()) continue;
    const char* name = elf_strptr(elf.get(), names, header.sh_name);
    if (!name || header.sh_type == SHT_NOBITS) continue;
    if (strcmp(name, ".BTF") == 0) found.types = image.subspan(header.sh_offset, header.sh_size);
    if (strcmp(name, ".BTF.ext") == 0) found.extension = image.subspan(header.sh_offset, header.sh_size);
  }
  return found;
}

using Types = std::unique_ptr<btf, void (*)(btf*)>;

// Collects the name a relocation begins with. False where names are not enough.
bool collect(const btf* types, const bpf_core_relo& relocation, NamedKinds& names) {
  switch (relocation.kind) {
    case BPF_CORE_TYPE_ID_LOCAL:
      return true;
    case BPF_CORE_TYPE_ID_TARGET:
    case BPF_CORE_TYPE_MATCHES:
      return false;
    default: {
      const btf_type* type = btf__type_by_id(types, relocation.type_id);
      const std::string_view name = type ? btf__name_by_offset(types, type->name_off) : "";
      if (!name.empty()) names[std::string(withoutFlavour(name))] |= kindBit(btf_kind(type));
      return !name.empty();
    }
  }
}

}  // namespace

std::string_view withoutFlavour(std::string_view name) {
  for (size_t at = name.size(); at-- > 4;) {
    if (name[at] != '_' && name.substr(at - 3, 3) == "___" && name[at - 4] != '_') return name.substr(0, at - 3);
  }
  return name;
}

std::optional<NamedKinds> relocatedTypes(std::span<const uint8_t> image) {
  const auto [typeBytes, extension] = findSections(image);
  ExtensionHeader header{};
  if (typeBytes.empty()) return std::nullopt;
  if (extension.size() < sizeof header) return NamedKinds{};
  memcpy(&header, extension.data(), sizeof header);
  const size_t begin = size_t{header.headerLength} + header.relocationOffset, end = begin + header.relocationLength;
  if (header.magic != BTF_MAGIC || header.headerLength < sizeof header || end > extension.size()) return std::nullopt;

  const Types types(btf__new(typeBytes.data(), static_cast<uint32_t>(typeBytes.size())), btf__free);
  if (!types || btf__find_by_name_kind(types.get(), ".ksyms", BTF_KIND_DATASEC) > 0) return std::nullopt;
  NamedKinds names;
  uint32_t recordSize = 0;
  size_t at = begin;
  const auto take = [&](void* value, size_t size) {
    if (at + size > end) return false;
    memcpy(value, extension.data() + at, size);
    at += size;
    return true;
  };
  if (begin < end && !take(&recordSize, sizeof recordSize)) return std::nullopt;
  if (begin < end && recordSize < sizeof(bpf_core_relo)) return std::nullopt;
  while (at < end) {
    uint32_t section[2];
    if (!take(section, sizeof section)) return std::nullopt;
    for (uint32_t i = 0; i < section[1]; i++) {
      bpf_core_relo relocation;
      if (!take(&relocation, sizeof relocation) || !collect(types.get(), relocation, names)) return std::nullopt;
      at += recordSize - sizeof relocation;
    }
  }
  return names;
}

std::optional<std::vector<AttachTarget>> attachTargets(const bpf_object* object) {
  std::vector<AttachTarget> targets;
  bpf_program* program;
  bpf_object__for_each_program(program, object) {
    const bpf_prog_type type = bpf_program__type(program);
    if (type == BPF_PROG_TYPE_STRUCT_OPS) return std::nullopt;
    if (!bpf_program__autoload(program)) continue;
    if (type != BPF_PROG_TYPE_TRACING && type != BPF_PROG_TYPE_LSM) continue;
    const char* slash = strchr(bpf_program__section_name(program), '/');
    // `module:function`
    if (!slash || strchr(slash, ':')) return std::nullopt;
    const std::string name = slash + 1;
    switch (bpf_program__expected_attach_type(program)) {
      case BPF_TRACE_RAW_TP:
        targets.push_back({tracepointPrefix + name, BTF_KIND_TYPEDEF});
        break;
      case BPF_LSM_MAC:
      case BPF_LSM_CGROUP:
        targets.push_back({"bpf_lsm_" + name, BTF_KIND_FUNC});
        break;
      case BPF_TRACE_ITER:
        targets.push_back({"bpf_iter_" + name, BTF_KIND_FUNC});
        break;
      default:
        targets.push_back({name, BTF_KIND_FUNC});
    }
  }
  return targets;
}
