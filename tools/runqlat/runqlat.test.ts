import assert from 'node:assert/strict';
import { before } from 'node:test';
import { type Results, type ToolResult, toolTest } from '@bcc-ts/vm-tests';

const ROUNDS = 211;

/**
 * Starts processes that wait for a CPU in every way there is, then for ever for a signal, and prints for each how often
 * the kernel says that it was given a CPU.
 */
const workload = `
import json, os, signal, subprocess, threading, time

def start(work):
    ready, done = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.read(ready[0], 1)
        work()
        os.write(done[1], b'.')
        signal.pause()
    return child, lambda: os.write(ready[1], b'.'), lambda: os.read(done[0], 1)

there, back = os.pipe(), os.pipe()
def serve():
    os.sched_setaffinity(0, {0})
    for _ in range(${ROUNDS}):
        os.write(there[1], b'.')
        os.read(back[0], 1)
def answer():
    os.sched_setaffinity(0, {0})
    for _ in range(${ROUNDS}):
        os.read(there[0], 1)
        os.write(back[1], b'.')
def burn():
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    os.sched_setaffinity(0, {1})
    end = time.monotonic() + 1
    while time.monotonic() < end: pass
def threads():
    all = [threading.Thread(target=lambda: [time.sleep(0.001) for _ in range(5)] and signal.pause()) for _ in range(2)]
    for thread in all: thread.daemon = True; thread.start()
    time.sleep(0.5)

def runs(pid, tid):
    return int(open('/proc/%d/task/%d/schedstat' % (pid, tid)).read().split()[2])

jobs = {'server': serve, 'answerer': answer, 'burner': burn, 'rival': burn, 'threaded': threads}
children = {name: start(work) for name, work in jobs.items()}
open('/sys/fs/cgroup/wanted/below/cgroup.procs', 'w').write(str(children['server'][0]))
for _, begin, _ in children.values(): begin()
for _, _, wait in children.values(): wait()
inner = "import os, signal, time; [time.sleep(0.001) for _ in range(5)]; os.write(1, b'.'); signal.pause()"
outer = subprocess.Popen(['unshare', '-pf', 'python3', '-c', inner], stdout=subprocess.PIPE)
outer.stdout.read(1)
inner = int(open('/proc/%d/task/%d/children' % (outer.pid, outer.pid)).read())
pids = {name: child[0] for name, child in children.items()}
pids['namespaced'] = inner
time.sleep(0.5)
print(json.dumps({name: {
    'pid': pid,
    'runs': {tid: runs(pid, int(tid)) for tid in os.listdir('/proc/%d/task' % pid)},
    'namespace': os.stat('/proc/%d/ns/pid' % pid).st_ino,
} for name, pid in pids.items()}))
`;

interface Process {
  pid: number;
  /** How often each thread was given a CPU. */
  runs: Record<string, number>;
  namespace: number;
}

const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, number) => total + number, 0);

/** The sum of a text histogram's counts. */
const total = (text: string) =>
  sum(Array.from(text.matchAll(/^ *\d+ -> \d+ +: (\d+) +\|[* ]*\|$/gm), ([, count]) => Number(count)));

toolTest('runqlat', (bench, test) => {
  let processes: Record<'server' | 'answerer' | 'burner' | 'rival' | 'threaded' | 'namespaced', Process>;
  let results: Results<'all' | 'byProcess' | 'byThread' | 'byNamespace' | 'inCgroup' | 'milliseconds'>;
  const section = (result: ToolResult, heading: string) => {
    const found = result.stdout.split(/\n\n+/).filter((part) => part.startsWith(heading));
    assert.equal(found.length, 1, `one section '${heading}', got ${found.length}`);
    return found[0]!;
  };

  before(async () => {
    const { guest } = bench;
    await guest.run('mkdir -p /sys/fs/cgroup/wanted/below; cat > workload.py', { stdin: workload });
    const commands = {
      all: 'runqlat -T',
      byProcess: 'runqlat -P',
      byThread: 'runqlat -L --json',
      byNamespace: 'runqlat --pidnss',
      inCgroup: 'runqlat -P --cgroup /sys/fs/cgroup/wanted',
      milliseconds: 'runqlat -m -P',
    };
    results = await bench.during(commands, async () => {
      processes = JSON.parse((await bench.workload('python3 workload.py')).stdout);
    });
  });

  test('ends with status 0 on an interrupt and says nothing else', () => {
    for (const result of Object.values(results)) {
      assert.equal(result.status, 0, result.command);
      assert.equal(result.stderr, '', result.command);
    }
  });

  test('shows one histogram, with the time', () => {
    assert.equal(results.all.lines[0], 'Tracing run queue latency... Hit Ctrl-C to end.');
    assert.match(results.all.lines[2]!, /^\d\d:\d\d:\d\d$/);
    assert.equal(results.all.lines[3], '     usecs               : count     distribution');
    const known = sum(Object.values(processes).flatMap(({ runs }) => Object.values(runs)));
    assert.ok(total(results.all.stdout) >= known, `${total(results.all.stdout)} of at least ${known}`);
  });

  test('counts each process as often as the kernel gave it a CPU', () => {
    for (const [name, { pid, runs }] of Object.entries(processes)) {
      assert.equal(total(section(results.byProcess, `pid = ${pid} python3\n`)), sum(Object.values(runs)), name);
    }
    for (const { pid, runs } of [processes.server, processes.answerer]) {
      assert.ok(sum(Object.values(runs)) > ROUNDS, `${pid} ran ${JSON.stringify(runs)} times`);
    }
  });

  test('counts each thread as often as the kernel gave it a CPU, in JSON', () => {
    const { pid, runs } = processes.threaded;
    assert.ok(Object.keys(runs).length === 3 && runs[pid] !== undefined);
    for (const { runs } of Object.values(processes)) {
      for (const [tid, count] of Object.entries(runs)) {
        const found = results.byThread.json().filter((event) => event.tid === Number(tid));
        assert.equal(found.length, 1, `one object for thread ${tid}`);
        const { comm, unit, buckets, count: counted, total: waited, average } = found[0]!;
        assert.deepEqual([comm, unit, counted], ['python3', 'usecs', count]);
        assert.equal(sum(buckets.map((bucket: { count: number }) => bucket.count)), count);
        assert.equal(average, Math.floor(waited / count));
      }
    }
  });

  test('sees threads that lose their CPU to others', () => {
    for (const { pid } of [processes.burner, processes.rival]) {
      const slow = section(results.milliseconds, `pid = ${pid} python3\n`);
      const rows = Array.from(slow.matchAll(/^ *(\d+) -> \d+ +: (\d+)/gm), (row) => row.slice(1).map(Number));
      assert.ok(
        rows.some(([from, count]) => from! >= 2 && count! > 0),
        `a process that shares a CPU waits for milliseconds\n${slow}`,
      );
      assert.match(slow, /^ {5}msecs {15}: count/m);
    }
  });

  test('charges the pid namespace of the thread that runs', () => {
    const { namespace, runs } = processes.namespaced;
    assert.equal(total(section(results.byNamespace, `pidns = ${namespace}\n`)), sum(Object.values(runs)));
    assert.notEqual(namespace, processes.server.namespace);
    section(results.byNamespace, `pidns = ${processes.server.namespace}\n`);
  });

  test('filters by the cgroup of the thread that waits', () => {
    const headings = results.inCgroup.lines.filter((line) => line.startsWith('pid = '));
    assert.deepEqual(headings, [`pid = ${processes.server.pid} python3`]);
    const counted = total(results.inCgroup.stdout);
    assert.ok(counted >= ROUNDS && counted <= sum(Object.values(processes.server.runs)), results.inCgroup.stdout);
  });

  test('filters by process, prints at intervals and ends after the last', async () => {
    const command = 'python3 -c "import time; [time.sleep(0.01) for _ in range(1000000)]" & runqlat -P -p $! -T 1 2';
    const result = await bench.run(`bash -c '${command}; status=$?; kill $!; echo $!; exit $status'`);
    assert.equal(result.status, 0);
    assert.equal(result.lines.filter((line) => /^\d\d:\d\d:\d\d$/.test(line)).length, 2);
    const headings = new Set(result.lines.filter((line) => line.startsWith('pid = ')));
    assert.deepEqual([...headings], [`pid = ${result.lines.at(-1)} python3`]);
    assert.ok(total(result.stdout) > 0, result.stdout);
  });

  test('refuses what makes no sense in one line', async () => {
    for (const args of ['-p 0', '0', '1 2 3', '--no-such']) {
      const result = await bench.run(`runqlat ${args}`);
      assert.equal(result.status, 2, args);
      assert.equal(result.stderr.trimEnd().split('\n').length, 1);
    }
  });
});
