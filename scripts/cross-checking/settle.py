"""Waits until processes need next to no CPU for a while, or have ended: settle.py SECONDS PID..."""
import sys
import time

WINDOW = float(sys.argv[1])
# A tick is 10 ms. Tools that look for events ten times a second need a few, one that compiles far more.
IDLE_TICKS = WINDOW * 10


def used(pid):
    """Ticks of CPU, and whether it waits for a disk; nothing when it has ended."""
    try:
        with open(f'/proc/{pid}/stat') as file:
            fields = file.read().rsplit(')', 1)[1].split()
    except OSError:
        return None
    return None if fields[0] == 'Z' else (int(fields[11]) + int(fields[12]), fields[0] == 'D')


def idle(pid, before):
    now = used(pid)
    return before is None or now is None or (now[0] - before[0] <= IDLE_TICKS and not now[1])


while True:
    then = {pid: used(pid) for pid in sys.argv[2:]}
    time.sleep(WINDOW)
    if all(idle(pid, before) for pid, before in then.items()):
        break
