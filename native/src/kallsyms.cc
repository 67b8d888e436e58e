// /proc/kallsyms: lines of `ffffffff81000000 T name`, with a tab and `[module]` behind those of modules.
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "symbol-table.h"

namespace {

// Modules' last functions, and what the kernel generated, have no known end; no function is longer.
constexpr uint64_t longestFunction = 64 * 1024;

int hexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

SymbolTraits traitsOf(char type) {
  const char lower = static_cast<char>(type | 0x20);
  const bool weak = lower == 'w' || lower == 'v';
  const bool function = lower == 't' || type == 'w' || type == 'W' || lower == 'i';
  return {function ? SymbolKind::function : SymbolKind::data,
          static_cast<uint8_t>(weak ? 1 : (type >= 'a' ? 2 : 0)), 0};
}

void parseLine(SymbolTable& table, std::string_view line) {
  uint64_t address = 0;
  size_t at = 0;
  for (int digit; at < line.size() && at < 16 && (digit = hexDigit(line[at])) >= 0; at++) {
    address = address << 4 | static_cast<uint64_t>(digit);
  }
  if (at == 0 || line.size() < at + 4 || line[at] != ' ' || line[at + 2] != ' ') return;
  SymbolTraits traits = traitsOf(line[at + 1]);
  std::string_view name = line.substr(at + 3);
  if (const size_t tab = name.find('\t'); tab != name.npos) {
    std::string_view module = name.substr(tab + 1);
    name = name.substr(0, tab);
    if (module.size() > 2 && module.front() == '[' && module.back() == ']') {
      traits.module = table.moduleIndex(module.substr(1, module.size() - 2));
    }
  }
  // On some machines the assembler marks code and data within functions: $x, $d, .L12.
  if (!name.empty() && name[0] != '$' && !name.starts_with(".L")) table.add(address, 0, name, traits);
}

}  // namespace

Napi::Value SymbolTable::fromKallsyms(Arguments& args) {
  const int fd = args.at(0, "fd").int32();
  auto table = std::make_unique<SymbolTable>();
  std::vector<char> buffer(1 << 18);
  size_t kept = 0;
  for (;;) {
    const ssize_t got = read(fd, buffer.data() + kept, buffer.size() - kept);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw SystemError{errno, "read"};
    const std::string_view text(buffer.data(), kept + static_cast<size_t>(got));
    size_t begin = 0;
    for (size_t end; (end = text.find('\n', begin)) != text.npos; begin = end + 1) {
      parseLine(*table, text.substr(begin, end - begin));
    }
    kept = text.size() - begin;
    if (got == 0) {
      if (kept > 0) parseLine(*table, text.substr(begin));
      break;
    }
    // A line longer than the buffer is none of the kernel's.
    if (kept == buffer.size()) kept = 0;
    memmove(buffer.data(), text.data() + begin, kept);
  }
  table->settle();
  const SymbolTable& settled = *table;
  table->extend([&](size_t i, size_t next) {
    const uint64_t address = settled.symbols()[i].address;
    const bool same = next < settled.count() && settled.traits()[next].module == settled.traits()[i].module;
    return same || address > UINT64_MAX - longestFunction ? UINT64_MAX : address + longestFunction;
  });
  table->enclose();
  return Handle<SymbolTable>::adopt(args.env(), std::move(table));
}
