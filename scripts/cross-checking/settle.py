"""Waits until all of the processes sleep and need next to no CPU for a while, or have ended: settle.py SECONDS PID..."""
import sys
import time

WINDOW = float(sys.argv[1])


def used(pid):
    try:
        with open(f'/proc/{pid}/stat') as file:
            fields = file.read().rsplit(')', 1)[1].split()
    except OSError:
        return None
    return None if fields[0] == 'Z' else (fields[0] in 'RD', int(fields[11]) + int(fields[12]))


begin = time.monotonic()
quiet_since = {pid: (begin, used(pid)) for pid in sys.argv[2:]}
while True:
    time.sleep(0.25)
    now = time.monotonic()
    for pid, (since, before) in quiet_since.items():
        current = used(pid)
        # A tick is 10 ms: a tenth of one CPU is still idle.
        busy = current and (current[0] or current[1] - before[1] > WINDOW * 10)
        if busy:
            quiet_since[pid] = (now, current)
    if all(used(pid) is None or now - since >= WINDOW for pid, (since, _) in quiet_since.items()):
        break
