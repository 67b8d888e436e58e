// Failures of system calls and of libbpf, and how they become JavaScript errors.
#pragma once
#include <napi.h>

// Thrown below the boundary; turned into a NativeError before JavaScript sees it.
struct SystemError {
  int error;  // positive errno, or libbpf's own numbers from 4000 on
  const char* call;
};

// Thrown for a wrong argument; becomes a TypeError.
struct ArgumentError {
  std::string message;
};

// Passes a result through; a negative one is thrown as the errno it stands for.
inline long check(long result, const char* call) {
  if (result < 0) throw SystemError{static_cast<int>(-result), call};
  return result;
}

Napi::Error toJavaScript(Napi::Env env, const SystemError& failure);

// "ENOENT" for 2; "LIBBPF_FORMAT" and the like for libbpf's own; "E123" for an unknown one.
std::string errorName(int error);
