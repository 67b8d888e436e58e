import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { type Results, toolTest } from '@bcc-ts/vm-tests';

/**
 * Works on one CPU for as many seconds as asked for, three times as long in `heavy` as in `light`, then in a C++ method,
 * in code that it made itself and put into its map for profilers, and in the kernel.
 */
const busy = String.raw`
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

static volatile uint64_t sink;

extern "C" __attribute__((noinline)) void spin(long turns) { for (long i = 0; i < turns; i++) sink += i; }
extern "C" __attribute__((noinline)) void heavy(long turns) { spin(3 * turns); sink++; }
extern "C" __attribute__((noinline)) void light(long turns) { spin(turns); sink++; }

namespace shop {
struct Cart {
  __attribute__((noinline)) long total(long turns, const char* name) const {
    long sum = 0;
    for (volatile long i = 0; i < turns; i = i + 1) sum += name[0];
    return sum;
  }
};
}

/* push rbp; mov rbp, rsp; 1: dec rdi; jnz 1b; pop rbp; ret */
static const unsigned char code[] = {0x55, 0x48, 0x89, 0xe5, 0x48, 0xff, 0xcf, 0x75, 0xfb, 0x5d, 0xc3};

int main(int, char** arguments) {
  const time_t end = time(nullptr) + atoi(arguments[1]);
  void* made = mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memcpy(made, code, sizeof code);
  char map[64];
  snprintf(map, sizeof map, "/tmp/perf-%d.map", getpid());
  FILE* file = fopen(map, "w");
  fprintf(file, "%lx %zx made::hot;loop\n", reinterpret_cast<unsigned long>(made), sizeof code);
  fclose(file);
  const int zero = open("/dev/zero", O_RDONLY);
  static char bytes[1 << 16];
  const long turns = 20000;
  while (time(nullptr) < end) {
    heavy(turns);
    light(turns);
    sink += shop::Cart().total(2 * turns, arguments[0]);
    reinterpret_cast<void (*)(long)>(made)(6 * turns);
    for (int i = 0; i < 20; i++) sink += read(zero, bytes, sizeof bytes);
  }
}
`;

const HERTZ = 99;
const SECONDS = 4;

interface Frame {
  address: string;
  name: string | null;
  offset: number;
  module: string | null;
  kind: string;
}

const lastNumber = (line: string) => Number(line.slice(line.lastIndexOf(' ') + 1));
const sum = (lines: readonly string[]) => lines.reduce((total, line) => total + lastNumber(line), 0);

toolTest('profile', (bench, test) => {
  let pid: number;
  let directory: string;
  /** Those that end after their time. */
  let timed: Results<'folded' | 'blocks' | 'json' | 'graph' | 'kernel' | 'lossy' | 'others'>;
  let results: Results<keyof typeof timed | 'short'>;

  before(async () => {
    const { guest } = bench;
    directory = mkdtempSync(join(tmpdir(), 'bcc-ts-profile-'));
    writeFileSync(join(directory, 'busy.cc'), busy);
    const flags = ['-O0', '-fno-omit-frame-pointer', '-static'];
    execFileSync('g++', [...flags, '-o', 'busy', 'busy.cc'], { cwd: directory });
    await guest.put(join(directory, 'busy'));
    const started = await guest.run('taskset -c 1 chrt --fifo 1 ./busy 600 > /dev/null 2>&1 & echo $!');
    pid = Number(started.stdout);
    const commands = {
      folded: `profile -f -a -F ${HERTZ} -p ${pid} ${SECONDS}`,
      blocks: `profile -A -d -F ${HERTZ} -p ${pid} ${SECONDS}`,
      json: `profile --json -F ${HERTZ} -L ${pid} -i 1 --duration ${SECONDS}`,
      graph: `profile -U --comm busy --svg busy.svg -F ${HERTZ} ${SECONDS}`,
      kernel: `profile -K -f -u -C 1 ${SECONDS}`,
      lossy: `profile --stack-storage-size 1 -F ${HERTZ} ${SECONDS}`,
      others: `profile -f -p 1,${pid + 100000} ${SECONDS}`,
    };
    const work = async () => {
      await guest.run('cp busy short && ./short 6');
      await new Promise((resolve) => setTimeout(resolve, 1500));
    };
    const { short } = await bench.during({ short: 'profile -U -f --comm short' }, async () => {
      timed = await bench.during(commands, work, 'wait');
    });
    results = { ...timed, short };
    await guest.run(`kill ${pid}`);
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  test('ends with status 0 and says nothing else', () => {
    const { lossy: _, ...quiet } = results;
    for (const result of Object.values(quiet)) {
      assert.equal(result.status, 0, result.command);
      assert.equal(result.stderr, '', result.command);
    }
  });

  test('folded lines lead from main to the innermost function, and are as heavy as the work is', () => {
    const samples = sum(results.folded.lines);
    assert.ok(samples > HERTZ * SECONDS * 0.3, `${samples} samples`);
    const of = (pattern: RegExp) => sum(results.folded.lines.filter((line) => pattern.test(line)));
    const heavy = of(/^busy;.*;main;heavy;spin(;\S+_\[k\])* \d+$/);
    const light = of(/^busy;.*;main;light;spin(;\S+_\[k\])* \d+$/);
    assert.ok(heavy + light > 30, results.folded.stdout);
    const share = heavy / (heavy + light);
    assert.ok(share > 0.62 && share < 0.88, `${heavy} heavy, ${light} light`);
    assert.ok(of(/;main;shop::Cart::total\(long, char const\*\) const(;\S+_\[k\])* \d+$/) > 0, results.folded.stdout);
    assert.ok(of(/;main;made::hot\\x3bloop_\[j\](;\S+_\[k\])* \d+$/) > 0, results.folded.stdout);
    assert.ok(of(/;(__libc_)?read;\S*do_syscall_64_\[k\];.*_\[k\] \d+$/) > 0, results.folded.stdout);
    assert.equal(of(/^(?!busy;)/), 0);
  });

  test('no function is in a stack twice because it was sampled in it', () => {
    for (const line of results.folded.lines) {
      const frames = line.slice(0, line.lastIndexOf(' ')).split(';');
      assert.notEqual(frames.at(-1), frames.at(-2), line);
    }
  });

  test('blocks have kernel frames first, then user frames, each with its place', () => {
    assert.equal(
      results.blocks.lines[0],
      `Sampling at ${HERTZ} Hertz of PID ${pid} by user + kernel stack for ${SECONDS} secs.`,
    );
    const text = results.blocks.stdout;
    assert.match(
      text,
      /\n {4}0x0000000000\w+ spin\+0x\w+ \[busy\]\n {4}0x0000000000\w+ heavy\+0x\w+ \[busy\]\n {4}0x0000000000\w+ main\+0x\w+ \[busy\]\n/,
    );
    assert.match(text, /\n {4}0xffff\w{12} {0,2}do_syscall_64\+0x\w+ \[kernel\]\n( {4}0xffff.*\n)* {4}--\n {4}0x0000/);
    assert.match(text, /\n {4}0x0000\w{12} made::hot;loop\+0x\w+ \[perf-\d+\.map\]\n {4}0x0\w+ main\+/);
    assert.match(text, new RegExp(`\\n {4}- {16}busy \\(${pid}\\)\\n {8}\\d+\\n$`.replace('\\n$', '\\n\\n?')));
    const counts = [...text.matchAll(/^ {8}(\d+)$/gm)].map((match) => Number(match[1]));
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => a - b),
    );
    assert.ok(counts.reduce((total, count) => total + count, 0) > HERTZ * SECONDS * 0.3);
  });

  test('JSON has an object per stack and interval, with frames as arrays', () => {
    const rows = results.json.json();
    for (const row of rows) assert.equal(row.comm, 'busy', 'only one thread');
    assert.ok(new Set(rows.map((row) => row.time)).size >= 2, 'more than one interval');
    const spinning = rows.find((row) => row.user_stack[0]?.name === 'spin' && row.kernel_stack.length === 0)!;
    assert.equal(spinning.comm, 'busy');
    assert.equal(spinning.pid, pid);
    const [spin, caller, main] = spinning.user_stack as Frame[];
    assert.match(caller!.name!, /^(heavy|light)$/);
    assert.deepEqual(
      { ...main!, address: '', offset: 0 },
      { address: '', name: 'main', offset: 0, module: '/root/busy', kind: 'user' },
    );
    assert.match(spin!.address, /^0x[0-9a-f]+$/);
    assert.ok(
      rows.some((row) =>
        row.kernel_stack.some((frame: Frame) => frame.name === 'do_syscall_64' && frame.kind === 'kernel'),
      ),
    );
  });

  test('--svg writes a flame graph', async () => {
    assert.match(results.graph.lines.at(-1)!, /^flame graph of \d+ samples in busy\.svg$/);
    const svg = (await bench.guest.run('cat busy.svg')).stdout;
    assert.match(svg, /<svg class="f user s\d".*<title>heavy\n/);
    assert.match(svg, /<svg class="f jit s\d".*<title>made::hot;loop\n/);
    assert.match(svg, /<title>shop::Cart::total\(long, char const\*\) const\n/);
    assert.match(svg, /<title>CPU samples at 99 Hertz, all threads named busy<\/title>/);
    assert.doesNotMatch(svg, /class="f kernel/);
  });

  test('-K shows no user frame, -u no kernel thread, -C one CPU', () => {
    assert.ok(
      results.kernel.lines.some((line) => /^busy;.*do_syscall_64.* \d+$/.test(line)),
      results.kernel.stdout,
    );
    assert.doesNotMatch(results.kernel.stdout, /;main;|;spin;|^kworker|^ksoftirqd|^rcu/m);
  });

  test('functions of a process that has ended have their names', () => {
    assert.ok(
      sum(results.short.lines.filter((line) => /^short;.*;main;heavy;spin /.test(line))) > 0,
      results.short.stdout,
    );
    // A sample from before its first or after its last instruction has no user frame.
    for (const line of results.short.lines) assert.match(line, /^short(;| \d+$)/, 'only threads of that name');
    assert.doesNotMatch(results.short.stdout, /\[exited\]/);
  });

  test('stacks that find no place are counted, and shown as missing with the cause', () => {
    assert.equal(results.lossy.status, 0);
    assert.match(
      results.lossy.stderr,
      /^profile: \d+ call stacks? lost.*: place taken by another \(try: --stack-storage-size 8\)$/m,
    );
    assert.match(results.lossy.stdout, /^ {4}\[Missed (Kernel|User) Stack\] \(collision\)$/m);
  });

  test('other processes are left out, and nothing is shown when there are none', () => {
    assert.doesNotMatch(results.others.stdout, /busy/);
  });

  test('an idle CPU is seen with -I only', async () => {
    const [idle, active, every] = await Promise.all(
      ['profile -I -C 0 1', 'profile -C 0 1', 'profile -c 20000000 -C 0 1'].map((command) => bench.run(command)),
    );
    assert.equal(idle!.lines[0], 'Sampling at 49 Hertz of all threads by user + kernel stack on CPU#0 for 1 secs.');
    assert.match(idle!.stdout, /swapper\/0 \(0\)/);
    assert.doesNotMatch(idle!.stdout, /swapper\/1/);
    assert.doesNotMatch(active!.stdout, /swapper/);
    assert.match(every!.lines[0]!, /^Sampling at every 20000000 events of all threads/);
    assert.equal(every!.status, 0);
  });

  test('in a container with ids of its own, those count', async () => {
    const command = "unshare --pid --fork --mount-proc sh -c './busy 20 & profile -f -U -p $! 2; kill $!'";
    const inside = await bench.run(command);
    assert.equal(inside.status, 0, inside.stderr);
    assert.ok(sum(inside.lines.filter((line) => /^busy;.*;main;heavy;spin \d+$/.test(line))) > 0, inside.stdout);
    assert.ok(sum(inside.lines.filter((line) => /;made::hot\\x3bloop \d+$/.test(line))) > 0, inside.stdout);
  });

  test('refuses what makes no sense in one line', async () => {
    for (const [args, message] of [
      ['-U -K', /--user-stacks-only and --kernel-stacks-only/],
      ['-C 99', /CPU 99 is not online/],
      ['0', /too small/],
    ] as const) {
      const result = await bench.run(`profile ${args}`);
      assert.equal(result.status, 2, result.stderr);
      assert.match(result.stderr, message);
      assert.equal(result.stderr.trimEnd().split('\n').length, 1);
    }
  });
});
