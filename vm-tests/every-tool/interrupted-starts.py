"""Starts a command again and again and ends each start at some instant: interrupted-starts.py SIGNAL ROUNDS COMMAND...

Prints JSON: how long an undisturbed start and its end take, and of each round the instant, the status, the seconds from
the signal to the end (null where it did not come), and what was written to standard error.
"""
import json, os, random, select, signal, subprocess, sys, time

number = getattr(signal, 'SIG' + sys.argv[1])
rounds, command = int(sys.argv[2]), sys.argv[3:]
PATIENCE = 60

def start():
    ready, notify = os.pipe()
    os.set_inheritable(notify, True)
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, close_fds=False,
        env={**os.environ, 'BCC_TS_NOTIFY_FD': str(notify)})
    os.close(notify)
    return child, ready

def end(child, ready, number):
    began = time.monotonic()
    child.send_signal(number)
    try:
        _, errors = child.communicate(timeout=PATIENCE)
        return child.returncode, time.monotonic() - began, errors.decode()
    except subprocess.TimeoutExpired:
        with open(f'/proc/{child.pid}/stack') as stack: where = stack.read()
        child.kill()
        return None, None, where
    finally:
        os.close(ready)

began = time.monotonic()
child, ready = start()
select.select([ready], [], [], PATIENCE)
start_s = time.monotonic() - began
_, end_s, _ = end(child, ready, signal.SIGINT)
random.seed(rounds)
results = []
for _ in range(rounds):
    instant = random.uniform(0, 1.2 * start_s)
    child, ready = start()
    time.sleep(instant)
    status, seconds, errors = end(child, ready, number)
    results.append({'instant': instant, 'status': status, 'seconds': seconds, 'errors': errors})
print(json.dumps({'start_s': start_s, 'end_s': end_s, 'rounds': results}))
