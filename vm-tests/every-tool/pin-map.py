"""Pins a BPF hash map whose keys are 64-bit numbers: pin-map.py PATH VALUE_BYTES KEY..."""
import ctypes
import os
import struct
import sys

BPF_SYSCALL = {"x86_64": 321, "aarch64": 280}[os.uname().machine]
MAP_CREATE, MAP_UPDATE, OBJ_PIN = 0, 2, 6
HASH = 1

libc = ctypes.CDLL(None, use_errno=True)


def bpf(command, attributes):
    buffer = ctypes.create_string_buffer(attributes, 128)
    result = libc.syscall(BPF_SYSCALL, command, buffer, 128)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


path, value_bytes, *keys = sys.argv[1:]
fd = bpf(MAP_CREATE, struct.pack("IIIII", HASH, 8, int(value_bytes), 1024, 0))
for key in keys:
    key_buffer = ctypes.create_string_buffer(struct.pack("Q", int(key)), 8)
    value_buffer = ctypes.create_string_buffer(int(value_bytes))
    bpf(MAP_UPDATE, struct.pack("IxxxxQQQ", fd, ctypes.addressof(key_buffer), ctypes.addressof(value_buffer), 0))
path_buffer = ctypes.create_string_buffer(path.encode())
bpf(OBJ_PIN, struct.pack("QI", ctypes.addressof(path_buffer), fd))
