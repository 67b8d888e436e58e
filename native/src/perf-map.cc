// The file in which a just-in-time compiler lists its functions: lines of `start size name`, both in hexadecimal.
#include <map>
#include <string_view>
#include <vector>

#include "symbol-table.h"

namespace {

struct Line {
  uint64_t start;
  uint64_t size;
  std::string_view name;
};

bool takeNumber(std::string_view& text, uint64_t& number) {
  size_t at = text.starts_with("0x") ? 2 : 0;
  const size_t begin = at;
  number = 0;
  for (; at < text.size() && at - begin < 16; at++) {
    const char c = static_cast<char>(text[at] | 0x20);
    const int digit = c >= '0' && c <= '9' ? c - '0' : (c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1);
    if (digit < 0) break;
    number = number << 4 | static_cast<uint64_t>(digit);
  }
  if (at == begin || at >= text.size() || text[at] != ' ') return false;
  text.remove_prefix(at + 1);
  return true;
}

bool parse(std::string_view text, Line& line) {
  if (!takeNumber(text, line.start) || !takeNumber(text, line.size)) return false;
  line.name = text.substr(0, text.find('\0'));
  return !line.name.empty() && line.size != 0 && line.size <= UINT32_MAX && line.start <= UINT64_MAX - line.size;
}

}  // namespace

Napi::Value SymbolTable::fromPerfMap(Arguments& args) {
  const Bytes bytes = args.at(0, "text").bytes();
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  std::vector<Line> lines;
  // A line without its end is still being written.
  for (size_t begin = 0, end; (end = text.find('\n', begin)) != text.npos; begin = end + 1) {
    Line line;
    if (parse(text.substr(begin, end - begin), line)) lines.push_back(line);
  }
  // Memory is used again for other functions: what was written later hides what it overlaps.
  std::map<uint64_t, uint64_t> taken;
  auto table = std::make_unique<SymbolTable>();
  for (size_t i = lines.size(); i-- > 0;) {
    const Line& line = lines[i];
    const uint64_t end = line.start + line.size;
    auto next = taken.lower_bound(line.start);
    if (next != taken.end() && next->first < end) continue;
    if (next != taken.begin() && std::prev(next)->second > line.start) continue;
    taken.emplace(line.start, end);
    if (!table->add(line.start, line.size, line.name, {})) break;
  }
  table->settle();
  table->enclose();
  return Handle<SymbolTable>::adopt(args.env(), std::move(table));
}
