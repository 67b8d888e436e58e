#include "ring-reader.h"

#include <sys/epoll.h>

#include <cerrno>

std::unique_ptr<RingReader> RingReader::make(Arguments& args) {
  const Argument mapFds = args.at(0, "mapFds");
  const std::vector<int> fds = mapFds.descriptors();
  if (fds.empty()) mapFds.wrong("at least one file descriptor");
  return std::make_unique<RingReader>(args.env(), args.at(1, "onBatch").function(), fds);
}

RingReader::RingReader(Napi::Env env, Napi::Function receiver, const std::vector<int>& mapFds)
    : Reader(env, receiver) {
  epoll_.emplace(epoll_create1(EPOLL_CLOEXEC));
  if (*epoll_ < 0) throw SystemError{errno, "epoll_create1"};
  for (const int fd : mapFds) {
    rings_.push_back(std::make_unique<MappedRing>(fd));
    epoll_event event{};
    event.events = EPOLLIN;
    if (epoll_ctl(*epoll_, EPOLL_CTL_ADD, fd, &event) != 0) throw SystemError{errno, "epoll_ctl"};
  }
}

bool RingReader::read(uint32_t limit) {
  for (size_t i = 0; i < rings_.size(); i++) {
    const size_t index = (first_ + i) % rings_.size();
    const bool full = rings_[index]->read([&](MappedRing::Bytes record, MappedRing::Bytes rest) {
      batch_.add(record, rest);
      return !batch_.full(limit);
    });
    if (full) {
      first_ = (index + 1) % rings_.size();
      return true;
    }
  }
  return false;
}

void RingReader::release() {
  epoll_.reset();
  rings_.clear();
}

void RingReader::define(Napi::Env env, Napi::Object exports) {
  using R = RingReader;
  using H = Handle<RingReader>;
  H::define(env, exports,
            {H::method_<&R::pause>("pause"), H::method_<&R::resume>("resume"), H::method_<&R::consume>("consume"),
             H::getter_<&R::fd>("fd"), H::method_<&R::ref>("ref"), H::method_<&R::unref>("unref"), H::method_<&R::close>("close")});
}
