"""Runs a command in a terminal and copies what it writes there: in-terminal.py COLUMNSxROWS[,COLUMNSxROWS...] COMMAND...

SIGUSR1: the window takes the next size, which is told in what is copied (OSC size COLUMNSxROWS BEL). SIGINT: Ctrl-C is typed. After the command's end a shell would print its prompt.
"""
import fcntl, os, pty, select, signal, struct, sys, termios

sizes = [tuple(map(int, size.split('x'))) for size in sys.argv[1].split(',')]

def take_size(*_):
    while select.select([master], [], [], 0)[0]:
        os.write(1, os.read(master, 1 << 16))
    columns, rows = sizes.pop(0)
    os.write(1, b'\x1b]size %dx%d\x07' % (columns, rows))
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))

held, release = os.pipe()
child, master = pty.fork()
if child == 0:
    os.read(held, 1)
    os.execvp(sys.argv[2], sys.argv[2:])
take_size()
os.write(release, b'.')
signal.signal(signal.SIGUSR1, take_size)
signal.signal(signal.SIGINT, lambda *_: os.write(master, b'\x03'))
while True:
    try:
        data = os.read(master, 1 << 16)
    except OSError:
        break
    if not data:
        break
    os.write(1, data)
_, status = os.waitpid(child, 0)
os.write(1, b'$ ')
sys.exit(os.waitstatus_to_exitcode(status))
