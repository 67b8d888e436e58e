import assert from 'node:assert/strict';
import { before } from 'node:test';
import { type Results, type ToolResult, toolTest } from '@bcc-ts/vm-tests';

const CHAINS = 101;
const DEPTH = 5;
const OUTER = 31;
const INNER = 3;
const NAPS = 17;
const NAP_MS = 20;
const DIRECTORIES = 37;
const CUTS = 23;
const REBIRTHS = 13;

/** Stops itself, and once it goes on calls each function that often. */
const TARGET = `#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>
#define FUNCTION __attribute__((noinline, noclone))
volatile int result;
FUNCTION int factorial(int n)
{
	int below = n > 1 ? factorial(n - 1) : 1;
	__asm__ volatile("" : "+r"(below));
	return below * n;
}
FUNCTION void call_inner(void) { __asm__ volatile(""); }
FUNCTION void call_outer(void) { for (int i = 0; i < ${INNER}; i++) call_inner(); __asm__ volatile(""); }
int main(void)
{
	raise(SIGSTOP);
	for (int i = 0; i < ${CHAINS}; i++) result = factorial(${DEPTH});
	for (int i = 0; i < ${OUTER}; i++) call_outer();
	for (int i = 0; i < ${NAPS}; i++) usleep(${NAP_MS} * 1000);
	for (int i = 0; i < ${DIRECTORIES}; i++) { mkdir("/tmp/made", 0700); rmdir("/tmp/made"); }
	for (int i = 0; i < ${CUTS}; i++) truncate("/tmp/target.c", 0);
	return 0;
}
`;

/** Stops itself, and once it goes on executes itself that often, always in a thread other than the first. */
const REBORN = `#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
char left[12];
void *go_on(void *unused) { execl("/tmp/reborn", "reborn", left, (char *)0); return 0; }
int main(int argc, char **argv)
{
	int times = argc > 1 ? atoi(argv[1]) : ${REBIRTHS};
	pthread_t thread;
	if (argc == 1) raise(SIGSTOP);
	if (times == 0) return 0;
	snprintf(left, sizeof(left), "%d", times - 1);
	pthread_create(&thread, 0, go_on, 0);
	for (;;) pause();
}
`;

/** Runs it once more, and says who that was. */
const AGAIN = `import os, signal, subprocess
other = subprocess.Popen("/tmp/target")
os.waitpid(other.pid, os.WUNTRACED)
other.send_signal(signal.SIGCONT)
other.wait()
print(other.pid)`;

interface Shown {
  average: number;
  total: number;
  count: number;
}

function overall({ stdout }: ToolResult): Shown | undefined {
  const [, average, total, count] = /^avg = (\d+) \wsecs, total: (\d+) \wsecs, count: (\d+)$/m.exec(stdout) ?? [];
  return count === undefined ? undefined : { average: Number(average), total: Number(total), count: Number(count) };
}

/** Counts of the rows of histograms, by the heading above. */
function sections({ lines }: ToolResult): Record<string, number> {
  const sums: Record<string, number> = {};
  let name = '';
  for (const line of lines) {
    name = /^Function = (.*)$/.exec(line)?.[1] ?? name;
    const count = /^ *\d+ -> \d+ +: (\d+) +\|[* ]*\|$/.exec(line)?.[1];
    if (count !== undefined) sums[name] = (sums[name] ?? 0) + Number(count);
  }
  return sums;
}

toolTest('funclatency', (bench, test) => {
  let results: Results<'recursive' | 'shallow' | 'nested' | 'byProcess' | 'sleeping' | 'kernel' | 'endless'>;
  let pid = '';
  /** Does the same afterwards. */
  let other = '';

  before(async () => {
    const { guest } = bench;
    const made = await guest.run(`cat > /tmp/target.c <<'END'
${TARGET}END
gcc -O1 -o /tmp/target /tmp/target.c
chrt --fifo 1 /tmp/target </dev/null >/dev/null 2>&1 & echo $!`);
    assert.equal(made.status, 0, made.stderr);
    pid = made.stdout.trim();
    const commands = {
      recursive: `funclatency -p ${pid} /tmp/target:factorial`,
      shallow: `funclatency -l 2 -p ${pid} /tmp/target:factorial`,
      nested: `funclatency -F -u -p ${pid} '/tmp/target:call_*'`,
      byProcess: `funclatency /tmp/target:call_inner`,
      sleeping: `funclatency -m -p ${pid} do_nanosleep`,
      kernel: `funclatency --json -F -p ${pid} 'vfs_[mt]*'`,
      endless: `funclatency -p ${pid} do_exit`,
    };
    results = await bench.during(commands, async () => {
      const done = await guest.run(
        `kill -CONT ${pid}; tail --pid=${pid} -f /dev/null
         python3 -c '${AGAIN}' </dev/null`,
      );
      assert.equal(done.status, 0, done.stderr);
      other = done.stdout.trim();
    });
  });

  test('ends with status 0 on an interrupt', () => {
    for (const [name, { status, stderr, command }] of Object.entries(results)) {
      assert.equal(status, 0, command);
      // Not all that match can be probed; some kernels run out of room for calls that never return, and say so.
      if (!['shallow', 'kernel', 'endless'].includes(name)) assert.equal(stderr, '', command);
    }
  });

  test('measures each call of a recursive function', () => {
    const { stdout, lines } = results.recursive;
    assert.equal(lines[0], 'Tracing 1 functions for "/tmp/target:factorial"... Hit Ctrl-C to end.');
    assert.match(lines[2]!, /^ {5}nsecs {15}: count {5}distribution$/);
    const all = overall(results.recursive);
    assert.equal(all?.count, CHAINS * DEPTH, stdout);
    assert.deepEqual(sections(results.recursive), { '': CHAINS * DEPTH });
    assert.equal(all.average, Math.floor(all.total / all.count));
    assert.equal(lines.at(-1), 'Detaching...');
  });

  test('counts calls that are nested more deeply than it may remember as lost', () => {
    assert.equal(overall(results.shallow)?.count, CHAINS * 2);
    assert.match(
      results.shallow.stderr,
      new RegExp(`^funclatency: ${CHAINS * (DEPTH - 2)} events lost in all: calls nested`, 'm'),
    );
  });

  test('measures functions that call each other, each by itself', () => {
    assert.deepEqual(sections(results.nested), { call_inner: OUTER * INNER, call_outer: OUTER });
    assert.equal(overall(results.nested)?.count, OUTER * INNER + OUTER);
    assert.match(results.nested.stdout, /^ {5}usecs {15}: count/m);
  });

  test('has a histogram for each process of a function of user space', () => {
    assert.deepEqual(sections(results.byProcess), {
      [`call_inner [${pid}]`]: OUTER * INNER,
      [`call_inner [${other}]`]: OUTER * INNER,
    });
  });

  test('measures a kernel function with the time it waits', () => {
    const { average, count } = overall(results.sleeping)!;
    assert.equal(count, NAPS, results.sleeping.stdout);
    assert.ok(average >= NAP_MS - 1, `${average} ms on average`);
    for (const line of results.sleeping.lines) {
      const [, from, times] = /^ *(\d+) -> \d+ +: (\d+) /.exec(line) ?? [];
      if (Number(times) > 0) assert.ok(Number(from) >= 16, line);
    }
  });

  test('writes JSON for each kernel function of a pattern', () => {
    const rows = results.kernel.json();
    assert.deepEqual(
      rows.map((row) => [row.function, row.count, row.unit, row.pid]),
      [
        ['vfs_mkdir', DIRECTORIES, 'nsecs', null],
        ['vfs_truncate', CUTS, 'nsecs', null],
      ],
    );
    for (const { total, average, count, buckets } of rows) {
      assert.equal(average, Math.floor(total / count));
      assert.equal(
        (buckets as { count: number }[]).reduce((sum, bucket) => sum + bucket.count, 0),
        count,
      );
    }
  });

  test('measures a call in which a thread becomes the first of its process', async () => {
    const { guest } = bench;
    const made = await guest.run(`cat > /tmp/reborn.c <<'END'
${REBORN}END
gcc -O1 -pthread -o /tmp/reborn /tmp/reborn.c
/tmp/reborn </dev/null >/dev/null 2>&1 & echo $!`);
    assert.equal(made.status, 0, made.stderr);
    const reborn = made.stdout.trim();
    const run = await bench.start(`funclatency -p ${reborn} begin_new_exec`);
    await guest.run(`kill -CONT ${reborn}; tail --pid=${reborn} -f /dev/null`);
    const result = await run.interrupt();
    assert.equal(overall(result)?.count, REBIRTHS, result.stdout);
    assert.equal(result.stderr, '');
  });

  test('does not count what never returns', () => {
    assert.equal(overall(results.endless), undefined);
    assert.deepEqual(sections(results.endless), {});
  });

  test('prints at intervals, with the time, and ends after the duration', async () => {
    const result = await bench.run('funclatency -T -i 1 -d 2 vfs_read');
    assert.equal(result.status, 0);
    assert.equal(result.lines.filter((line) => /^\d\d:\d\d:\d\d$/.test(line)).length, 2);
  });

  test('says in one line what is wrong', async () => {
    const cases = [
      ["'no_such_*'", 1, /^funclatency: no kernel function matches 'no_such_\*'$/],
      ['t:sched:sched_switch', 2, /is a tracepoint, which has no duration/],
      ['u:python3:gc__start', 2, /is a USDT probe, which has no duration/],
      ['no_such_library:x', 1, /cannot find a library or executable named 'no_such_library'/],
    ] as const;
    const done = await Promise.all(cases.map(([args]) => bench.run(`funclatency ${args}`)));
    cases.forEach(([args, status, message], index) => {
      const { stderr, status: ended } = done[index]!;
      assert.equal(ended, status, `${args}: ${stderr}`);
      assert.match(stderr.trimEnd(), message);
      assert.equal(stderr.trimEnd().split('\n').length, 1);
    });
  });
});
