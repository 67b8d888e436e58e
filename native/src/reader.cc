#include "reader.h"

Reader::~Reader() {
  if (poller_) poller_->close();
}

void Reader::constructed(Napi::Object self) {
  poller_ = Poller::open(self.Env(), epollFd(), [this] { return onReadable(); });
  context_ = std::make_unique<Napi::AsyncContext>(self.Env(), "bpf");
  self_ = Napi::Persistent(self);
  poller_->start();
}

bool Reader::onReadable() {
  Napi::Env env = self_.Env();
  try {
    const Napi::HandleScope scope(env);
    const Napi::Value keep = self_.Value();
    try {
      const bool more = read(Batch::maxRecords);
      batch_.deliver(context_.get());
      if (poller_) report(context_.get());
      return more && poller_ && !keep.IsEmpty();
    } catch (const SystemError& failure) {
      poller_->stop();
      napi_fatal_exception(env, toJavaScript(env, failure).Value());
    } catch (const Napi::Error& error) {
      napi_fatal_exception(env, error.Value());
      // The exception may be handled; the records left behind still come.
      return poller_ != nullptr;
    }
  } catch (const Napi::Error&) {
    // The environment is ending and runs no JavaScript any more.
    if (poller_) poller_->stop();
  }
  return false;
}

void Reader::needOpen(const char* user) const {
  if (!poller_) throw SystemError{EBADF, user};
}

Napi::Value Reader::pause(Arguments& args) {
  needOpen("uv_poll_stop");
  poller_->stop();
  return args.env().Undefined();
}

Napi::Value Reader::resume(Arguments& args) {
  needOpen("uv_poll_start");
  poller_->start();
  return args.env().Undefined();
}

Napi::Value Reader::consume(Arguments& args) {
  constexpr auto call = "consume";
  needOpen(call);
  if (batch_.delivering()) throw SystemError{EBUSY, call};
  const uint32_t limit = std::min(args.at(0, "limit").uint32Or(Batch::maxRecords), Batch::maxRecords);
  if (limit > 0) read(limit);
  const uint32_t count = batch_.count();
  batch_.deliver(nullptr);
  if (poller_) report(nullptr);
  return Napi::Number::New(args.env(), count);
}

Napi::Value Reader::fd(Arguments& args) {
  needOpen("epoll_create1");
  return Napi::Number::New(args.env(), epollFd());
}

Napi::Value Reader::ref(Arguments& args) {
  needOpen("uv_ref");
  poller_->ref();
  return args.env().Undefined();
}

Napi::Value Reader::unref(Arguments& args) {
  needOpen("uv_unref");
  poller_->unref();
  return args.env().Undefined();
}

Napi::Value Reader::close(Arguments& args) {
  if (poller_) {
    poller_->close();
    poller_.reset();
    release();
    self_.Reset();
  }
  return args.env().Undefined();
}
