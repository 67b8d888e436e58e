"""What happens while the tools trace: a known number of everything. Started as: workload.py NAME; waits for NAME.go."""
import ctypes
import os
import pty
import signal
import socket
import subprocess
import sys
import time

name = sys.argv[1]
libc = ctypes.CDLL(None, use_errno=True)
children = []


def execsnoop():
    yield
    for program, count, mark in (('/bin/true', 23, 'done'), ('/absent/program', 11, 'failed'), (None, 7, 'by-fd')):
        for _ in range(count):
            child = os.fork()
            if child == 0:
                try:
                    words = ['true', 'x-check', mark]
                    if program:
                        os.execv(program, words)
                    os.execve(os.open('/bin/true', os.O_RDONLY), words, os.environ)
                finally:
                    os._exit(1)
            os.waitpid(child, 0)


def opensnoop():
    os.makedirs('/tmp/x-open', exist_ok=True)
    open('/tmp/x-open/there', 'w').close()
    how = (ctypes.c_uint64 * 3)()
    yield
    for _ in range(101):
        os.close(os.open('/tmp/x-open/there', os.O_RDONLY))
    for _ in range(53):
        try:
            os.open('/tmp/x-open/absent', os.O_RDONLY)
        except FileNotFoundError:
            pass
    for _ in range(13):
        os.close(libc.syscall(437, -100, b'/tmp/x-open/there', how, 24))
    for _ in range(7):
        os.close(libc.syscall(85, b'/tmp/x-open/created', 0o600))


def listen(family, address, port, taken):
    """A server that reads all it is sent and answers with 4096 bytes; it is another process."""
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, port))
    listener.listen(64)
    child = os.fork()
    if child == 0:
        while True:
            peer, _ = listener.accept()
            left = taken
            while left:
                left -= len(peer.recv(left))
            if taken:
                peer.sendall(b'x' * 4096)
            # The client closes first.
            peer.recv(1)
            peer.close()
    children.append(child)
    listener.close()


def call(family, address, port, sent):
    peer = socket.socket(family)
    try:
        peer.connect((address, port))
        if sent:
            peer.sendall(b'x' * sent)
            left = 4096
            while left:
                left -= len(peer.recv(left))
    except ConnectionRefusedError:
        pass
    peer.close()


def tcpconnect():
    listen(socket.AF_INET, '127.0.0.1', 7201, 0)
    listen(socket.AF_INET6, '::1', 7201, 0)
    yield
    for _ in range(13):
        call(socket.AF_INET, '127.0.0.1', 7201, 0)
    for _ in range(7):
        call(socket.AF_INET6, '::1', 7201, 0)
    for _ in range(5):
        call(socket.AF_INET, '127.0.0.1', 9, 0)


def tcplife():
    listen(socket.AF_INET, '127.0.0.1', 7301, 10240)
    yield
    for _ in range(11):
        call(socket.AF_INET, '127.0.0.1', 7301, 10240)


def tcptop():
    listen(socket.AF_INET, '127.0.0.1', 7401, 1 << 20)
    listen(socket.AF_INET6, '::1', 7401, 1 << 20)
    yield
    for _ in range(5):
        call(socket.AF_INET, '127.0.0.1', 7401, 1 << 20)
    call(socket.AF_INET6, '::1', 7401, 1 << 20)


def gethostlatency():
    buffer = ctypes.create_string_buffer(4096)
    socket.getaddrinfo('localhost', 80)
    yield
    for _ in range(17):
        socket.getaddrinfo('localhost', 80)
    for _ in range(5):
        libc.gethostbyname(b'localhost')
    for _ in range(3):
        libc.gethostbyname2(b'localhost', 2)


def bashreadline():
    child, fd = pty.fork()
    if child == 0:
        os.environ.update(PS1='READY> ', INPUTRC='/dev/null')
        os.execvp('bash', ['bash', '--norc', '--noprofile', '-i'])

    def prompt():
        seen = b''
        while b'READY> ' not in seen:
            seen = seen[-100:] + os.read(fd, 4096)
    prompt()
    yield
    for i in range(20):
        os.write(fd, b': x-line %d' % i)
        time.sleep(0.05)
        os.write(fd, b'\r')
        prompt()


def dd(*words):
    subprocess.run(['dd', 'status=none', *words], check=True)


def biosnoop():
    yield
    dd('if=/dev/vdb', 'of=/dev/null', 'bs=4k', 'count=37', 'iflag=direct')
    dd('if=/dev/zero', 'of=/dev/vdb', 'bs=8k', 'count=19', 'oflag=direct')


def biolatency():
    yield
    dd('if=/dev/vdc', 'of=/dev/null', 'bs=4k', 'count=211', 'iflag=direct')
    dd('if=/dev/zero', 'of=/dev/vdc', 'bs=4k', 'count=101', 'oflag=direct')


def syscount():
    yield
    for _ in range(1009):
        os.getpgid(0)
    for _ in range(101):
        try:
            os.rmdir('/absent')
        except FileNotFoundError:
            pass


def filetop():
    os.makedirs('/mnt/files', exist_ok=True)
    fd = os.open('/mnt/files/x-file', os.O_CREAT | os.O_RDWR)
    yield
    for _ in range(503):
        os.write(fd, b'x' * 4096)
    os.lseek(fd, 0, 0)
    for _ in range(251):
        os.read(fd, 8192)


def cachestat():
    os.makedirs('/mnt/files', exist_ok=True)
    with open('/mnt/files/cached', 'wb') as file:
        file.write(b'x' * (4096 * 5003))
    os.sync()
    fd = os.open('/mnt/files/cached', os.O_RDONLY)
    os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
    out = os.open('/mnt/files/written', os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
    yield
    for _ in range(4):
        for page in range(5003):
            os.pread(fd, 4096, page * 4096)
    for _ in range(1009):
        os.write(out, b'x' * 4096)


def funccount():
    zero = os.open('/dev/zero', os.O_RDONLY)
    null = os.open('/dev/null', os.O_WRONLY)
    yield
    for _ in range(1009):
        os.read(zero, 1)
    for _ in range(503):
        os.write(null, b'x')


def stop(*_):
    for child in children:
        os.kill(child, signal.SIGKILL)
    os._exit(0)


steps = globals()[name]()
next(steps)
with open(f'{name}.pid', 'w') as file:
    file.write(str(os.getpid()))
signal.signal(signal.SIGTERM, stop)
open(f'{name}.go').read()
next(steps, None)
open(f'{name}.done', 'w').close()
signal.pause()
