// Programs that the kernel holds by a descriptor without a link: filters of sockets, programs of cgroups and socket maps.
#pragma once
#include "arguments.h"

namespace sockets {

Napi::Value openPacketSocket(Arguments& args);
Napi::Value packetsLost(Arguments& args);
Napi::Value attachToDescriptor(Arguments& args);
Napi::Value detachFromDescriptor(Arguments& args);

}  // namespace sockets
