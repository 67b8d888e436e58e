#include "poller.h"

#include "errors.h"

std::shared_ptr<Poller> Poller::open(Napi::Env env, int fd, std::function<bool()> drain) {
  uv_loop_t* loop = nullptr;
  if (napi_get_uv_event_loop(env, &loop) != napi_ok) throw Napi::Error::New(env);
  auto poller = std::shared_ptr<Poller>(new Poller(std::move(drain)));
  check(uv_poll_init(loop, &poller->poll_, fd), "uv_poll_init");
  uv_idle_init(loop, &poller->idle_);
  poller->poll_.data = poller->idle_.data = poller.get();
  poller->open_ = 2;
  napi_add_async_cleanup_hook(env, onEnvironmentEnd, poller.get(), &poller->hook_);
  poller->self_ = poller;
  return poller;
}

void Poller::start() {
  if (started_ || closing_) return;
  check(uv_poll_start(&poll_, UV_READABLE, onReadable), "uv_poll_start");
  started_ = true;
  // A perf event says only once that it has something, and epoll asks once when the descriptor is added, which is after
  // the idle handles of this turn: what came before would wait for the next event. So read without being told, before
  // and after.
  unasked_ = 2;
  uv_idle_start(&idle_, onIdle);
}

void Poller::stop() {
  if (closing_) return;
  uv_poll_stop(&poll_);
  uv_idle_stop(&idle_);
  started_ = false;
}

void Poller::ref() {
  if (closing_) return;
  uv_ref(reinterpret_cast<uv_handle_t*>(&poll_));
  uv_ref(reinterpret_cast<uv_handle_t*>(&idle_));
}

void Poller::unref() {
  if (closing_) return;
  uv_unref(reinterpret_cast<uv_handle_t*>(&poll_));
  uv_unref(reinterpret_cast<uv_handle_t*>(&idle_));
}

void Poller::close() {
  if (closing_) return;
  closing_ = true;
  drain_ = nullptr;
  uv_close(reinterpret_cast<uv_handle_t*>(&poll_), onClosed);
  uv_close(reinterpret_cast<uv_handle_t*>(&idle_), onClosed);
}

void Poller::onClosed(uv_handle_t* handle) {
  auto* poller = static_cast<Poller*>(handle->data);
  if (--poller->open_ > 0) return;
  if (poller->hook_) napi_remove_async_cleanup_hook(poller->hook_);
  poller->self_.reset();
}

void Poller::onEnvironmentEnd(napi_async_cleanup_hook_handle, void* poller) { static_cast<Poller*>(poller)->close(); }

void Poller::onReadable(uv_poll_t* handle, int, int) { static_cast<Poller*>(handle->data)->run(); }

void Poller::onIdle(uv_idle_t* handle) { static_cast<Poller*>(handle->data)->run(); }

void Poller::run() {
  // The copy stays when `drain` closes this poller.
  const auto drain = drain_;
  const bool more = drain && drain();
  if (!started_ || closing_) return;
  if (unasked_ > 0) unasked_--;
  if (more || unasked_ > 0) {
    uv_idle_start(&idle_, onIdle);
  } else {
    uv_idle_stop(&idle_);
  }
}
