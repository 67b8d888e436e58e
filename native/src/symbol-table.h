// Named address ranges, packed: 16 bytes for each and one block of text for all names.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "handle.h"

enum class SymbolKind : uint8_t { function = 0, indirect = 1, label = 2, data = 3 };

struct Symbol {
  uint64_t address;
  uint32_t size;
  uint32_t name;  // where it begins in the names
};

// What decides which of several names for one address is shown, and where it came from.
struct SymbolTraits {
  SymbolKind kind = SymbolKind::function;
  uint8_t binding = 0;  // 0 global, 1 weak, 2 local
  uint16_t module = 0;  // index in the list of modules; 0: none
};

class SymbolTable {
 public:
  static constexpr ClassKind kind = ClassKind::symbolTable;
  static constexpr napi_type_tag tag = {0x6263632d74730001, 7};
  static constexpr const char* className = "SymbolTable";
  static constexpr uint32_t none = UINT32_MAX;
  static void define(Napi::Env env, Napi::Object exports);

  static Napi::Value fromElf(Arguments& args);
  static Napi::Value fromKallsyms(Arguments& args);
  static Napi::Value fromPerfMap(Arguments& args);

  Napi::Value length(Arguments& args);
  Napi::Value bytes(Arguments& args);
  Napi::Value find(Arguments& args);
  Napi::Value named(Arguments& args);
  Napi::Value name(Arguments& args);
  Napi::Value address(Arguments& args);
  Napi::Value size(Arguments& args);
  Napi::Value module(Arguments& args);
  Napi::Value slice(Arguments& args);
  Napi::Value close(Arguments& args);

  // Building: add everything, then settle() once.
  void reserve(size_t symbols, size_t text);
  // False when the table is full.
  bool add(uint64_t address, uint64_t size, std::string_view name, SymbolTraits traits);
  uint16_t moduleIndex(std::string_view name);
  size_t count() const { return symbols_.size(); }
  // Sorts, and works out what encloses what.
  void settle();
  // Gives symbols without a size the room up to the next one, but not beyond `limit(symbol)`.
  template <class Limit>
  void extend(Limit limit) {
    const size_t total = symbols_.size();
    for (size_t i = 0; i < total;) {
      size_t next = i;
      while (next < total && symbols_[next].address == symbols_[i].address) next++;
      const uint64_t end = next < total ? symbols_[next].address : UINT64_MAX;
      for (; i < next; i++) {
        if (symbols_[i].size != 0) continue;
        const uint64_t room = std::min(end, limit(i, next)) - symbols_[i].address;
        symbols_[i].size = room > UINT64_MAX / 2 ? 0 : static_cast<uint32_t>(std::min<uint64_t>(room, UINT32_MAX));
      }
    }
  }
  void enclose();
  uint32_t lookup(uint64_t address) const;

  std::string_view text(uint32_t index) const { return names_.data() + symbols_[index].name; }
  const std::vector<Symbol>& symbols() const { return symbols_; }
  const std::vector<SymbolTraits>& traits() const { return traits_; }

 private:
  uint32_t index(const Argument& argument) const;
  void open() const;
  void indexNames();
  bool better(uint32_t a, uint32_t b) const;

  std::vector<Symbol> symbols_;
  std::vector<SymbolTraits> traits_;
  std::vector<uint32_t> parents_;  // the nearest symbol that begins earlier and may reach further
  std::vector<uint32_t> buckets_;  // names to symbols, made when first needed
  std::vector<std::string> modules_{""};
  std::string names_;
  bool closed_ = false;
};
