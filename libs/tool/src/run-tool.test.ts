import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { Text } from '@bcc-ts/core';
import { FakeObject, fakeImage } from '../test/fake-object.ts';
import { startFake } from '../test/fake-run.ts';
import { defineTool } from './declaration.ts';
import { elapsedColumn } from './time-columns.ts';
import type { EventMap } from './tool-object.ts';
import { ToolError, UsageError } from './usage-error.ts';

interface Program {
  rodata: { target_pid?: number };
  maps: { events: EventMap<{ pid: number; comm: Text; time_ns: bigint }> };
  programs: never;
}

const tool = defineTool({
  name: 'fake',
  summary: 'Fake.',
  program: fakeImage<Program>('int prog;\n'),
  options: {
    pid: { alias: 'p', type: 'integer', describe: 'only this process' },
    since: { type: 'boolean', describe: 'show the time' },
    odd: { type: 'boolean', describe: 'odd processes only', conflicts: ['pid'] },
  },
  check: ({ pid }) => {
    if (pid === 13) throw new UsageError('13 is unlucky');
  },
  setup: ({ options, rodata }) => {
    rodata.target_pid = options.pid ?? 0;
    if (options.pid === 99) throw new ToolError('cannot find process 99');
    return { names: new Map([[1, 'init']]) };
  },
  events: {
    from: 'events',
    time: 'time_ns',
    preamble: 'Tracing... Hit Ctrl-C to end.',
    where: (event, { odd }) => !odd || event.pid % 2 === 1,
    columns: [
      { ...elapsedColumn, show: (o) => o.since },
      { header: 'PID', key: 'pid', width: 5, value: (event) => event.pid },
      { header: 'NAME', key: 'name', width: 5, value: (event, { state }) => state.names.get(event.pid) },
      {
        header: 'COMM',
        key: 'comm',
        value: (event) => {
          if (event.pid === 666) throw new TypeError('the devil');
          return event.comm;
        },
      },
    ],
    fields: { twice: (event) => event.pid * 2 },
  },
});

/** Starts the tool. */
async function start(
  argv: string[],
  object = new FakeObject(),
  variables: Record<string, string> = {},
  signals = new EventEmitter(),
) {
  let uncaught = (_error: unknown): void => {};
  const onUncaught = (listener: (error: unknown) => void) => {
    uncaught = listener;
    return { [Symbol.dispose]: () => {} };
  };
  const run = await startFake(tool, argv, object, { variables, signals, onUncaught });
  return { ...run, object, uncaught: (error: unknown) => uncaught(error), stdout: run.sink };
}

const event = (pid: number, comm = 'sh') => ({ pid, comm: Text.from(comm), time_ns: process.hrtime.bigint() });

test('a run opens, sets globals, loads, opens the reader, attaches, detaches and closes in this order', async () => {
  const run = await start(['-p', '7']);
  assert.equal(run.object.rodata.target_pid, 7);
  assert.equal(await run.end(), 0);
  assert.deepEqual(run.object.calls, ['load', 'open events', 'attach', 'detach', 'close events', 'close']);
});

test('header and events appear at once, filtered, with the state of setup', async () => {
  const run = await start(['--odd']);
  assert.equal(run.out(), 'Tracing... Hit Ctrl-C to end.\nPID   NAME  COMM\n');
  run.object.produce(event(1, 'systemd'), event(2), event(3));
  assert.equal(run.out().split('\n').slice(2).join('\n'), '1     init  systemd\n3           sh\n');
  assert.equal(await run.end(), 0);
  assert.equal(run.err(), '');
});

test('JSON has every field whether its column is shown or not', async () => {
  const run = await start(['--json']);
  assert.equal(run.out(), '');
  run.object.produce(event(1));
  await run.end();
  const { time, time_s, ...rest } = JSON.parse(run.out());
  assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  assert.equal(typeof time_s, 'number');
  assert.deepEqual(rest, { pid: 1, name: 'init', comm: 'sh', twice: 2 });
  assert.deepEqual(Object.keys(JSON.parse(run.out())), ['time', 'time_s', 'pid', 'name', 'comm', 'twice']);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  test(`${signal} takes what is left in the ring and ends with status 0`, async () => {
    const run = await start([]);
    run.object.leave(event(5), event(6));
    assert.equal(await run.end(signal), 0);
    assert.match(run.out(), /^5 .*\n6 .*\n$/m);
  });
}

test('after the first signal the others have their default action again', async () => {
  const run = await start([]);
  assert.equal(run.signals.listenerCount('SIGTERM'), 1);
  run.signals.emit('SIGINT');
  assert.equal(run.signals.listenerCount('SIGINT') + run.signals.listenerCount('SIGTERM'), 0);
  await run.done;
});

test('a duration ends the run by the same path', async () => {
  const run = await start(['--duration', '0.02']);
  run.object.leave(event(5));
  await run.done;
  assert.equal(run.status(), 0);
  assert.match(run.out(), /^5 /m);
});

const failures: [string, string[], RegExp, number][] = [
  ['an unknown option', ['--foo'], /^fake: unknown option --foo \(try: fake --help\)\n$/, 2],
  [
    'options that exclude each other',
    ['--odd', '-p', '1'],
    /^fake: --odd and --pid cannot be used together \(try: fake --help\)\n$/,
    2,
  ],
  ["a rule of the tool's own", ['-p', '13'], /^fake: 13 is unlucky \(try: fake --help\)\n$/, 2],
  ['a failing setup', ['-p', '99'], /^fake: cannot find process 99\n$/, 1],
  ['escape sequences in words', ['\u001b[2J'], /^fake: unexpected argument '\\x1b\[2J' \(try: fake --help\)\n$/, 2],
];

for (const [what, argv, message, status] of failures) {
  test(`${what} is one line on standard error and status ${status}`, async () => {
    const run = await start(argv);
    await run.done;
    assert.match(run.err(), message);
    assert.equal(run.out(), '');
    assert.equal(run.status(), status);
  });
}

test("a program the verifier refuses is one line and the end of the verifier's log", async () => {
  const object = new FakeObject();
  const log = Array.from({ length: 100 }, (_, i) => `line ${i}`).join('\n');
  const error = Object.assign(new Error('cannot load program on_exec: permission denied'), {
    code: 'EACCES',
    verifierLog: log,
  });
  object.failOn = { call: 'load', error };
  const run = await start([], object);
  await run.done;
  const lines = run.err().trimEnd().split('\n');
  assert.equal(lines[0], 'fake: cannot load program on_exec: permission denied');
  assert.equal(lines.length, 21);
  assert.equal(lines.at(-1), '    line 99');
  assert.equal(run.status(), 1);
  assert.ok(object.calls.includes('close'));
});

test('an exception in a column ends the run with one line and status 1, without a stack', async () => {
  const run = await start([]);
  run.object.produce(event(1), event(666), event(2));
  await run.done;
  assert.equal(run.status(), 1);
  assert.equal(run.err(), 'fake: internal error: the devil (BCC_TS_DEBUG=1 shows where)\n');
});

test('with BCC_TS_DEBUG=1 the stack is shown', async () => {
  const run = await start([], new FakeObject(), { BCC_TS_DEBUG: '1' });
  run.object.produce(event(666));
  await run.done;
  assert.match(run.err(), /^fake: internal error: the devil\n\s+at .*run-tool\.test\.ts/);
});

test('loss is said on standard error in text mode', async () => {
  const run = await start([]);
  run.object.lostCounters[0] = 12n;
  await run.end();
  const advice = 'ring buffer full (try: --buffer-pages 8192)';
  assert.equal(run.err(), `fake: 12 events lost: ${advice}\nfake: 12 events lost in all: ${advice}\n`);
  assert.equal(run.status(), 0);
});

test('loss is a record in JSON mode', async () => {
  const run = await start(['--json']);
  run.object.lostCounters[1] = 3n;
  await run.end();
  assert.deepEqual(
    run
      .out()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
    [
      { type: 'lost', cause: 'map_full', count: 3, total: 3 },
      { type: 'lost', cause: 'map_full', count: 0, total: 3, final: true },
    ],
  );
  assert.equal(run.err(), '');
});

test('--fail-on-lost turns loss into status 1', async () => {
  const lossy = await start(['--fail-on-lost']);
  lossy.object.lostCounters[0] = 1n;
  assert.equal(await lossy.end(), 1);
  const clean = await start(['--fail-on-lost']);
  assert.equal(await clean.end(), 0);
});

test('a blocked output pauses the reader until it is drained', async () => {
  const run = await start([]);
  run.stdout().handlers.onBlocked?.();
  run.object.produce(event(1));
  assert.doesNotMatch(run.out(), /^1 /m);
  run.stdout().handlers.onDrained?.();
  assert.match(run.out(), /^1 /m);
  await run.end();
});

test('a reader that goes away ends the run quietly', async () => {
  const run = await start([]);
  run.stdout().handlers.onClosed?.();
  await run.done;
  assert.equal(run.status(), 0);
  assert.equal(run.err(), '');
});

const diskFull = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

test('a failing write is one line and status 1', async () => {
  const run = await start([]);
  run.stdout().error = diskFull;
  run.object.produce(event(1));
  await run.done;
  assert.equal(run.err(), 'fake: cannot write output: No space left on device\n');
  assert.equal(run.status(), 1);
});

test('a write that fails only at the very end is told too', async () => {
  const run = await start([]);
  run.object.leave(event(1));
  run.stdout().error = diskFull;
  assert.equal(await run.end(), 1);
  assert.equal(run.err(), 'fake: cannot write output: No space left on device\n');
});

test('an exception that nobody catches ends the run in one line', async () => {
  const run = await start([]);
  run.uncaught(new RangeError('record of 3 bytes, not 40'));
  await run.done;
  assert.equal(run.err(), 'fake: internal error: record of 3 bytes, not 40 (BCC_TS_DEBUG=1 shows where)\n');
  assert.equal(run.status(), 1);
  assert.ok(run.object.calls.includes('close'));
});

test('before everything is attached a signal has its default action', async () => {
  const object = new FakeObject();
  const signals = new EventEmitter();
  let listeners = -1;
  object.attach = () => {
    listeners = signals.listenerCount('SIGINT');
  };
  const run = await start([], object, {}, signals);
  assert.equal(listeners, 0);
  assert.equal(await run.end(), 0);
});

for (const [argv, expected] of [
  [['--version'], /^fake \d+\.\d+\.\d+\n$/],
  [['--ebpf'], /^int prog;\n$/],
  [['--help'], /^usage: fake \[options\]\n\nFake\.\n\noptions:\n {2}-p, --pid PID +only this process\n/],
] as const) {
  test(`${argv.join(' ')} answers without touching the kernel`, async () => {
    const run = await start([...argv]);
    await run.done;
    assert.match(run.out(), expected);
    assert.equal(run.status(), 0);
    assert.deepEqual(run.object.calls, []);
  });
}
