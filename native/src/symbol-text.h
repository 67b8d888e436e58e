// What turns stored symbols into readable ones: C++ names, and symbol tables that are stored compressed.
#pragma once
#include "arguments.h"

namespace symbol_text {

Napi::Value demangle(Arguments& args);
Napi::Value decompressXz(Arguments& args);

}  // namespace symbol_text
