// A program of an object: `bpf_program`.
#pragma once
#include "object.h"

class Program {
 public:
  static constexpr ClassKind kind = ClassKind::program;
  static constexpr napi_type_tag tag = {0x6263632d74730001, 2};
  static constexpr const char* className = "BpfProgram";
  static void define(Napi::Env env, Napi::Object exports);

  Program(std::shared_ptr<ObjectState> object, bpf_program* program) : object_(std::move(object)), program_(program) {}

  Napi::Value name(Arguments& args);
  Napi::Value section(Arguments& args);
  Napi::Value type(Arguments& args);
  Napi::Value setType(Arguments& args);
  Napi::Value expectedAttachType(Arguments& args);
  Napi::Value setExpectedAttachType(Arguments& args);
  Napi::Value autoload(Arguments& args);
  Napi::Value setAutoload(Arguments& args);
  Napi::Value flags(Arguments& args);
  Napi::Value setFlags(Arguments& args);
  Napi::Value fd(Arguments& args);
  Napi::Value log(Arguments& args);
  Napi::Value instructions(Arguments& args);
  Napi::Value missed(Arguments& args);
  Napi::Value setAttachTarget(Arguments& args);
  Napi::Value testRun(Arguments& args);

  // program-attach.cc
  Napi::Value attach(Arguments& args);
  Napi::Value attachKprobe(Arguments& args);
  Napi::Value attachKprobeMulti(Arguments& args);
  Napi::Value attachUprobe(Arguments& args);
  Napi::Value attachUprobeMulti(Arguments& args);
  Napi::Value attachCopy(Arguments& args);
  Napi::Value attachUsdt(Arguments& args);
  Napi::Value attachTracepoint(Arguments& args);
  Napi::Value attachRawTracepoint(Arguments& args);
  Napi::Value attachTrace(Arguments& args);
  Napi::Value attachLsm(Arguments& args);
  Napi::Value attachPerfEvent(Arguments& args);
  Napi::Value attachXdp(Arguments& args);
  Napi::Value attachCgroup(Arguments& args);
  Napi::Value attachIterator(Arguments& args);

 private:
  // The program while its object is open; `user` is the function named in the error when it is not.
  bpf_program* open(const char* user) const;
  // The same once loaded.
  bpf_program* loaded(const char* user) const;
  // The same while settings can still be changed.
  bpf_program* unloaded(const char* user) const;
  Napi::Value linked(Napi::Env env, bpf_link* link, const char* call);

  std::shared_ptr<ObjectState> object_;
  bpf_program* program_;
};
