#include "sockets.h"

#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "errors.h"

namespace sockets {

static long checkErrno(long result, const char* call) { return check(result < 0 ? -errno : result, call); }

Napi::Value openPacketSocket(Arguments& args) {
  sockaddr_ll address = {};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = args.at(0, "ifindex").int32();
  const int program = args.at(1, "programFd").int32();
  // Without a protocol nothing comes in until it is bound, and so nothing that the program has not seen.
  const int fd = static_cast<int>(checkErrno(socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket"));
  try {
    checkErrno(setsockopt(fd, SOL_SOCKET, SO_ATTACH_BPF, &program, sizeof(program)), "setsockopt");
    checkErrno(bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), "bind");
  } catch (...) {
    close(fd);
    throw;
  }
  return Napi::Number::New(args.env(), fd);
}

Napi::Value packetsLost(Arguments& args) {
  tpacket_stats stats = {};
  socklen_t length = sizeof(stats);
  checkErrno(getsockopt(args.at(0, "fd").int32(), SOL_PACKET, PACKET_STATISTICS, &stats, &length), "getsockopt");
  return Napi::Number::New(args.env(), stats.tp_drops);
}

Napi::Value attachToDescriptor(Arguments& args) {
  const int program = args.at(0, "programFd").int32(), target = args.at(1, "targetFd").int32();
  const auto type = static_cast<bpf_attach_type>(args.at(2, "attachType").uint32());
  check(bpf_prog_attach(program, target, type, args.at(3, "flags").uint32()), "bpf_prog_attach");
  return args.env().Undefined();
}

Napi::Value detachFromDescriptor(Arguments& args) {
  const int program = args.at(0, "programFd").int32(), target = args.at(1, "targetFd").int32();
  const auto type = static_cast<bpf_attach_type>(args.at(2, "attachType").uint32());
  check(bpf_prog_detach2(program, target, type), "bpf_prog_detach2");
  return args.env().Undefined();
}

}  // namespace sockets
