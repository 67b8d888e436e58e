// What ring and perf buffers have in common: a descriptor that says when, and a batch that is handed over.
#pragma once
#include <memory>

#include "batch.h"
#include "handle.h"
#include "poller.h"

// Open readers are held by the event loop, as sockets are, until `close`.
class Reader {
 public:
  virtual ~Reader();
  void constructed(Napi::Object self);

  Napi::Value pause(Arguments& args);
  Napi::Value resume(Arguments& args);
  Napi::Value consume(Arguments& args);
  Napi::Value fd(Arguments& args);
  Napi::Value ref(Arguments& args);
  Napi::Value unref(Arguments& args);
  Napi::Value close(Arguments& args);

 protected:
  Reader(Napi::Env env, Napi::Function receiver) : batch_(env, receiver) {}
  virtual int epollFd() const = 0;
  // Moves records into the batch until it is full. Returns true when records were left behind.
  virtual bool read(uint32_t limit) = 0;
  // Called with each batch, for what comes beside the records.
  virtual void report(Napi::AsyncContext*) {}
  virtual void release() = 0;

  Batch batch_;

 private:
  bool onReadable();
  void needOpen(const char* user) const;

  std::shared_ptr<Poller> poller_;
  std::unique_ptr<Napi::AsyncContext> context_;
  Napi::ObjectReference self_;
};
