import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { type Results, toolTest } from '@bcc-ts/vm-tests';

const SHORT = 23;
const SHORT_US = 10_000;
const LONG = 7;
const LONG_US = 700_000;
/** Between the two, with room for a busy machine. */
const LIMIT_US = 400_000;

/** Sleeps, a known number of times and for known times, in functions of known names, and says how long it took. */
const sleeper = String.raw`
#include <cstdio>
#include <ctime>
#include <unistd.h>

static long microseconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

/* The system call itself, as the library's function has no frame pointer. */
extern "C" __attribute__((noinline)) void inner(long us) {
  timespec time = {us / 1000000, us % 1000000 * 1000};
  register long rest asm("r10") = 0;
  long result;
  asm volatile("syscall" : "=a"(result) : "a"(230), "D"(1), "S"(0), "d"(&time), "r"(rest) : "rcx", "r11", "memory");
}

namespace shop {
struct Queue {
  __attribute__((noinline)) void wait(long us) { inner(us); inner_calls++; }
  long inner_calls = 0;
};
}

extern "C" __attribute__((noinline)) void outer(int times, long us) { for (int i = 0; i < times; i++) inner(us); }

int main() {
  const long began = microseconds();
  outer(${SHORT}, ${SHORT_US});
  shop::Queue queue;
  for (int i = 0; i < ${LONG}; i++) queue.wait(${LONG_US});
  printf("%d %ld\n", getpid(), microseconds() - began);
}
`;

const isIn = (row: Record<string, { name: string }[]>, name: string) =>
  row.kernel_stack!.some((frame) => frame.name === name);

const sumOf = (line: string) => Number(line.slice(line.lastIndexOf(' ') + 1));

toolTest('offcputime', (bench, test) => {
  let directory: string;
  let pid: number;
  let elapsed: number;
  let results: Results<
    | 'folded'
    | 'blocks'
    | 'json'
    | 'longer'
    | 'shorter'
    | 'uninterruptible'
    | 'preempted'
    | 'threads'
    | 'graph'
    | 'ofProcess'
    | 'ofThread'
  >;
  let waiting: number;

  before(async () => {
    const { guest } = bench;
    directory = mkdtempSync(join(tmpdir(), 'bcc-ts-offcputime-'));
    writeFileSync(join(directory, 'sleeper.cc'), sleeper);
    execFileSync('g++', ['-O0', '-fno-omit-frame-pointer', '-static', '-o', 'sleeper', 'sleeper.cc'], {
      cwd: directory,
    });
    await guest.put(join(directory, 'sleeper'));
    const started = await guest.run(
      `mkfifo go && { bash -c 'read line; sleep 0.2; :' <> go > /dev/null 2>&1 & }; echo $!`,
    );
    waiting = Number(started.stdout);
    const commands = {
      folded: 'offcputime -f --comm sleeper',
      blocks: 'offcputime -d -s --comm sleeper',
      json: 'offcputime --json --comm sleeper',
      longer: `offcputime -f -U -m ${LIMIT_US} --comm sleeper`,
      shorter: `offcputime -f -U -M ${LIMIT_US} --comm sleeper`,
      uninterruptible: 'offcputime -f --state 2 --comm sleeper',
      preempted: 'offcputime --json -K --state 0 -u',
      threads: 'offcputime -f -k',
      graph: 'offcputime --svg off.svg --comm sleeper',
      ofProcess: `offcputime --json -U -p ${waiting}`,
      ofThread: `offcputime --json -U -t ${waiting}`,
    };
    results = await bench.during(commands, async () => {
      const done = await bench.workload(
        'cp /bin/sh hog; ./sleeper & p=$!; echo > go; ' +
          'for i in 1 2; do chrt --other 0 taskset -c 1 timeout 4 ./hog -c "while :; do :; done" & done; wait $p; wait',
      );
      [pid, elapsed] = done.stdout.trim().split(' ').map(Number) as [number, number];
    });
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  test('ends with status 0 on an interrupt and says nothing else', () => {
    for (const result of Object.values(results)) {
      assert.equal(result.status, 0, result.command);
      assert.equal(result.stderr, '', result.command);
    }
  });

  test('counts each sleep once, and measures it as the program itself does', () => {
    // A thread that was preempted in between has been off the CPU once more, with another stack.
    const sleeps = results.json
      .json()
      .filter((row) => row.user_stack[0]?.name === 'inner' && isIn(row, 'do_nanosleep'));
    const of = (caller: string) => sleeps.filter((row) => row.user_stack[1]?.name === caller);
    const short = of('outer');
    const long = of('shop::Queue::wait(long)');
    const total = (rows: typeof sleeps, key: string) => rows.reduce((sum, row) => sum + Number(row[key]), 0);
    assert.equal(total(short, 'count'), SHORT);
    assert.equal(total(long, 'count'), LONG);
    assert.ok(total(short, 'total_us') >= SHORT * SHORT_US, results.json.stdout);
    assert.ok(total(long, 'total_us') >= LONG * LONG_US, results.json.stdout);
    assert.ok(total(sleeps, 'total_us') <= elapsed, `${total(sleeps, 'total_us')} of ${elapsed} us`);
    for (const row of sleeps) assert.deepEqual([row.comm, row.pid, row.tid], ['sleeper', pid, pid]);
    const [row] = long;
    assert.deepEqual(
      row!.user_stack.slice(0, 3).map((frame: { name: string }) => frame.name),
      ['inner', 'shop::Queue::wait(long)', 'main'],
    );
  });

  test('kernel stacks begin where the scheduler does', () => {
    for (const row of results.json.json()) {
      const names = row.kernel_stack.map((frame: { name: string }) => frame.name);
      assert.equal(names[0], '__schedule', names.join());
      assert.ok(!names.some((name: string) => /bpf|trace/.test(name)), names.join());
    }
    assert.ok(
      results.json
        .json()
        .some((row) => row.kernel_stack.some((frame: { name: string }) => frame.name === 'do_nanosleep')),
    );
  });

  test('folded lines lead from main into the kernel', () => {
    const sleeps = results.folded.lines.filter((line) =>
      /^sleeper;.*;main;outer;inner;.*;do_nanosleep;.*schedule;__schedule \d+$/.test(line),
    );
    assert.equal(sleeps.length, 1, results.folded.stdout);
    assert.ok(sumOf(sleeps[0]!) >= SHORT * SHORT_US);
    assert.doesNotMatch(results.folded.stdout, /^Tracing/);
  });

  test('blocks end with the owner and its total, the largest last', () => {
    assert.equal(
      results.blocks.lines[0],
      'Tracing off-CPU time (us) of all threads named sleeper by user + kernel stack... Hit Ctrl-C to end.',
    );
    const last = results.blocks.stdout.trimEnd().split('\n\n').at(-1)!.split('\n');
    assert.match(last[0]!, /^ {4}__schedule\+0x\w+$/);
    assert.equal(last.filter((line) => line === '    --').length, 1);
    assert.match(last.find((line) => line.includes('shop::'))!, /^ {4}shop::Queue::wait\(long\)\+0x\w+$/);
    assert.equal(last.at(-2), `    -                sleeper (${pid})`);
    assert.ok(Number(last.at(-1)!.trim()) >= LONG * LONG_US);
    assert.match(last.at(-1)!, /^ {8}\d+$/);
  });

  test('-m and -M choose by the length of each wait', () => {
    assert.match(results.longer.stdout, /;main;shop::Queue::wait\(long\);inner \d+$/m);
    assert.doesNotMatch(results.longer.stdout, /;outer;/);
    assert.match(results.shorter.stdout, /;main;outer;inner \d+$/m);
    assert.doesNotMatch(results.shorter.stdout, /shop::/);
  });

  test('--state chooses by why a thread left', () => {
    assert.doesNotMatch(results.uninterruptible.stdout, /nanosleep/);
    const rows = results.preempted.json();
    assert.ok(
      rows.some((row) => row.comm === 'hog' && row.count > 0),
      results.preempted.stdout,
    );
    assert.ok(!rows.some((row) => row.comm === 'sleeper' && isIn(row, 'do_nanosleep')), results.preempted.stdout);
  });

  test('-p, -t and --comm show nothing else, -u no kernel thread', () => {
    for (const result of [results.ofProcess, results.ofThread]) {
      const rows = result.json();
      assert.ok(rows.length > 0, result.command);
      for (const row of rows) assert.deepEqual([row.pid, row.tid], [waiting, waiting], result.command);
    }
    for (const row of results.json.json()) assert.equal(row.comm, 'sleeper');
    for (const row of results.preempted.json()) assert.doesNotMatch(row.comm, /^(kworker|ksoftirqd|rcu|migration)/);
  });

  test('-k shows kernel threads only', () => {
    assert.ok(results.threads.lines.length > 0);
    for (const line of results.threads.lines)
      assert.match(
        line,
        /^[^;]+;ret_from_fork|^[^;]+;(\[unknown\][^;]*;)?(kthread|secondary_startup|common_startup|x86_64_start)|^swapper/,
        line,
      );
  });

  test('--svg writes a flame graph of microseconds', async () => {
    assert.match(results.graph.lines.at(-1)!, /^flame graph of \d+ us in off\.svg$/);
    assert.match((await bench.guest.run('cat off.svg')).stdout, /<title>outer\n[\d,]+ us, [\d.]+%<\/title>/);
  });

  test('refuses what makes no sense in one line', async () => {
    for (const [args, message] of [
      ['-f -s', /--folded and --offset/],
      ['-k -U', /nothing to show/],
      ['-m 9 -M 3', /above/],
      ['-M 18446744073709551616', /not an integer/],
    ] as const) {
      const result = await bench.run(`offcputime ${args}`);
      assert.equal(result.status, 2, result.stderr);
      assert.match(result.stderr, message);
      assert.equal(result.stderr.trimEnd().split('\n').length, 1);
    }
  });
});
