// What is asked of the system and of libbpf as a whole.
#pragma once
#include "arguments.h"

namespace system_calls {

Napi::Value libbpfVersion(Arguments& args);
Napi::Value possibleCpus(Arguments& args);
Napi::Value supportsProgramType(Arguments& args);
Napi::Value supportsMapType(Arguments& args);
Napi::Value supportsHelper(Arguments& args);
Napi::Value supportsTrampolines(Arguments& args);
Napi::Value supportsKprobeMulti(Arguments& args);
Napi::Value supportsUprobeMulti(Arguments& args);
Napi::Value clockMonotonic(Arguments& args);
Napi::Value clockBoottime(Arguments& args);
Napi::Value readerGone(Arguments& args);
Napi::Value waitReadable(Arguments& args);
Napi::Value openPerfEvent(Arguments& args);
Napi::Value exitNow(Arguments& args);

}  // namespace system_calls
