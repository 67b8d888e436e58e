import assert from 'node:assert/strict';
import { before } from 'node:test';
import { type Results, type ToolResult, toolTest } from '@bcc-ts/vm-tests';

const ONE = 997;
const TWO = 499;
const DIRECTORIES = 211;
const CUTS = 101;
const PARENTS = 307;
const COLLECTIONS = 13;

/** Calls each function that often, on CPU 1, once /tmp/go exists. */
const TARGET = `#include <sys/stat.h>
#include <unistd.h>
__attribute__((noinline, noclone)) void work_one(void) { __asm__ volatile(""); }
__attribute__((noinline, noclone)) void work_two(void) { __asm__ volatile(""); }
int main(void)
{
	while (access("/tmp/go", F_OK)) usleep(10000);
	for (int i = 0; i < ${ONE}; i++) work_one();
	for (int i = 0; i < ${TWO}; i++) work_two();
	for (int i = 0; i < ${DIRECTORIES}; i++) { mkdir("/tmp/made", 0700); rmdir("/tmp/made"); }
	for (int i = 0; i < ${CUTS}; i++) truncate("/tmp/go", 0);
	for (int i = 0; i < ${PARENTS}; i++) getppid();
	return 0;
}
`;

const COLLECTOR = `import gc, os, time
gc.disable()
while not os.path.exists('/tmp/go'): time.sleep(0.01)
for _ in range(${COLLECTIONS}): gc.collect()
os._exit(0)
`;

/** Counts by name in text output. */
const counts = ({ lines }: ToolResult) =>
  Object.fromEntries(lines.flatMap((line) => /^(\S+) +(\d+)$/.exec(line)?.slice(1) ?? []).reduce(pairs, []));

function pairs(all: [string, number][], word: string, index: number): [string, number][] {
  if (index % 2 === 0) all.push([word, 0]);
  else all.at(-1)![1] = Number(word);
  return all;
}

toolTest('funccount', (bench, test) => {
  let results: Results<'user' | 'kernel' | 'regexp' | 'otherCpu' | 'library' | 'tracepoints' | 'usdt'>;

  before(async () => {
    const { guest } = bench;
    const made = await guest.run(`cat > /tmp/target.c <<'END'
${TARGET}END
cat > /tmp/collect.py <<'END'
${COLLECTOR}END
gcc -O1 -o /tmp/target /tmp/target.c`);
    assert.equal(made.status, 0, made.stderr);
    const targets = await guest.run(
      `chrt --fifo 1 taskset -c 1 /tmp/target </dev/null >/dev/null 2>&1 & echo $!
       chrt --fifo 1 python3 /tmp/collect.py </dev/null >/dev/null 2>&1 & echo $!`,
    );
    const [pid, python] = targets.stdout.trim().split('\n');
    const commands = {
      user: `funccount -p ${pid} '/tmp/target:work_*'`,
      kernel: `funccount -p ${pid} 'vfs_[mt]*'`,
      regexp: `funccount -p ${pid} -r -c 1 'vfs_(mkdir|truncate)'`,
      otherCpu: `funccount -p ${pid} -c 0 vfs_mkdir`,
      library: `funccount --json -p ${pid} c:getppid`,
      tracepoints: `funccount -p ${pid} 't:syscalls:sys_*_mkdir'`,
      usdt: `funccount -p ${python} 'u:python3:gc__*'`,
    };
    results = await bench.during(commands, async () => {
      // Another process does the same when the one asked for has ended.
      const done = await guest.run(
        `touch /tmp/go; for p in ${pid} ${python}; do tail --pid=$p -f /dev/null; done; /tmp/target`,
      );
      assert.equal(done.status, 0, done.stderr);
    });
  });

  test('ends with status 0 on an interrupt and says nothing else', () => {
    for (const result of Object.values(results)) {
      assert.equal(result.status, 0, result.command);
      assert.equal(result.stderr, '', result.command);
    }
  });

  test('counts each call of functions of a program', () => {
    const { lines } = results.user;
    assert.match(lines[0]!, /^Tracing 2 functions for "\/tmp\/target:work_\*"\.\.\. Hit Ctrl-C to end\.$/);
    assert.deepEqual(lines.slice(1), [
      '',
      'FUNC                                    COUNT',
      `work_two                             ${String(TWO).padStart(8)}`,
      `work_one                             ${String(ONE).padStart(8)}`,
      'Detaching...',
    ]);
  });

  test('counts kernel functions by wildcard and by regular expression, on one CPU', () => {
    const expected = { vfs_mkdir: DIRECTORIES, vfs_truncate: CUTS };
    assert.deepEqual(counts(results.kernel), expected);
    assert.deepEqual(counts(results.regexp), expected);
    assert.deepEqual(counts(results.otherCpu), {});
  });

  test('counts a function of a library by its short name, as JSON', () => {
    const [row, ...more] = results.library.json();
    assert.deepEqual(more, []);
    assert.equal(row!.function, 'getppid');
    assert.equal(row!.count, PARENTS);
  });

  test('counts tracepoints', () => {
    assert.deepEqual(counts(results.tracepoints), {
      'syscalls:sys_enter_mkdir': DIRECTORIES,
      'syscalls:sys_exit_mkdir': DIRECTORIES,
    });
  });

  test('counts USDT probes, which it switches on', () => {
    assert.deepEqual(counts(results.usdt), { gc__start: COLLECTIONS, gc__done: COLLECTIONS });
  });

  test('prints at intervals, with the time, and ends after the duration', async () => {
    const result = await bench.run('funccount -T -i 1 -d 2 vfs_read');
    assert.equal(result.status, 0);
    assert.equal(result.lines.filter((line) => /^\d\d:\d\d:\d\d$/.test(line)).length, 2);
    assert.equal(result.lines.at(-1), 'Detaching...');
  });

  test('attaches to hundreds of functions and says what it left out', async () => {
    const result = await bench.run("funccount -d 0.1 'tcp_*'");
    assert.equal(result.status, 0, result.stderr);
    const attached = Number(/^Tracing (\d+) functions/.exec(result.stdout)![1]);
    assert.ok(attached > 200, result.stdout);
    const left = /^funccount: (\d+) of (\d+) matching places left out: (.*)$/m.exec(result.stderr)!;
    assert.equal(Number(left[2]) - Number(left[1]), attached);
    assert.match(left[3]!, /cold parts of functions/);
    // One by one it can take seconds, and says so.
    const atOnce = await bench.guest.run('grep -qw register_fprobe_ips /proc/kallsyms');
    assert.equal(/attaching to \d+ places one by one/.test(result.stderr), atOnce.status !== 0, result.stderr);
  });

  test('leaves no probe behind', async () => {
    const result = await bench.guest.run(
      'for i in $(seq 100); do [ -s /sys/kernel/tracing/kprobe_events ] || exit 0; sleep 0.1; done; cat /sys/kernel/tracing/kprobe_events; exit 1',
    );
    assert.equal(result.status, 0, result.stdout);
  });

  test('says in one line what is wrong', async () => {
    const cases = [
      ["'no_such_*'", 1, "no kernel function matches 'no_such_*'"],
      ['c:no_such', 1, /^no function in \S+libc.so.6 matches 'no_such'$/],
      ['no_such_library:x', 1, "cannot find a library or executable named 'no_such_library' (try: its path)"],
      ['t:sched:no_such', 1, "no tracepoint matches 'sched:no_such'"],
      ['asm_exc_divide_error', 1, 'cannot probe the kernel function asm_exc_divide_error: probes are forbidden there'],
      ['r:c:malloc', 2, /type 'r' is none of/],
      ['a:b:c:d', 2, /too many components/],
      ['-r "vfs_("', 2, /is not a regular expression/],
      ['-c 99 vfs_read', 2, /^--cpu: CPU 99 is not online /],
    ] as const;
    const done = await Promise.all(cases.map(([args]) => bench.run(`funccount ${args}`)));
    cases.forEach(([args, status, message], index) => {
      const { stderr, status: ended, stdout } = done[index]!;
      assert.equal(ended, status, `${args}: ${stderr}`);
      assert.equal(stdout, '');
      const [line, ...more] = stderr.trimEnd().split('\n');
      assert.deepEqual(more, [], args);
      const said = line!.replace(/^funccount: /, '');
      if (typeof message === 'string') assert.equal(said, message);
      else assert.match(said, message);
    });
    const limited = await bench.run("BCC_PROBE_LIMIT=3 funccount 'vfs_*'");
    assert.match(
      limited.stderr,
      /^funccount: maximum of 3 probes allowed, attempted \d+ \(try: BCC_PROBE_LIMIT=\d+, or /,
    );
    assert.equal(limited.status, 1);
  });
});
