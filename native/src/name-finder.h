// Finds out quickly, of many types, which have one of some names.
#pragma once
#include <bitset>

#include "btf-view.h"
#include "type-names.h"

class NameFinder {
 public:
  using Entry = NamedKinds::value_type;

  // `names` must stay.
  explicit NameFinder(const NamedKinds& names) : names_(names) {
    for (const auto& [name, kinds] : names) {
      beginnings_.set(beginning(name.c_str()));
      kinds_ |= kinds;
    }
    if (kinds_ & kindBit(BTF_KIND_ENUM)) kinds_ |= 1u << BTF_KIND_ENUM64;
  }

  // The entry that a type of `types` has by its kind and name, in any flavour; null for none. Most are done with here.
  const Entry* find(const btf_type* type, const BtfView& types) const {
    if (!(kinds_ >> btf_kind(type) & 1)) return nullptr;
    const char* name = types.name(type->name_off);
    return beginnings_[beginning(name)] ? look(type, name) : nullptr;
  }

 private:
  // Its first two characters; no name is empty that is looked for.
  static uint16_t beginning(const char* name) {
    return static_cast<uint16_t>(static_cast<uint8_t>(name[0]) << 8 | (name[0] ? static_cast<uint8_t>(name[1]) : 0));
  }

  [[gnu::noinline]] const Entry* look(const btf_type* type, const char* name) const {
    const auto found = names_.find(withoutFlavour(name));
    return found != names_.end() && found->second & kindBit(btf_kind(type)) ? &*found : nullptr;
  }

  const NamedKinds& names_;
  std::bitset<1 << 16> beginnings_;
  uint32_t kinds_ = 0;
};
