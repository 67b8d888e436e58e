// Watches a descriptor on the environment's event loop.
#pragma once
#include <napi.h>
#include <uv.h>

#include <functional>
#include <memory>

// Stays in memory until the loop has let go of its handles, whatever its owner does. When the environment ends first,
// as a worker thread's does, it closes by itself.
class Poller {
 public:
  // `drain` reads a bounded amount and says whether more is waiting; then it is called again on the next turn of the
  // loop, after signals and other input had theirs.
  static std::shared_ptr<Poller> open(Napi::Env env, int fd, std::function<bool()> drain);
  void start();
  void stop();
  void ref();
  void unref();
  void close();

 private:
  explicit Poller(std::function<bool()> drain) : drain_(std::move(drain)) {}
  static void onReadable(uv_poll_t* handle, int status, int events);
  static void onIdle(uv_idle_t* handle);
  static void onClosed(uv_handle_t* handle);
  static void onEnvironmentEnd(napi_async_cleanup_hook_handle hook, void* poller);
  void run();

  uv_poll_t poll_;
  uv_idle_t idle_;
  std::function<bool()> drain_;
  napi_async_cleanup_hook_handle hook_ = nullptr;
  bool started_ = false;
  // Turns of the loop in which to read whatever the descriptor says.
  int unasked_ = 0;
  bool closing_ = false;
  int open_ = 0;
  std::shared_ptr<Poller> self_;
};
