import assert from 'node:assert/strict';
import { before } from 'node:test';
import { type Results, type ToolResult, toolTest } from '@bcc-ts/vm-tests';

/** Calls of each of two processes, each on a CPU of its own. */
const CALLS = 40_009;
const CALLS_OF_THREAD = 211;
const CALLS_OF_MAIN = 307;
const CALLS_32 = 1009;
const CALLS_X32 = 101;
const SLEEPS = 7;
const SLEEP_NS = 50_000_000;
const ABSENT = 53;

/** Makes calls that a signal interrupts. */
const INTERRUPTED = 11;
const INTERRUPTIONS = `import signal
signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)
for i in range(${INTERRUPTED}): signal.pause()`;

/** Waits at a FIFO, so that its ids are known before the tools start. */
const WORKLOAD = `
import ctypes, mmap, os, threading, time
def ia32(number, times):
    code = mmap.mmap(-1, 4096, prot=7)
    # push rbx; mov eax, number; int 0x80; pop rbx; ret
    code.write(b'\\x53\\xb8' + number.to_bytes(4, 'little') + b'\\xcd\\x80\\x5b\\xc3')
    call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
    for i in range(times): call()
def child(cpu):
    if os.fork() == 0:
        os.sched_setaffinity(0, {cpu})
        for i in range(${CALLS}): os.getppid()
        os._exit(0)
def thread():
    open('thread', 'w').write(str(threading.get_native_id()))
    go.wait()
    for i in range(${CALLS_OF_THREAD}): os.getppid()
go = threading.Event()
other = threading.Thread(target=thread)
other.start()
libc = ctypes.CDLL(None)
open('go').read()
go.set()
other.join()
for i in range(${CALLS_OF_MAIN}): os.getppid()
child(0)
child(1)
os.wait()
os.wait()
ia32(64, ${CALLS_32})
for i in range(${CALLS_X32}): libc.syscall(0x40000000 | 110)
for i in range(${SLEEPS}): time.sleep(${SLEEP_NS / 1e9})
for i in range(${ABSENT}): libc.rmdir(b'/nothing')
`;

type Row = Record<string, string | number | null>;
const total = (rows: Row[], field: string) => rows.reduce((sum, row) => sum + Number(row[field]), 0);

toolTest('syscount', (bench, test) => {
  let results: Results<
    'calls' | 'latencies' | 'processes' | 'failures' | 'ofProcess' | 'ofThread' | 'ofParent' | 'anyFailure' | 'others'
  >;
  let pid: string;

  /** Starts the workload, which waits to be finished; by default at real-time priority, so that no call is missed. */
  async function startWorkload(priority = 'chrt --fifo 1') {
    const running = await bench.guest.start(
      `rm -f thread; echo $$ > /sys/fs/cgroup/traced/cgroup.procs; exec ${priority} python3 workload.py`,
    );
    const { stdout } = await bench.guest.run(
      'while ! [ -s thread ]; do sleep 0.1; done; echo $(cat thread; echo; cat /sys/fs/cgroup/traced/cgroup.procs)',
    );
    const [tid = '', pid = ''] = stdout.trim().split(' ');
    const finish = async () => {
      await bench.guest.run('echo > go');
      const done = await running.wait();
      assert.equal(done.status, 0, done.stderr);
    };
    return { tid, pid, finish };
  }

  before(async () => {
    await bench.guest.run('mkdir /sys/fs/cgroup/traced && mkfifo go');
    await bench.guest.run(`cat > workload.py <<'END'\n${WORKLOAD}END`);
    const workload = await startWorkload();
    pid = workload.pid;
    const group = '--cgroup /sys/fs/cgroup/traced';
    const commands = {
      calls: `syscount -T 1000 ${group}`,
      latencies: `syscount -L -m --json -T 1000 ${group}`,
      processes: `syscount -P -L --json -T 1000 ${group}`,
      failures: `syscount -e ENOENT --syscall rmdir,open ${group}`,
      ofProcess: `syscount --json --syscall getppid -p ${pid}`,
      ofThread: `syscount --json --syscall getppid -t ${workload.tid}`,
      ofParent: `syscount --json --syscall getppid -c ${pid}`,
      others: `syscount --exclude getppid,rmdir -T 1000 ${group}`,
      anyFailure: `syscount --json -x --syscall rmdir,getppid ${group}`,
    };
    results = await bench.during(commands, async () => {
      await workload.finish();
    });
  });

  test('ends with status 0 on an interrupt and says nothing else', () => {
    for (const result of Object.values(results)) {
      assert.deepEqual([result.status, result.stderr], [0, ''], result.command);
    }
  });

  test('counts each call once, and tells the ways into the kernel apart', () => {
    const { lines } = results.calls;
    assert.equal(lines[0], 'Tracing syscalls, printing top 1000... Ctrl+C to quit.');
    assert.match(lines[1]!, /^\[\d\d:\d\d:\d\d\]$/);
    assert.equal(lines[2], 'SYSCALL                   COUNT');
    assert.deepEqual(lines.slice(-2), ['', 'Detaching...']);
    const rows = lines.slice(3, -2).map((line) => [line.slice(0, 22).trimEnd(), Number(line.slice(23))] as const);
    const count = new Map(rows);
    assert.equal(count.get('getppid'), 2 * CALLS + CALLS_OF_THREAD + CALLS_OF_MAIN);
    assert.equal(count.get('getppid (ia32)'), CALLS_32);
    assert.equal(count.get('getppid (x32)'), CALLS_X32);
    assert.equal(count.get('clock_nanosleep'), SLEEPS);
    assert.equal(count.get('clone'), 2, 'the return in the child is no call');
    const counts = rows.map(([, calls]) => calls);
    assert.deepEqual(
      counts,
      [...counts].sort((a, b) => b - a),
    );
  });

  test('leaves out the calls that it is told to, whichever way they come', () => {
    const { lines } = results.others;
    assert.equal(lines[0], "Tracing syscalls but 'getppid', 'rmdir', printing top 1000... Ctrl+C to quit.");
    const all = results.calls.lines.filter((line) => !/^(getppid|rmdir) /.test(line)).slice(3);
    const byName = (rows: string[]) => rows.map((line) => line.slice(0, 22).trimEnd()).sort();
    assert.deepEqual(byName(lines.slice(3)), byName(all));
    assert.ok(lines.includes(`clock_nanosleep        ${String(SLEEPS).padStart(8)}`), results.others.stdout);
  });

  test('adds the time spent in calls, and sorts by it', () => {
    const rows = results.latencies.json();
    const sleep = rows.find((row) => row.syscall === 'clock_nanosleep')!;
    assert.equal(sleep.count, SLEEPS);
    assert.ok(sleep.time_ns >= SLEEPS * SLEEP_NS, JSON.stringify(sleep));
    assert.equal(sleep.abi, 'x86_64');
    const times = rows.map((row) => row.time_ns);
    assert.deepEqual(
      times,
      [...times].sort((a, b) => b - a),
    );
    assert.equal(rows.find((row) => row.abi === 'ia32')!.count, CALLS_32);
  });

  test('counts by process, with the name of those that are gone', () => {
    const rows = results.processes.json();
    assert.equal(rows.length, 3);
    for (const row of rows) assert.equal(row.comm, 'python3');
    assert.ok(rows.some((row) => String(row.pid) === pid));
    const children = rows.filter((row) => String(row.pid) !== pid);
    for (const row of children) assert.ok(row.count >= CALLS && row.count < CALLS + 100, JSON.stringify(row));
    assert.equal(rows[0]!.syscall, null);
  });

  test('loses no count between outputs, while both CPUs go on calling', async () => {
    const workload = await startWorkload('');
    const run = await bench.start(
      'nice -n -20 syscount -i 0.05 --json --syscall getppid --cgroup /sys/fs/cgroup/traced',
    );
    await workload.finish();
    const lines = (await run.interrupt()).lines.map((line) => JSON.parse(line));
    const rows = lines.filter((row) => row.abi === 'x86_64');
    const times = new Set(rows.map((row) => row.time));
    assert.ok(times.size >= 2, `${times.size} outputs under load`);
    const shown = total(rows, 'count');
    const called = 2 * CALLS + CALLS_OF_THREAD + CALLS_OF_MAIN;
    // A kernel that preempts a task in the middle of reading a map leaves out programs meanwhile, and says so.
    const missed = lines.filter((row) => row.type === 'lost').at(-1)?.total ?? 0;
    assert.ok(shown <= called && shown >= called - missed, `${shown} of ${called}, ${missed} missed`);
    if (!bench.preempts) assert.equal(missed, 0);
  });

  test('shows calls that failed with one error', () => {
    assert.equal(results.failures.lines[0], "Tracing syscall 'rmdir', 'open'... Ctrl+C to quit.");
    assert.deepEqual(results.failures.lines.slice(3), [
      `rmdir                  ${String(ABSENT).padStart(8)}`,
      '',
      'Detaching...',
    ]);
  });

  test('shows calls that failed with any error', () => {
    // Kernels without x32 refuse its calls.
    const native = results.anyFailure.json().filter((row) => row.abi === 'x86_64');
    assert.deepEqual(
      native.map((row) => [row.syscall, row.count]),
      [['rmdir', ABSENT]],
    );
  });

  test('takes a call that a signal interrupted for one that failed with EINTR', async () => {
    const result = await bench.run(
      `syscount --json -e EINTR --syscall pause,rmdir --exec python3 -c '${INTERRUPTIONS}'`,
    );
    assert.deepEqual(
      result.json().map((row) => [row.syscall, row.count]),
      [['pause', INTERRUPTED]],
      result.stderr,
    );
  });

  test('filters by process, thread and parent', () => {
    const native = (result: ToolResult) => result.json().find((row) => row.abi === 'x86_64')!.count;
    assert.equal(native(results.ofProcess), CALLS_OF_THREAD + CALLS_OF_MAIN);
    assert.equal(native(results.ofThread), CALLS_OF_THREAD);
    assert.equal(native(results.ofParent), 2 * CALLS);
  });

  test('runs a command, follows its children, and ends with it', async () => {
    const result = await bench.run(
      "syscount --syscall write --exec sh -c '(dd if=/dev/zero of=/dev/null bs=1 count=1009 status=none); exit 3'",
    );
    assert.equal(result.status, 0);
    assert.deepEqual(result.lines.slice(2), [
      'SYSCALL                   COUNT',
      'write                      1009',
      '',
      'Detaching...',
    ]);
  });

  test('lists the names, and refuses what makes no sense in one line', async () => {
    const list = await bench.run('syscount -l');
    const names = list.stdout.trim().split(/\s+/);
    assert.ok(names.includes('openat') && names.includes('mmap2'));
    assert.deepEqual(names, [...names].sort());
    assert.equal(list.lines[0]!.indexOf(names[1]!), 25);
    for (const [args, message] of [
      ['--syscall openat,nothing', /no such system call 'nothing'/],
      ['-e ENOTHING', /no such error/],
      ['-p 1 --exec ls', /exec/],
      ['-T 0', /too small/],
    ] as const) {
      const result = await bench.run(`syscount ${args}`);
      assert.equal(result.status, 2, args);
      assert.match(result.stderr, message);
      assert.equal(result.stderr.trimEnd().split('\n').length, 1);
    }
  });
});
