// Programs of a network interface that the kernel holds by themselves, without a link.
#pragma once
#include "arguments.h"

namespace network_interface {

Napi::Value setXdp(Arguments& args);
Napi::Value queryXdp(Arguments& args);
Napi::Value addTcFilter(Arguments& args);
Napi::Value removeTcFilter(Arguments& args);

}  // namespace network_interface
