// What the addon keeps per JavaScript environment; a worker thread has an environment of its own.
#pragma once
#include <napi.h>

#include <array>

enum class ClassKind { object, program, link, map, ringReader, perfReader, symbolTable, count };

struct AddonData {
  // Constructors of the classes in the boundary.
  std::array<Napi::FunctionReference, static_cast<size_t>(ClassKind::count)> classes;
  // The native part that the constructor call under way wraps, when the addon itself made it.
  void* adopting = nullptr;
  // Receives libbpf's log.
  Napi::FunctionReference log;

  static AddonData& of(Napi::Env env) { return *env.GetInstanceData<AddonData>(); }
};
