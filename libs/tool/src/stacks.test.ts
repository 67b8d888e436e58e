import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Text } from '@bcc-ts/core';
import { fakeImage } from '../test/fake-object.ts';
import { fakeCounts, startFake } from '../test/fake-run.ts';
import { defineTool } from './declaration.ts';
import { hashStorageOption, keptFrames, stackOptions, stackStorageOption } from './stack-options.ts';
import type { CountMap } from './tool-object.ts';

interface Key {
  pid: number;
  kernel_stack: number;
  user_stack: number;
  comm: Text;
}

interface Program {
  rodata: object;
  maps: { sums: CountMap<Key, bigint> };
  programs: never;
}

const tool = defineTool({
  name: 'fakestacks',
  summary: 'Fake.',
  program: fakeImage<Program>(),
  options: {
    ...stackOptions,
    annotations: { alias: 'a', type: 'boolean', describe: 'mark' },
    address: { alias: 'A', type: 'boolean', describe: 'addresses' },
    'hash-storage-size': hashStorageOption,
    'stack-storage-size': stackStorageOption,
    interval: { alias: 'i', type: 'integer', describe: 'interval' },
    count: { type: 'integer', describe: 'reports' },
  },
  stacks: {
    from: 'sums',
    title: 'Fake stacks',
    preamble: 'Sampling... Hit Ctrl-C to end.',
    stacks: ({ pid, kernel_stack, user_stack }) => [{ id: kernel_stack }, { id: user_stack, pid }],
    firstKernelFrame: 'f5',
    weight: (count) => count,
    unit: 'samples',
    owner: ({ comm, pid }) => ({ name: comm, id: pid }),
    layout: { addresses: (options) => options.address },
    fields: { comm: ({ comm }) => comm, pid: ({ pid }) => pid, count: (_key, count) => count },
  },
});

const NONE = -14;
/** What the kernel keeps: by id, innermost first. The fake symbols call 0x1000 f1, and so on. */
const kept: Record<number, bigint[]> = {
  1: [0x9040n, 0x5010n, 0x6020n],
  2: [0x1004n, 0x2008n],
  3: [0xf123n, 0x3000n],
};
const second: Record<number, bigint[]> = { 7: [0x4001n] };

const key = (comm: string, pid: number, kernel_stack: number, user_stack: number): Key => ({
  comm: Text.from(comm),
  pid,
  kernel_stack,
  user_stack,
});

async function start(argv: string[], reports: [Key, bigint][][], gone = new Set<number>()) {
  const left = [...reports];
  const freed: number[] = [];
  const sizes: Record<string, number> = {};
  const stackMap = (name: string, ids: Record<number, bigint[]>) => ({
    get: (id: number) => (gone.has(id) ? undefined : ids[id]),
    delete: (id: number) => freed.push(id) > 0,
    set maxEntries(count: number) {
      sizes[name] = count;
    },
    set depth(frames: number) {
      sizes[`${name} depth`] = frames;
    },
  });
  const sums = {
    keys: () => (left[0] ?? []).map(([entry]) => entry),
    drain: () => left.shift() ?? [],
    set maxEntries(count: number) {
      sizes.sums = count;
    },
  };
  const object = fakeCounts({
    sums,
    stacks: stackMap('stacks', kept),
    stacks_second: stackMap('stacks_second', second),
  });
  const run = await startFake(tool, argv, object);
  return {
    ...run,
    ...{ freed, rodata: object.rodata, sizes, gone },
    async interrupt() {
      await run.end();
      return run.out();
    },
  };
}

const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-stacks-'));
after(() => rmSync(directory, { recursive: true, force: true }));

const two: [Key, bigint][] = [
  [key('busy', 7, 1, 2), 9n],
  [key('idle', 8, NONE, 3), 4n],
];

const PREAMBLE = 'Sampling... Hit Ctrl-C to end.\n';

test('stacks come smallest first: frames innermost first, then the owner and the sum', async () => {
  const run = await start([], [two]);
  assert.equal(
    await run.interrupt(),
    `${PREAMBLE}
    [unknown] [program-8]
    f2+0x1000 [program-8]
    -                idle (8)
        4

    f5+0x10 [kernel]
    f6+0x20 [kernel]
    f1+0x4 [program-7]
    f2+0x8 [program-7]
    -                busy (7)
        9

`,
  );
  assert.equal(run.err(), '');
  assert.equal(run.status(), 0);
});

test('a delimiter stands between two parts only', async () => {
  const run = await start(['-d'], [two]);
  assert.match(await run.interrupt(), /f6\+0x20 \[kernel\]\n {4}--\n {4}f1/);
  assert.equal(run.out().match(/--/g)?.length, 1);
});

test('addresses and marks', async () => {
  const run = await start(['-aA'], [two]);
  const text = await run.interrupt();
  assert.match(text, /^ {4}0x5010 {13}f5\+0x10_\[k\] \[kernel\]$/m);
  assert.match(text, /^ {4}0x0000000000001004 f1\+0x4 \[program-7\]$/m);
});

test('folded lines begin outermost, have no preamble, and add up what reads the same', async () => {
  const same: [Key, bigint] = [key('busy', 9, 1, 2), 2n];
  const run = await start(['-fda'], [[...two, same]]);
  assert.equal(await run.interrupt(), 'idle;f2;[unknown] [program-8] 4\nbusy;f2;f1;-;f6_[k];f5_[k] 11\n');
});

test('a semicolon or a newline in a name does not make two frames or two lines', async () => {
  const run = await start(['-f'], [[[key('a;b\nc', 7, NONE, 2), 1n]]]);
  assert.equal(await run.interrupt(), 'a\\x3bb\\nc;f2;f1 1\n');
});

test('stacks from the second map, and those the kernel did not keep, by cause', async () => {
  const run = await start(
    ['-f'],
    [
      [
        [key('p', 7, -17, 0x40000007), 3n],
        [key('p', 7, 1, -12), 2n],
      ],
    ],
  );
  assert.equal(
    await run.interrupt(),
    'p;[Missed User Stack] (storage full);f6;f5 2\np;f4;[Missed Kernel Stack] (collision) 3\n',
  );
});

test('JSON has an object per stack with frames as arrays', async () => {
  const run = await start(['--json'], [[[key('p', 7, -17, 2), 3n]]]);
  const { time, ...fields } = JSON.parse(await run.interrupt());
  assert.match(time, /Z$/);
  assert.deepEqual(fields, {
    comm: 'p',
    pid: 7,
    count: 3,
    kernel_stack: [],
    kernel_stack_missing: 'collision',
    user_stack: [
      { address: '0x1004', name: 'f1', offset: 4, module: 'program-7', kind: 'user' },
      { address: '0x2008', name: 'f2', offset: 8, module: 'program-7', kind: 'user' },
    ],
  });
});

test('stacks of a process are resolved while it runs, for the end may be too late', async () => {
  const run = await start(['-f'], [two]);
  await sleep(1100);
  for (const id of [2, 3]) run.gone.add(id);
  assert.match(await run.interrupt(), /^busy;f2;f1;f6;f5 9$/m);
});

test('an interval gives reports with the time, and frees the stacks that are not seen any more', async () => {
  const run = await start(['-i', '1', '--count', '2'], [[two[0]!], [two[1]!]]);
  await run.done;
  assert.equal(run.out().match(/^\d\d:\d\d:\d\d$/gm)?.length, 2);
  assert.deepEqual(run.freed.sort(), [1, 2]);
});

test('sizes and choices reach the program', async () => {
  const run = await start(
    ['-U', '--stack-storage-size', '8', '--hash-storage-size', '5', '--perf-max-stack-depth', '9'],
    [],
  );
  await run.interrupt();
  assert.deepEqual(run.sizes, { stacks: 8, stacks_second: 2, 'stacks depth': 9, 'stacks_second depth': 9, sums: 5 });
  assert.equal(run.rodata.want_kernel_stacks, false);
  assert.equal(run.rodata.want_user_stacks, true);
});

test('as many frames are kept as the kernel allows, and what it does not allow is said', () => {
  const table = [
    [9, 127, 9],
    [127, 127, 127],
    [127, 64, 64],
    [300, 1024, 300],
  ] as const;
  for (const [asked, most, kept] of table) assert.equal(keptFrames(asked, most), kept);
  assert.throws(() => keptFrames(128, 127), {
    name: 'ToolError',
    message: 'cannot keep 128 frames of a stack: the kernel allows 127 (try: sysctl kernel.perf_event_max_stack=128)',
  });
});

test('--svg writes a flame graph under its name when all is done, and no text', async () => {
  const file = join(directory, 'a.svg');
  writeFileSync(file, 'old');
  const run = await start(['--svg', file], [two]);
  assert.equal(readFileSync(file, 'utf8'), 'old');
  assert.equal(await run.interrupt(), `${PREAMBLE}flame graph of 13 samples in ${file}\n`);
  assert.match(readFileSync(file, 'utf8'), /^<\?xml[\s\S]*<title>f5\n9 samples, 69.23%<\/title>[\s\S]*<\/svg>\n$/);
  assert.deepEqual(readdirSync(directory), ['a.svg']);
});

test('--svg with --folded writes both', async () => {
  const file = join(directory, 'b.svg');
  const run = await start(['-f', '--svg', file], [two]);
  assert.match(await run.interrupt(), /^busy;/m);
  assert.ok(existsSync(file));
});

test('a file that cannot be written ends the run in one line, before anything is traced', async () => {
  const run = await start(['--svg', join(directory, 'missing', 'a.svg')], [two]);
  await run.done;
  assert.equal(run.status(), 1);
  assert.match(run.err(), /^fakestacks: cannot write .*missing\/a\.svg: No such file or directory\n$/);
  assert.equal(run.out(), '');
});

test('a directory in the place of the file leaves nothing behind', async () => {
  const run = await start(['--svg', directory], [two]);
  await run.interrupt();
  assert.equal(run.status(), 1);
  assert.match(run.err(), /^fakestacks: cannot write [^\n]*\n$/);
  assert.deepEqual(
    readdirSync(join(directory, '..')).filter((name) => name.endsWith('.tmp')),
    [],
  );
});
