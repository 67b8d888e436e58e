import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Text } from '@bcc-ts/core';
import { fakeImage } from '../test/fake-object.ts';
import { fakeCounts, startFake } from '../test/fake-run.ts';
import { FakeTerminal } from '../test/fake-terminal.ts';
import { defineTool, type Tool } from './declaration.ts';
import { intervalAndCount } from './interval-options.ts';
import { maxRowsOption } from './shared-options.ts';
import { clockColumn } from './time-columns.ts';
import type { CountMap } from './tool-object.ts';

interface Traffic {
  received: bigint;
  sent: bigint;
}

interface Program {
  rodata: object;
  maps: { flows: CountMap<{ pid: number; comm: Text }, Traffic>; totals: { values(): Traffic[] } };
  programs: never;
}

const top = defineTool({
  name: 'faketop',
  summary: 'Fake.',
  program: fakeImage<Program>(),
  options: {
    maxrows: maxRowsOption,
    sort: { alias: 's', type: 'string', choices: ['sent', 'received'], default: 'sent', describe: 'sort by' },
  },
  positionals: intervalAndCount,
  table: {
    from: 'flows',
    live: true,
    rows: (entries) => entries.map(([key, value]) => ({ ...key, ...value })),
    sort: (row, { options }) => row[options.sort],
    limit: (options) => options.maxrows,
    preamble: 'Tracing...',
    above: () => ['load', ''],
    below: (rows) => [`${rows.length} in all`],
    farewell: 'Detaching...',
    columns: [
      { header: 'PID', key: 'pid', width: 4, value: (row) => row.pid },
      { header: 'COMM', key: 'comm', width: 6, value: (row) => row.comm },
      { header: 'SENT', key: 'sent', width: 5, align: 'right', value: (row) => row.sent },
    ],
    fields: { received: (row) => row.received },
  },
});

const stat = defineTool({
  name: 'fakestat',
  summary: 'Fake.',
  program: fakeImage<Program>(),
  options: { timestamp: { alias: 'T', type: 'boolean', describe: 'time' } },
  positionals: intervalAndCount,
  table: {
    from: 'totals',
    rows: (entries) => entries.map(([index, { sent }]) => ({ index, sent })),
    header: 'once',
    gap: 'none',
    columns: [
      { ...clockColumn, show: (o) => o.timestamp },
      { header: 'SENT', key: 'sent', width: 5, align: 'right', value: (row) => row.sent },
    ],
  },
});

const families = defineTool({
  name: 'fakeflow',
  summary: 'Fake.',
  program: fakeImage<Program>(),
  positionals: intervalAndCount,
  table: {
    from: 'flows',
    gap: 'after',
    rows: (entries) => entries.map(([{ pid }, { sent }]) => ({ pid, sent })),
    sort: (row) => row.sent,
    order: 'ascending',
    final: false,
    sections: [
      {
        where: ({ pid }) => pid % 2 === 1,
        columns: [{ header: 'ODD', key: 'pid', value: ({ pid }) => pid }],
      },
      {
        where: ({ pid }) => pid % 2 === 0,
        columns: [{ header: 'EVEN', key: 'pid', value: ({ pid }) => pid }],
      },
    ],
  },
});

const flow = (pid: number, comm: string, sent: number) =>
  [
    { pid, comm: Text.from(comm) },
    { sent: BigInt(sent), received: 7n },
  ] as const;
type Flows = (readonly [{ pid: number; comm: Text }, Traffic])[];

/** Runs a tool; `outputs` is what the map holds at the first, second ... output. */
async function start(tool: Tool, argv: string[], outputs: Flows[], terminal?: FakeTerminal) {
  const left = [...outputs];
  let sent = 100n;
  const totals = () => {
    sent += 11n;
    return [{ sent, received: 0n }];
  };
  const lost = { count: 0n };
  const object = fakeCounts({
    flows: { drain: () => left.shift() ?? [] },
    totals: { type: 2, values: totals },
    lost: { get: (key: number) => [key === 1 ? lost.count : 0n] },
  });
  return { ...(await startFake(tool, argv, object, { openTerminal: () => terminal })), lost, left };
}

const FLOWS = [flow(1, 'one', 10), flow(3, 'three', 30), flow(2, 'two', 30)];
const HEADER = 'PID  COMM    SENT';
const ROWS = ['2    two       30', '3    three     30', '1    one       10'];
const BLOCK = ['load', '', HEADER, ...ROWS, '3 in all'];

describe('a table', { concurrency: true }, () => {
  test('without an interval there is one output, at the end, sorted, equal rows by their cells', async () => {
    const run = await start(top, [], [FLOWS]);
    assert.equal(run.out(), 'Tracing...\n');
    await run.end();
    assert.equal(run.out(), ['Tracing...', '', ...BLOCK, 'Detaching...', ''].join('\n'));
    assert.equal(run.status(), 0);
  });

  test('a run that ends before its first interval shows what there is, however soon', async () => {
    const run = await start(top, ['1000'], [FLOWS]);
    await run.end();
    assert.equal(run.out(), ['Tracing...', '', ...BLOCK, 'Detaching...', ''].join('\n'));
  });

  test('a duration that ends with an interval gives no output twice', async () => {
    const run = await start(top, ['1', '--duration', '1'], [FLOWS]);
    await run.done;
    assert.equal(run.out(), ['Tracing...', '', ...BLOCK, 'Detaching...', ''].join('\n'));
  });

  test('an interval and a count give that many outputs and end the run', async () => {
    const run = await start(top, ['1', '2'], [FLOWS, [], FLOWS]);
    await run.done;
    const empty = ['', 'load', '', HEADER, '0 in all'];
    assert.equal(run.out(), ['Tracing...', '', ...BLOCK, ...empty, 'Detaching...', ''].join('\n'));
    assert.equal(run.left.length, 1);
  });

  test('shows the first rows only, by the order asked for', async () => {
    const run = await start(top, ['-r', '1', '-s', 'received', '1', '1'], [FLOWS]);
    await run.done;
    assert.equal(run.out(), ['Tracing...', '', 'load', '', HEADER, ROWS[2], '3 in all', 'Detaching...', ''].join('\n'));
  });

  test('counters are shown as what they grew by, under one header', async () => {
    const run = await start(stat, ['1', '2'], []);
    await run.done;
    assert.equal(run.out(), ' SENT\n  111\n   11\n');
  });

  test('a time column is one in text, and once in JSON', async () => {
    const run = await start(stat, ['-T', '1', '1'], []);
    await run.done;
    assert.match(run.out(), /^TIME {6}SENT\n\d\d:\d\d:\d\d {3}111\n$/);
    const json = await start(stat, ['-T', '--json', '1', '1'], []);
    await json.done;
    assert.match(json.out(), /^\{"time":"[^"]+Z","sent":111\}\n$/);
  });

  test('sections follow each other, and those without rows are left out', async () => {
    const run = await start(families, ['1', '2'], [FLOWS, [flow(4, 'four', 1)]]);
    await run.done;
    assert.equal(run.out(), 'ODD\n1\n3\n\nEVEN\n2\n\nEVEN\n4\n\n');
  });

  test('a last output can be left out', async () => {
    const run = await start(families, [], [FLOWS]);
    await run.end();
    assert.equal(run.out(), '');
  });

  test('JSON has one object for each row shown, with the time', async () => {
    const run = await start(top, ['--json', '-r', '2', '1', '1'], [FLOWS]);
    await run.done;
    const rows = run
      .out()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      rows.map(({ time, ...row }) => row),
      [
        { pid: 2, comm: 'two', sent: 30, received: 7 },
        { pid: 3, comm: 'three', sent: 30, received: 7 },
      ],
    );
    for (const { time } of rows) assert.match(time, /^\d{4}-\d\d-\d\dT.*Z$/);
  });

  test('while the output is blocked the kernel keeps the counts', async () => {
    const run = await start(stat, ['1'], []);
    run.sink().handlers.onBlocked?.();
    await sleep(1200);
    assert.equal(run.out(), '');
    run.sink().handlers.onDrained?.();
    assert.equal(run.out(), ' SENT\n  111\n');
    await run.end();
  });
});

describe('a table on a terminal', { concurrency: true }, () => {
  test('is drawn over itself, and what is left when the tool ends is the last table and the farewell', async () => {
    const terminal = new FakeTerminal(40, 12);
    const run = await start(top, ['1', '2'], [FLOWS, [flow(5, 'five', 50)]], terminal);
    await sleep(1300);
    terminal.read(run.out());
    assert.deepEqual(terminal.lines, BLOCK);
    await run.done;
    terminal.read(run.out());
    assert.deepEqual(terminal.lines, ['load', '', HEADER, '5    five      50', '1 in all', 'Detaching...']);
    assert.equal(terminal.scrolled, 0);
  });

  test('is clipped to the size of the terminal and drawn anew when that changes', async () => {
    const terminal = new FakeTerminal(12, 5);
    const run = await start(top, ['1'], [FLOWS], terminal);
    await sleep(1300);
    terminal.read(run.out());
    assert.deepEqual(terminal.lines, ['load', '', 'PID  COMM   ', '2    two    ']);
    terminal.resize(40, 12);
    terminal.read(run.out());
    assert.deepEqual(terminal.lines, BLOCK);
    terminal.resize(40, 3);
    terminal.read(run.out());
    assert.deepEqual(terminal.lines, ['load']);
    await run.end('SIGTERM');
    assert.equal(run.status(), 0);
    assert.equal(terminal.listeners, 0);
  });

  test('keeps the report of lost counts in sight', async () => {
    const terminal = new FakeTerminal(60, 6);
    const run = await start(top, ['1'], [FLOWS, FLOWS], terminal);
    run.lost.count = 3n;
    await sleep(2300);
    terminal.read(run.out());
    assert.deepEqual(terminal.lines, ['load', '', HEADER, ROWS[0], '3 events lost: map full']);
    assert.equal(run.err(), '');
    await run.end();
    assert.equal(run.err(), 'faketop: 3 events lost in all: map full\n');
  });

  test('with --noclear, and in JSON, is not drawn over', async () => {
    const run = await start(top, ['-C', '1', '1'], [FLOWS], new FakeTerminal(40, 12));
    await run.done;
    assert.equal(run.out(), ['Tracing...', '', ...BLOCK, 'Detaching...', ''].join('\n'));
    const json = await start(top, ['--json', '1', '1'], [FLOWS], new FakeTerminal(40, 12));
    await json.done;
    assert.equal(json.out().includes('\x1b'), false);
  });
});
