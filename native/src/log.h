// libbpf's log. Lines are kept while libbpf runs and handed to JavaScript afterwards, since the receiver may call back.
#pragma once
#include <napi.h>

#include <map>
#include <string>

#include "arguments.h"

namespace bpf_log {

Napi::Value setSink(Arguments& args);

// Hands the kept lines over.
void deliver(Napi::Env env);

// Verifier logs printed since the last call, by program name.
std::map<std::string, std::string> takeVerifierLogs();

// Directs libbpf's output here. Once per process.
void install();

}  // namespace bpf_log
