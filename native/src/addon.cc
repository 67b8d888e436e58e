// Entry point: what `native.d.ts` declares, for one environment.
#include "addon-data.h"
#include "handle.h"
#include "kernel-types.h"
#include "link.h"
#include "log.h"
#include "map.h"
#include "network-interface.h"
#include "object.h"
#include "perf-reader.h"
#include "program.h"
#include "ring-reader.h"
#include "sockets.h"
#include "symbol-table.h"
#include "symbol-text.h"
#include "system.h"

template <Napi::Value (*Function)(Arguments&)>
static void exportFunction(Napi::Env env, Napi::Object exports, const char* name) {
  napi_value function = nullptr;
  if (napi_create_function(env, name, NAPI_AUTO_LENGTH, callFunction<Function>, nullptr, &function) != napi_ok) {
    throw Napi::Error::New(env);
  }
  exports.Set(name, Napi::Value(env, function));
}

static Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new AddonData());
  bpf_log::install();
  Object::define(env, exports);
  Program::define(env, exports);
  Link::define(env, exports);
  Map::define(env, exports);
  RingReader::define(env, exports);
  PerfReader::define(env, exports);
  SymbolTable::define(env, exports);
  exportFunction<bpf_log::setSink>(env, exports, "setLog");
  exportFunction<system_calls::libbpfVersion>(env, exports, "libbpfVersion");
  exportFunction<system_calls::possibleCpus>(env, exports, "possibleCpus");
  exportFunction<system_calls::supportsProgramType>(env, exports, "supportsProgramType");
  exportFunction<system_calls::supportsMapType>(env, exports, "supportsMapType");
  exportFunction<system_calls::supportsHelper>(env, exports, "supportsHelper");
  exportFunction<system_calls::supportsTrampolines>(env, exports, "supportsTrampolines");
  exportFunction<typedTargets>(env, exports, "typedTargets");
  exportFunction<system_calls::supportsKprobeMulti>(env, exports, "supportsKprobeMulti");
  exportFunction<symbol_text::demangle>(env, exports, "demangle");
  exportFunction<symbol_text::decompressXz>(env, exports, "decompressXz");
  exportFunction<system_calls::supportsUprobeMulti>(env, exports, "supportsUprobeMulti");
  exportFunction<system_calls::clockMonotonic>(env, exports, "clockMonotonic");
  exportFunction<system_calls::clockBoottime>(env, exports, "clockBoottime");
  exportFunction<system_calls::readerGone>(env, exports, "readerGone");
  exportFunction<system_calls::waitReadable>(env, exports, "waitReadable");
  exportFunction<system_calls::openPerfEvent>(env, exports, "openPerfEvent");
  exportFunction<network_interface::setXdp>(env, exports, "setXdp");
  exportFunction<network_interface::queryXdp>(env, exports, "queryXdp");
  exportFunction<network_interface::addTcFilter>(env, exports, "addTcFilter");
  exportFunction<network_interface::removeTcFilter>(env, exports, "removeTcFilter");
  exportFunction<sockets::openPacketSocket>(env, exports, "openPacketSocket");
  exportFunction<sockets::packetsLost>(env, exports, "packetsLost");
  exportFunction<sockets::attachToDescriptor>(env, exports, "attachToDescriptor");
  exportFunction<sockets::detachFromDescriptor>(env, exports, "detachFromDescriptor");
  exportFunction<system_calls::exitNow>(env, exports, "exitNow");
  return exports;
}

NODE_API_MODULE(bcc_ts, initialise)
