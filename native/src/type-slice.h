// A small part of a large collection of types (BTF): those of some names, and what their layout depends on.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "btf-view.h"
#include "type-names.h"

class TypeSlice {
 public:
  explicit TypeSlice(const BtfView& all) : all_(all) {}

  // Takes in the types of these names, in all flavours, and finds the targets' ids. Everything in one pass, as there
  // are a hundred thousand. Gives the names that are missing; nothing where a target is, or `all` is not what it should
  // be.
  std::optional<NamedKinds> take(const NamedKinds& names, std::vector<AttachTarget>& targets);

  // What was taken, as BTF of its own. Ids differ from those in `all`.
  std::vector<uint8_t> bytes();

 private:
  // What is kept of a type, beside that there is one.
  enum Part : uint8_t { present = 1, members = 2, pointees = 4 };
  struct Writer;

  const btf_type* type(uint32_t id) const;
  void want(uint32_t id, uint8_t parts);
  void follow(uint32_t id);

  const BtfView& all_;
  // Where each type begins; there is none with the number 0.
  std::vector<uint32_t> starts_{0};
  std::vector<uint8_t> parts_;
  // The numbers of those with parts, and of those whose parts are to be looked at.
  std::vector<uint32_t> kept_, pending_;
  // Whether something that was taken refers to what is not there.
  bool damaged_ = false;
};
