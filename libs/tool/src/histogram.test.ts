import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Text } from '@bcc-ts/core';
import { fakeImage } from '../test/fake-object.ts';
import { fakeCounts, startFake } from '../test/fake-run.ts';
import { defineTool } from './declaration.ts';
import { intervalAndCount } from './interval-options.ts';
import type { CountMap } from './tool-object.ts';

interface Latency {
  slots: bigint[];
  total: bigint;
  count: bigint;
}

interface Program {
  rodata: object;
  maps: { latencies: CountMap<{ disk: Text }, Latency> };
  programs: never;
}

const tool = defineTool({
  name: 'fakelat',
  summary: 'Fake.',
  program: fakeImage<Program>(),
  options: {
    timestamp: { alias: 'T', type: 'boolean', describe: 'time' },
    disks: { alias: 'D', type: 'boolean', describe: 'by disk' },
    extension: { alias: 'e', type: 'boolean', describe: 'average' },
    json: { alias: 'j', type: 'boolean', describe: 'JSON' },
  },
  positionals: intervalAndCount,
  histogram: {
    from: 'latencies',
    preamble: 'Tracing block device I/O... Hit Ctrl-C to end.',
    unit: 'usecs',
    slots: (latency) => latency.slots,
    section: (key, { options }) => (options.disks ? { name: 'disk', value: key.disk } : undefined),
    timeLine: (clock, { timestamp }) => (timestamp ? clock : undefined),
    summary: ({ total, count }, { options }) =>
      options.extension ? `avg = ${total / count} usecs, total: ${total} usecs, count: ${count}` : undefined,
    fields: { total: (latency) => latency.total, count: (latency) => latency.count },
  },
});

const latency = (slot: number, count: number): Latency => ({
  slots: Array.from({ length: 64 }, (_, index) => (index === slot ? BigInt(count) : 0n)),
  total: BigInt(count * 3),
  count: BigInt(count),
});

/** Runs the tool; `outputs` is what the map holds at the first, second ... output. */
async function start(argv: string[], outputs: [string, Latency][][]) {
  const left = [...outputs];
  const drain = () => (left.shift() ?? []).map(([disk, value]) => [{ disk: Text.from(disk) }, value] as const);
  return { ...(await startFake(tool, argv, fakeCounts({ latencies: { drain } }))), left };
}

const PREAMBLE = 'Tracing block device I/O... Hit Ctrl-C to end.\n';
const BLOCK = `     usecs               : count     distribution
         0 -> 1          : 5        |****************************************|
`;

test('without an interval there is one output, at the end', async () => {
  const run = await start([], [[['vda', latency(1, 5)]]]);
  assert.equal(run.out(), PREAMBLE);
  await run.end();
  assert.equal(run.out(), `${PREAMBLE}\n${BLOCK}`);
  assert.equal(run.status(), 0);
});

test('sections are headed, sorted and followed by their average', async () => {
  const run = await start(
    ['-De'],
    [
      [
        ['vdb', latency(1, 5)],
        ['vda', latency(1, 5)],
      ],
    ],
  );
  await run.end('SIGTERM');
  const average = '\navg = 3 usecs, total: 15 usecs, count: 5\n\n';
  assert.equal(run.out(), `${PREAMBLE}\n\ndisk = vda\n${BLOCK}${average}\ndisk = vdb\n${BLOCK}${average}`);
});

test('percentiles stand below each histogram when asked for, before what else does', async () => {
  const run = await start(['-e', '--percentiles'], [[['vda', latency(3, 5)]]]);
  await run.end();
  const below = 'p50 <= 7, p90 <= 7, p99 <= 7, p99.9 <= 7, max <= 7 usecs\navg = 3 usecs, total: 15 usecs, count: 5';
  assert.ok(run.out().endsWith(`|\n\n${below}\n\n`), run.out());
});

test('the time of day stands on a line of its own', async () => {
  const run = await start(['-T'], []);
  await run.end();
  assert.match(run.out().slice(PREAMBLE.length), /^\n\d\d:\d\d:\d\d\n$/);
});

test('an interval and a count give that many outputs and end the run', async () => {
  const begin = performance.now();
  const run = await start(['1', '2'], [[['vda', latency(1, 5)]], [['vda', latency(1, 5)]], [['vda', latency(1, 9)]]]);
  await run.done;
  assert.equal(run.out(), `${PREAMBLE}\n${BLOCK}\n${BLOCK}`);
  assert.equal(run.left.length, 1);
  const seconds = (performance.now() - begin) / 1000;
  assert.ok(seconds > 1.9 && seconds < 3, `${seconds}`);
});

test('a duration that ends with an interval gives no output twice', async () => {
  const run = await start(['1', '--duration', '1'], [[['vda', latency(1, 5)]]]);
  await run.done;
  assert.equal(run.out(), `${PREAMBLE}\n${BLOCK}`);
});

test('JSON has one object for each histogram, with buckets as an array', async () => {
  const run = await start(
    ['-jD'],
    [
      [
        ['vdb', latency(2, 1)],
        ['vda', latency(1, 5)],
      ],
    ],
  );
  await run.end();
  const [first, second, ...more] = run
    .out()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(more, []);
  assert.match(first.time, /Z$/);
  assert.deepEqual(
    { ...first, time: '' },
    {
      time: '',
      disk: 'vda',
      unit: 'usecs',
      buckets: [{ from: 0, to: 1, count: 5 }],
      percentiles: { p50: 1, p90: 1, p99: 1, p99_9: 1, max: 1 },
      total: 15,
      count: 5,
    },
  );
  assert.deepEqual(second.buckets, [
    { from: 0, to: 1, count: 0 },
    { from: 2, to: 3, count: 1 },
  ]);
});

test('JSON says too when nothing was counted', async () => {
  const run = await start(['--json'], []);
  await run.end();
  assert.deepEqual({ ...JSON.parse(run.out()), time: '' }, { time: '', unit: 'usecs', buckets: [] });
});

test('while the output is blocked the kernel keeps the counts', async () => {
  const run = await start(['1'], [[['vda', latency(1, 5)]]]);
  run.sink().handlers.onBlocked?.();
  await sleep(1200);
  assert.equal(run.left.length, 1);
  run.sink().handlers.onDrained?.();
  assert.equal(run.out(), `${PREAMBLE}\n${BLOCK}`);
  await run.end();
});

test('a longer interval than timers can wait does not fire at once', async () => {
  const run = await start(['99999999', '3'], [[['vda', latency(1, 5)]]]);
  await sleep(50);
  assert.equal(run.left.length, 1);
  await run.end();
});
