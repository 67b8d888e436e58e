#include "symbol-table.h"

#include <algorithm>

// More than any kernel or program has; crafted files stop here.
static constexpr size_t maximumSymbols = 8'000'000;
static constexpr size_t maximumText = 1u << 29;
// How many enclosing symbols are tried for one address.
static constexpr int maximumDepth = 64;

void SymbolTable::reserve(size_t symbols, size_t text) {
  symbols_.reserve(std::min(symbols, maximumSymbols));
  traits_.reserve(std::min(symbols, maximumSymbols));
  names_.reserve(std::min(text, maximumText));
}

bool SymbolTable::add(uint64_t address, uint64_t size, std::string_view name, SymbolTraits traits) {
  if (symbols_.size() >= maximumSymbols || names_.size() + name.size() >= maximumText) return false;
  symbols_.push_back({address, static_cast<uint32_t>(std::min<uint64_t>(size, UINT32_MAX)),
                      static_cast<uint32_t>(names_.size())});
  traits_.push_back(traits);
  names_.append(name).push_back('\0');
  return true;
}

uint16_t SymbolTable::moduleIndex(std::string_view name) {
  // Symbols of one module follow each other.
  for (size_t i = modules_.size(); i-- > 0;) {
    if (modules_[i] == name) return static_cast<uint16_t>(i);
  }
  if (modules_.size() >= UINT16_MAX) return 0;
  modules_.emplace_back(name);
  return static_cast<uint16_t>(modules_.size() - 1);
}

// Of several names for one address: functions before labels and data, sized ones first, then global before weak before
// local, then the one with the fewest underscores in front, the shortest, the alphabetically first.
bool SymbolTable::better(uint32_t a, uint32_t b) const {
  const SymbolTraits &left = traits_[a], &right = traits_[b];
  if ((left.kind >= SymbolKind::label) != (right.kind >= SymbolKind::label)) return left.kind < right.kind;
  if ((symbols_[a].size == 0) != (symbols_[b].size == 0)) return symbols_[b].size == 0;
  if (left.binding != right.binding) return left.binding < right.binding;
  const std::string_view one = text(a), other = text(b);
  const size_t first = one.find_first_not_of('_'), second = other.find_first_not_of('_');
  if (first != second) return first < second;
  if (one.size() != other.size()) return one.size() < other.size();
  if (one != other) return one < other;
  return a < b;
}

void SymbolTable::settle() {
  struct Place {
    uint64_t address;
    uint32_t index;
  };
  std::vector<Place> order(symbols_.size());
  for (uint32_t i = 0; i < order.size(); i++) order[i] = {symbols_[i].address, i};
  const auto before = [this](const Place& a, const Place& b) {
    return a.address != b.address ? a.address < b.address : better(a.index, b.index);
  };
  // Most tables, such as the kernel's, are nearly sorted.
  if (!std::is_sorted(order.begin(), order.end(), before)) std::sort(order.begin(), order.end(), before);
  std::vector<Symbol> symbols;
  std::vector<SymbolTraits> traits;
  symbols.reserve(order.size());
  traits.reserve(order.size());
  for (const auto [address, i] : order) {
    // The same function is often in two of the tables of a program.
    if (!symbols.empty() && symbols.back().address == address && traits.back().module == traits_[i].module &&
        symbols.back().size == symbols_[i].size && text(i) == names_.data() + symbols.back().name) {
      continue;
    }
    symbols.push_back(symbols_[i]);
    traits.push_back(traits_[i]);
  }
  symbols.shrink_to_fit();
  traits.shrink_to_fit();
  symbols_ = std::move(symbols);
  traits_ = std::move(traits);
  names_.shrink_to_fit();
}

void SymbolTable::enclose() {
  parents_.assign(symbols_.size(), none);
  std::vector<uint32_t> open;
  for (uint32_t i = 0; i < symbols_.size(); i++) {
    const uint64_t address = symbols_[i].address;
    while (!open.empty() && address - symbols_[open.back()].address >= symbols_[open.back()].size) open.pop_back();
    if (!open.empty()) parents_[i] = open.back();
    if (symbols_[i].size != 0) open.push_back(i);
  }
}

uint32_t SymbolTable::lookup(uint64_t address) const {
  auto after = std::upper_bound(symbols_.begin(), symbols_.end(), address,
                                [](uint64_t wanted, const Symbol& symbol) { return wanted < symbol.address; });
  if (after == symbols_.begin()) return none;
  const uint64_t nearest = std::prev(after)->address;
  auto begin = std::lower_bound(symbols_.begin(), after, nearest,
                                [](const Symbol& symbol, uint64_t wanted) { return symbol.address < wanted; });
  // The best name stands first, but a worse one may be the longer.
  const uint32_t first = static_cast<uint32_t>(begin - symbols_.begin());
  const uint32_t last = std::min(static_cast<uint32_t>(after - symbols_.begin()), first + maximumDepth);
  for (uint32_t i = first; i < last; i++) {
    if (address - symbols_[i].address < symbols_[i].size) return i;
  }
  uint32_t found = none;
  found = parents_[first];
  for (int depth = 0; found != none && depth < maximumDepth; depth++) {
    if (address - symbols_[found].address < symbols_[found].size) {
      for (int aliases = 0; aliases < maximumDepth && found > 0 &&
                            symbols_[found - 1].address == symbols_[found].address &&
                            address - symbols_[found - 1].address < symbols_[found - 1].size;
           aliases++) {
        found--;
      }
      return found;
    }
    found = parents_[found];
  }
  return none;
}

static size_t hashOf(std::string_view name) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : name) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3;
  return static_cast<size_t>(hash ^ (hash >> 32));
}

void SymbolTable::indexNames() {
  size_t slots = 16;
  while (slots < symbols_.size() * 2) slots *= 2;
  buckets_.assign(slots, none);
  // Equal names lie in a row in the order of their addresses; a limit keeps crafted tables from squaring the time.
  for (uint32_t i = 0; i < symbols_.size(); i++) {
    size_t slot = hashOf(text(i)) & (slots - 1);
    for (int tries = 0; buckets_[slot] != none && tries < 1024; tries++) slot = (slot + 1) & (slots - 1);
    if (buckets_[slot] == none) buckets_[slot] = i;
  }
}

void SymbolTable::open() const {
  if (closed_) throw SystemError{EBADF, "SymbolTable"};
}

uint32_t SymbolTable::index(const Argument& argument) const {
  open();
  const uint32_t value = argument.uint32();
  if (value >= symbols_.size()) argument.wrong("the index of a symbol");
  return value;
}

Napi::Value SymbolTable::length(Arguments& args) {
  return Napi::Number::New(args.env(), static_cast<double>(symbols_.size()));
}

Napi::Value SymbolTable::bytes(Arguments& args) {
  const size_t total = symbols_.capacity() * sizeof(Symbol) + traits_.capacity() * sizeof(SymbolTraits) +
                       (parents_.capacity() + buckets_.capacity()) * sizeof(uint32_t) + names_.capacity();
  return Napi::Number::New(args.env(), static_cast<double>(total));
}

Napi::Value SymbolTable::find(Arguments& args) {
  open();
  const uint32_t found = lookup(args.at(0, "address").bigint());
  return Napi::Number::New(args.env(), found == none ? -1 : static_cast<double>(found));
}

Napi::Value SymbolTable::named(Arguments& args) {
  open();
  const std::string wanted = args.at(0, "name").string();
  if (buckets_.empty()) indexNames();
  Napi::Array found = Napi::Array::New(args.env());
  uint32_t count = 0;
  size_t slot = hashOf(wanted) & (buckets_.size() - 1);
  for (int tries = 0; buckets_[slot] != none && tries <= 1024; tries++) {
    if (text(buckets_[slot]) == wanted) found.Set(count++, Napi::Number::New(args.env(), buckets_[slot]));
    slot = (slot + 1) & (buckets_.size() - 1);
  }
  return found;
}

Napi::Value SymbolTable::name(Arguments& args) {
  const std::string_view found = text(index(args.at(0, "index")));
  return Napi::String::New(args.env(), found.data(), found.size());
}

Napi::Value SymbolTable::address(Arguments& args) {
  return Napi::BigInt::New(args.env(), symbols_[index(args.at(0, "index"))].address);
}

Napi::Value SymbolTable::size(Arguments& args) {
  return Napi::Number::New(args.env(), symbols_[index(args.at(0, "index"))].size);
}

Napi::Value SymbolTable::module(Arguments& args) {
  const uint16_t found = traits_[index(args.at(0, "index"))].module;
  if (found == 0) return args.env().Undefined();
  return Napi::String::New(args.env(), modules_[found]);
}

Napi::Value SymbolTable::slice(Arguments& args) {
  open();
  const Napi::Env env = args.env();
  const size_t from = std::min<size_t>(args.at(0, "from").uint32(), symbols_.size());
  const size_t count = std::min<size_t>(args.at(1, "count").uint32(), symbols_.size() - from);
  auto addresses = Napi::BigUint64Array::New(env, count);
  auto sizes = Napi::Uint32Array::New(env, count);
  auto kinds = Napi::Uint8Array::New(env, count);
  auto modules = Napi::Uint16Array::New(env, count);
  std::string names;
  for (size_t i = 0; i < count; i++) {
    const uint32_t at = static_cast<uint32_t>(from + i);
    addresses[i] = symbols_[at].address;
    sizes[i] = symbols_[at].size;
    kinds[i] = static_cast<uint8_t>(traits_[at].kind);
    modules[i] = traits_[at].module;
    if (i) names.push_back('\0');
    names.append(text(at));
  }
  Napi::Array moduleNames = Napi::Array::New(env, modules_.size());
  for (uint32_t i = 0; i < modules_.size(); i++) moduleNames.Set(i, Napi::String::New(env, modules_[i]));
  Napi::Object result = Napi::Object::New(env);
  result["addresses"] = addresses;
  result["sizes"] = sizes;
  result["kinds"] = kinds;
  result["modules"] = modules;
  result["names"] = Napi::String::New(env, names);
  result["moduleNames"] = moduleNames;
  return result;
}

Napi::Value SymbolTable::close(Arguments& args) {
  closed_ = true;
  symbols_ = {};
  traits_ = {};
  parents_ = {};
  buckets_ = {};
  names_ = {};
  return args.env().Undefined();
}

void SymbolTable::define(Napi::Env env, Napi::Object exports) {
  using H = Handle<SymbolTable>;
  H::define(env, exports,
            {H::static_<&SymbolTable::fromElf>("fromElf"), H::static_<&SymbolTable::fromKallsyms>("fromKallsyms"),
             H::static_<&SymbolTable::fromPerfMap>("fromPerfMap"), H::getter_<&SymbolTable::length>("length"),
             H::getter_<&SymbolTable::bytes>("bytes"), H::method_<&SymbolTable::find>("find"),
             H::method_<&SymbolTable::named>("named"), H::method_<&SymbolTable::name>("name"),
             H::method_<&SymbolTable::address>("address"), H::method_<&SymbolTable::size>("size"),
             H::method_<&SymbolTable::module>("module"), H::method_<&SymbolTable::slice>("slice"),
             H::method_<&SymbolTable::close>("close")});
}
