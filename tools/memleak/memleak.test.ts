import assert from 'node:assert/strict';
import { before } from 'node:test';
import { type Results, type ToolResult, toolTest } from '@bcc-ts/vm-tests';

/** Leaks known numbers of blocks of known sizes, each kind in a function of its own, at a signal or at once. */
const leaker = `
#define _GNU_SOURCE
#include <malloc.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void* operator_new(size_t) __asm__("_Znwm");
void* aligned_new(size_t, size_t) __asm__("_ZnwmSt11align_val_t");
/* Catches what operator new throws. */
void* safe_new(size_t, const void*) __asm__("_ZnwmRKSt9nothrow_t");
extern const char nothrow __asm__("_ZSt7nothrow");
static void* volatile last;

__attribute__((noinline)) static void leak_malloc(void) { last = malloc(100); }
__attribute__((noinline)) static void leak_calloc(void) { last = calloc(3, 50); }
__attribute__((noinline)) static void leak_realloc(void) { last = malloc(10); last = realloc(last, 300); }
__attribute__((noinline)) static void leak_failed(void) { last = malloc(400); if (realloc(last, PTRDIFF_MAX)) abort(); }
__attribute__((noinline)) static void leak_big(void) { last = malloc(1 << 20); }
__attribute__((noinline)) static void leak_new(void) { last = operator_new(77); }
__attribute__((noinline)) static void leak_safe_new(void) { last = safe_new(1L << 46, &nothrow); last = safe_new(78, &nothrow); }
__attribute__((noinline)) static void leak_aligned_new(void) { last = aligned_new(65, 64); }
__attribute__((noinline)) static void leak_aligned(void) {
  void* address;
  if (posix_memalign(&address, 64, 11)) abort();
  last = aligned_alloc(64, 128);
  last = memalign(32, 13);
  last = valloc(17);
  last = pvalloc(19);
}
__attribute__((noinline)) static void leak_mapping(void) {
  char* map = mmap(0, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  munmap(map, 4096);
  last = map;
}
__attribute__((noinline)) static void no_leak(void) {
  free(malloc(100));
  free(realloc(calloc(2, 50), 200));
  free(operator_new(55));
  munmap(mmap(0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), 4096);
  free(malloc(1 << 20));
  mmap(0, 4096, PROT_READ, MAP_PRIVATE, -1, 0);
}
static void go(int signal) { (void)signal; }

int main(int count, char** arguments) {
  (void)arguments;
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGUSR2);
  sigprocmask(SIG_BLOCK, &set, 0);
  signal(SIGUSR1, go);
  int number;
  if (count == 1) sigwait(&set, &number);
  for (int i = 0; i < 23; i++) leak_malloc();
  for (int i = 0; i < 7; i++) leak_calloc();
  for (int i = 0; i < 11; i++) leak_realloc();
  leak_failed();
  for (int i = 0; i < 2; i++) leak_big();
  for (int i = 0; i < 17; i++) leak_new();
  for (int i = 0; i < 3; i++) leak_safe_new();
  for (int i = 0; i < 19; i++) leak_aligned_new();
  for (int i = 0; i < 5; i++) leak_aligned();
  for (int i = 0; i < 13; i++) leak_mapping();
  for (int i = 0; i < 41; i++) no_leak();
  if (count == 1) {
    write(1, "done\\n", 5);
    sigwait(&set, &number);
  } else {
    sleep(3);
  }
}
`;

/** Bytes and blocks that are left, by function. */
const expected = {
  leak_malloc: [2300, 23],
  leak_calloc: [1050, 7],
  leak_realloc: [3300, 11],
  leak_failed: [400, 1],
  leak_big: [2 << 20, 2],
  leak_new: [77 * 17, 17],
  leak_safe_new: [78 * 3, 3],
  leak_aligned_new: [65 * 19, 19],
  leak_aligned: [5 * (11 + 128 + 13 + 17 + 19), 25],
  leak_mapping: [13 * 4096, 13],
} as const;

const PIPES = 101;
const DEVICES = 7;

interface Row {
  bytes: number;
  allocations: number;
  user_stack: { name: string | null }[];
  kernel_stack: { name: string | null }[];
}

/** Bytes and blocks by the function that asked for them, of one report. */
function byFunction(rows: Row[]): Record<string, [number, number]> {
  const sums: Record<string, [number, number]> = {};
  for (const {
    allocations,
    bytes,
    user_stack: [frame],
  } of rows) {
    const name = String(frame?.name);
    sums[name] = [(sums[name]?.[0] ?? 0) + bytes, (sums[name]?.[1] ?? 0) + allocations];
  }
  return sums;
}

/** The rows of the last report. Newer kernels may have left out a program that was interrupted, and lines say so. */
const lastReport = (result: ToolResult): Row[] => {
  const rows = result.json().filter(({ type }) => type !== 'lost');
  return rows.filter(({ time }) => time === rows.at(-1)?.time) as unknown as Row[];
};

toolTest('memleak', (bench, test) => {
  let pid: number;
  let results: Results<'json' | 'blocks' | 'combined' | 'each' | 'sized' | 'young' | 'graph'>;

  before(async () => {
    const { guest } = bench;
    await guest.run('cat > leaker.c', { stdin: leaker });
    const built = await guest.run(
      'gcc -O0 -fno-omit-frame-pointer -Wno-unused-result -o leaker leaker.c /usr/lib/x86_64-linux-gnu/libstdc++.so.6',
    );
    assert.equal(built.status, 0, built.stderr);
    const started = await guest.run('chrt --fifo 1 ./leaker > marker 2>&1 & echo $!');
    pid = Number(started.stdout);
    const commands = {
      json: `memleak -p ${pid} --json -o 0 -T 50 600`,
      blocks: `memleak -p ${pid} -a -o 0 -T 3 600`,
      combined: `memleak -p ${pid} -C --sort count 600`,
      each: `memleak -p ${pid} -t`,
      sized: `memleak -p ${pid} -f -o 0 -z 100 -Z 300 600`,
      young: `memleak -p ${pid} --json -o 3600000 600`,
      graph: `memleak -p ${pid} --svg leak.svg -o 0 600`,
    };
    results = await bench.during(commands, async () => {
      const done = await guest.run(
        `kill -USR1 ${pid}; while kill -0 ${pid} && ! grep -q done marker; do sleep 0.2; done; cat marker`,
      );
      assert.equal(done.stdout, 'done\n');
    });
    await guest.run(`kill -9 ${pid}`);
  });

  test('ends with status 0 on an interrupt and says nothing else', () => {
    for (const result of Object.values(results)) {
      assert.equal(result.status, 0, result.command);
      assert.equal(result.stderr, '', result.command);
    }
  });

  test('counts exactly what is left, by the function that asked for it', () => {
    const { sigwait: _, ...sums } = byFunction(lastReport(results.json));
    assert.deepEqual(sums, expected);
    for (const { user_stack } of lastReport(results.json)) assert.equal(user_stack[1]?.name, 'main');
  });

  test('shows the largest last, with the frames and, asked for, every block', () => {
    assert.equal(results.blocks.lines[0], `Attaching to pid ${pid}, Ctrl+C to quit.`);
    assert.match(results.blocks.lines[1]!, /^\[\d\d:\d\d:\d\d\] Top 3 stacks with outstanding allocations:$/);
    const list = results.blocks.lines.filter((line) => line.startsWith('\taddr = '));
    assert.equal(
      list.length,
      Object.values(expected).reduce((sum, [, count]) => sum + count, 0),
    );
    assert.match(list.at(-1)!, /^\taddr = [0-9a-f]+ size = 1048576$/);
    assert.match(list[0]!, /^\taddr = [0-9a-f]+ size = 11$/);
    const heads = results.blocks.lines.filter((line) => / bytes in \d+ allocations from stack$/.test(line));
    assert.equal(heads.length, 3);
    assert.deepEqual(heads.slice(1), [
      `\t${13 * 4096} bytes in 13 allocations from stack`,
      `\t${2 << 20} bytes in 2 allocations from stack`,
    ]);
    const frames = results.blocks.lines.slice(results.blocks.lines.indexOf(heads[2]!) + 1);
    assert.match(frames[0]!, /^\t\t0x[0-9a-f]{16}\tleak_big\+0x[0-9a-f]+ \[leaker\]$/);
    assert.match(frames[1]!, /^\t\t0x[0-9a-f]{16}\tmain\+0x[0-9a-f]+ \[leaker\]$/);
  });

  test('combined sums are the same, sorted by number', () => {
    const heads = results.combined.lines.filter((line) => line.includes(' allocations from stack'));
    assert.equal(heads.at(-1), '\t2300 bytes in 23 allocations from stack');
    assert.equal(heads.at(-2), `\t${19 * 65} bytes in 19 allocations from stack`);
    assert.match(
      results.combined.stdout,
      /\t2300 bytes in 23 allocations from stack\n\t\tleak_malloc\+0x\w+ \[leaker\]\n\t\tmain\+0x/,
    );
    assert.doesNotMatch(results.combined.stdout, /no_leak/);
  });

  test('prints every call with -t', () => {
    assert.match(results.each.lines[1] ?? '', /^TIME +COMM +PID +TID +CPU CALL +SIZE ADDRESS$/);
    const sizes = (call: string, size: number) =>
      results.each.lines.filter((line) => new RegExp(` ${call} +${size} 0x[0-9a-f]{16}$`).test(line));
    assert.equal(sizes('alloc', 100).length, 23 + 41 * 2);
    assert.equal(sizes('free', 100).length, 41 * 2);
    assert.equal(sizes('alloc', 77).length, 17);
    assert.equal(sizes('free', 10).length, 11);
  });

  test('chooses by size and by age', () => {
    const lines = results.sized.lines.filter((line) => line.startsWith('process;'));
    const names = lines.map((line) => /;(\w+) \d+$/.exec(line)?.[1]).sort();
    assert.deepEqual(names, ['leak_aligned', 'leak_calloc', 'leak_malloc', 'leak_realloc']);
    assert.ok(
      lines.some((line) => /;main;leak_malloc 2300$/.test(line)),
      results.sized.stdout,
    );
    assert.deepEqual(results.young.lines, []);
  });

  test('--svg writes a flame graph of bytes', async () => {
    assert.match(results.graph.lines.at(-1)!, /^flame graph of \d+ bytes in leak\.svg$/);
    assert.match(
      (await bench.guest.run('cat leak.svg')).stdout,
      /<title>leak_big\n2,097,152 bytes, 9\d\.\d\d%<\/title>/,
    );
  });

  test('a command is followed from its first instruction to its end, and ends the tool', async () => {
    const run = await bench.run('memleak --json -T 50 -o 0 600 -c \'./leaker "now and here"\'');
    assert.equal(run.status, 0, run.stderr);
    const sums = byFunction(lastReport(run));
    for (const [name, sum] of Object.entries(expected)) assert.deepEqual(sums[name], sum, `${name}: ${run.stdout}`);
  });

  test('in the kernel, what a process holds is there, and what it has closed is not', async () => {
    const { guest } = bench;
    const holder = (then: string) =>
      `exec chrt --fifo 1 python3 -c 'import os, time
open("/sys/fs/cgroup/pipes/cgroup.procs", "w").write(str(os.getpid()))
pipes = [os.pipe() for _ in range(${PIPES})]
${then}'`;
    await guest.run('mkdir /sys/fs/cgroup/pipes');
    const memleak = (options: string) => `memleak --json ${options} -o 0 -T 100000 --cgroup /sys/fs/cgroup/pipes 600`;
    const commands = { each: memleak(''), combined: memleak('-C'), sampled: memleak('-s 1000000') };
    const { each, combined, sampled } = await bench.during(commands, async () => {
      assert.equal((await guest.run(holder('')))?.status, 0);
      const held = await guest.run(
        `(${holder('print("ready", flush=True); time.sleep(600)')}) > ready & echo $! > holder; while ! grep -q ready ready; do sleep 0.2; done`,
      );
      assert.equal(held.status, 0);
    });
    await guest.run('kill $(cat holder)');
    for (const result of [each, combined]) {
      assert.equal(result.status, 0, result.stderr);
      // It is in the stacks of pages that the slabs took, too; those are fewer.
      const pipes = lastReport(result).filter(({ kernel_stack }) =>
        kernel_stack.some(({ name }) => name === 'alloc_pipe_info'),
      );
      const most = Math.max(...pipes.map(({ allocations }) => allocations));
      assert.equal(most, PIPES, JSON.stringify(pipes).slice(0, 2000));
      for (const { allocations, bytes } of pipes) {
        if (allocations === PIPES) assert.ok(bytes >= PIPES * 64 && bytes % PIPES === 0, `${bytes} bytes`);
      }
    }
    assert.ok(lastReport(sampled).length < lastReport(each).length / 2, 'one of a million is nearly none');
  });

  test('per-CPU memory has its own report', async () => {
    const run = await bench.start('memleak --percpu --json -o 0 -T 1000 600');
    const made = await bench.guest.run(
      `modprobe dummy numdummies=0 && for i in $(seq ${DEVICES}); do ip link add dm$i type dummy; done`,
    );
    assert.equal(made.status, 0, made.stderr);
    const result = await run.interrupt();
    assert.equal(result.status, 0, result.stderr);
    const rows = lastReport(result).filter(({ kernel_stack }) =>
      kernel_stack.some(({ name }) => /^alloc_netdev_mqs|^register_netdevice/.test(name ?? '')),
    );
    assert.ok(
      rows.some(({ allocations }) => allocations === DEVICES),
      result.stdout.slice(0, 2000),
    );
  });

  test('refuses what makes no sense in one line', async () => {
    for (const [args, status, message] of [
      ['-z 9 -Z 3', 2, /above/],
      ['--sort name', 2, /not one of size, count/],
      ['-p 1 -O nosuchlibrary', 1, /cannot find the library nosuchlibrary of process/],
      [`-p ${pid}`, 1, /there is no process/],
      ['-p 99999999999', 2, /99999999999 is too large/],
    ] as const) {
      const result = await bench.run(`memleak ${args}`);
      assert.equal(result.status, status, result.stderr);
      assert.match(result.stderr, message);
      assert.equal(result.stderr.trimEnd().split('\n').length, 1);
    }
  });
});
