// The functions in the symbol tables of an ELF file. The caller has read the file; nothing here trusts what is in it.
#include <elf.h>

#include <algorithm>
#include <cstring>

#include "symbol-table.h"

namespace {

struct Source {
  Bytes symbols;
  Bytes names;
  std::vector<uint64_t> sections;  // begin, end for each section; 0, 0 for one without code
  uint64_t bias;
  bool arm;
};

// Marks in the middle of code, no names: $x, $d, $a, $t, as `$x` or `$x.12`, and what tools leave (.L1, .annobin_…).
bool isMappingSymbol(std::string_view name) { return name[0] == '$' || name[0] == '.'; }

template <class Format>
void collect(SymbolTable& table, const Source& source) {
  const size_t count = source.symbols.size() / sizeof(Format);
  const size_t sectionCount = source.sections.size() / 2;
  const auto* text = reinterpret_cast<const char*>(source.names.data());
  for (size_t i = 0; i < count; i++) {
    Format symbol;
    memcpy(&symbol, source.symbols.data() + i * sizeof(Format), sizeof(Format));
    const unsigned type = symbol.st_info & 0xf;
    const bool function = type == STT_FUNC || type == STT_GNU_IFUNC;
    if ((!function && type != STT_NOTYPE) || symbol.st_shndx == SHN_UNDEF) continue;
    // Without section numbers, as in a file without sections, only what calls itself a function is taken.
    const bool located = symbol.st_shndx < sectionCount;
    if (!function && (!located || source.sections[symbol.st_shndx * 2 + 1] == 0)) continue;
    if (symbol.st_shndx >= SHN_LORESERVE && symbol.st_shndx != SHN_XINDEX) continue;
    if (symbol.st_name >= source.names.size()) continue;
    const char* begin = text + symbol.st_name;
    size_t length = strnlen(begin, source.names.size() - symbol.st_name);
    std::string_view name(begin, length);
    if (name.empty() || (!function && isMappingSymbol(name))) continue;
    // The version after an @ is not part of what a programmer calls it.
    if (const size_t version = name.find('@'); version != name.npos && version > 0) name = name.substr(0, version);
    uint64_t address = symbol.st_value;
    if (source.arm && function) address &= ~uint64_t{1};
    const unsigned binding = symbol.st_info >> 4;
    const SymbolTraits traits{
        type == STT_GNU_IFUNC ? SymbolKind::indirect : (function ? SymbolKind::function : SymbolKind::label),
        static_cast<uint8_t>(binding == STB_LOCAL ? 2 : (binding == STB_WEAK ? 1 : 0)), 0};
    if (!table.add(address + source.bias, symbol.st_size, name, traits)) break;
  }
}

}  // namespace

Napi::Value SymbolTable::fromElf(Arguments& args) {
  const uint32_t bits = args.at(0, "bits").uint32();
  if (bits != 32 && bits != 64) args.at(0, "bits").wrong("32 or 64");
  const bool arm = args.at(1, "machine").uint32() == EM_ARM;
  auto table = std::make_unique<SymbolTable>();
  std::vector<std::pair<uint64_t, uint64_t>> code;
  for (size_t i = 2; args.at(i, "tables").given(); i++) {
    const Argument given = args.at(i, "tables");
    Source source{given["symbols"].bytes(), given["names"].bytes(), given["sections"].bigints(),
                  given["bias"].bigint(), arm};
    const size_t entry = bits == 64 ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym);
    if (i == 2) table->reserve(source.symbols.size() / entry, source.names.size());
    if (bits == 64) {
      collect<Elf64_Sym>(*table, source);
    } else {
      collect<Elf32_Sym>(*table, source);
    }
    for (size_t s = 0; s + 1 < source.sections.size(); s += 2) {
      if (source.sections[s + 1] > source.sections[s]) {
        code.emplace_back(source.sections[s] + source.bias, source.sections[s + 1] + source.bias);
      }
    }
  }
  std::sort(code.begin(), code.end());
  table->settle();
  table->enclose();
  // What lies in a function with a size is that function's; elsewhere a symbol without size reaches to the next one,
  // within its section.
  const SymbolTable& settled = *table;
  std::vector<bool> inside(settled.count());
  for (uint32_t i = 0; i < settled.count(); i++) {
    inside[i] = settled.symbols()[i].size == 0 && settled.lookup(settled.symbols()[i].address) != none;
  }
  table->extend([&](size_t i, size_t) {
    const uint64_t address = settled.symbols()[i].address;
    if (inside[i]) return address;
    auto section = std::upper_bound(code.begin(), code.end(), std::pair{address, UINT64_MAX});
    return section != code.begin() && address < std::prev(section)->second ? std::prev(section)->second : address;
  });
  table->enclose();
  return Handle<SymbolTable>::adopt(args.env(), std::move(table));
}
