"""Runs a command in which bpf(2) fails with EPERM, as under a container's seccomp filter: deny-bpf.py COMMAND..."""
import ctypes, os, platform, struct, sys
ALLOW, EPERM = 0x7FFF0000, 0x00050001
NUMBER = {'x86_64': 321, 'aarch64': 280}[platform.machine()]
program = b''.join(struct.pack('HBBI', *line) for line in [
    (0x20, 0, 0, 0),  # the system call's number
    (0x15, 0, 1, NUMBER),
    (0x06, 0, 0, EPERM),
    (0x06, 0, 0, ALLOW),
])
memory = ctypes.create_string_buffer(program)
filter = struct.pack('HxxxxxxQ', 4, ctypes.addressof(memory))
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER = 38, 22, 2
libc = ctypes.CDLL(None, use_errno=True)
if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(PR_SET_SECCOMP, FILTER, filter):
    sys.exit('seccomp: ' + os.strerror(ctypes.get_errno()))
os.execvp(sys.argv[1], sys.argv[1:])
