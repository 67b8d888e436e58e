import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { DescriptorSink, type SinkFiles } from './sink.ts';

const REOPENED = 77;
const failure = (code: string) => Object.assign(new Error(`${code}: text, write`), { code });

interface Receiver {
  kind?: 'pipe' | 'terminal' | 'memory' | 'file';
  /** Bytes taken before EAGAIN. */
  room?: number;
  canReopen?: boolean;
  error?: string;
}

/** File functions on a receiver with limited room. */
function receiver(state: Receiver) {
  const written: string[] = [];
  const opened: [string, number][] = [];
  const files = {
    fstatSync: () => ({
      isFIFO: () => state.kind === 'pipe',
      isCharacterDevice: () => state.kind === 'terminal' || state.kind === 'memory',
      rdev: state.kind === 'memory' ? (1 << 8) | 3 : (136 << 8) | 0,
    }),
    openSync: (path: string, flags: number) => {
      opened.push([path, flags]);
      if (state.canReopen === false) throw failure('ENXIO');
      return REOPENED;
    },
    closeSync: () => {},
    writeSync: (fd: number, chunk: Buffer) => {
      if (state.error) throw failure(state.error);
      const { room = Number.POSITIVE_INFINITY } = state;
      if (room === 0) throw failure('EAGAIN');
      const taken = chunk.subarray(0, room);
      state.room = room - taken.length;
      written.push(`${fd}:${taken}`);
      return taken.length;
    },
  } as unknown as SinkFiles;
  return { files, written, opened };
}

test('pipes and terminals are opened again without blocking, files and memory devices are not', () => {
  for (const kind of ['pipe', 'terminal', 'memory', 'file'] as const) {
    const { files, written, opened } = receiver({ kind });
    new DescriptorSink(1, {}, files).write('x');
    const again = kind === 'pipe' || kind === 'terminal';
    assert.deepEqual(written, [`${again ? REOPENED : 1}:x`], kind);
    assert.equal(opened.length, again ? 1 : 0);
    if (again) assert.ok((opened[0]?.[1] ?? 0) & fs.constants.O_NONBLOCK);
  }
});

test('what cannot be opened again is written to directly', () => {
  const { files, written } = receiver({ kind: 'pipe', canReopen: false });
  new DescriptorSink(1, {}, files).write('x');
  assert.deepEqual(written, ['1:x']);
});

test('a receiver that takes no more blocks the sink, keeps the order, and gets the rest later', async () => {
  const state: Receiver = { kind: 'pipe', room: 5 };
  const { files, written } = receiver(state);
  const calls: string[] = [];
  const sink = new DescriptorSink(
    1,
    { onBlocked: () => calls.push('blocked'), onDrained: () => calls.push('drained') },
    files,
  );
  sink.write('abc');
  assert.equal(sink.blocked, false);
  sink.write('defg');
  assert.equal(sink.blocked, true);
  sink.write('h');
  assert.deepEqual(calls, ['blocked']);
  state.room = 2;
  await sleep(30);
  state.room = 100;
  assert.equal(await sink.drain(), true);
  assert.equal(written.map((chunk) => chunk.slice(3)).join(''), 'abcdefgh');
  assert.deepEqual(calls, ['blocked', 'drained']);
});

test('waiting for the rest ends when the receiver takes nothing for too long', async () => {
  const state: Receiver = { kind: 'pipe', room: 0 };
  const { files } = receiver(state);
  const sink = new DescriptorSink(1, {}, files);
  sink.write('x');
  assert.equal(await sink.drain(30), false);
  state.room = 1;
  assert.equal(await sink.drain(), true);
});

test('a receiver that has gone is reported once, and later writes go nowhere', () => {
  for (const [error, expected] of [
    ['EPIPE', 'closed'],
    ['ENOSPC', 'failed ENOSPC'],
    ['EIO', 'failed EIO'],
  ] as const) {
    const { files } = receiver({ kind: 'pipe', error });
    const calls: string[] = [];
    const onFailure = ({ code }: NodeJS.ErrnoException) => calls.push(`failed ${code}`);
    const sink = new DescriptorSink(1, { onClosed: () => calls.push('closed'), onFailure }, files);
    sink.write('a');
    sink.write('b');
    assert.deepEqual(calls, [expected]);
    assert.equal(sink.blocked, false);
  }
});

test('text is written as UTF-8, and nothing for nothing', () => {
  const { files, written } = receiver({ kind: 'file' });
  const sink = new DescriptorSink(1, {}, files);
  sink.write('日本\n');
  sink.write('');
  assert.deepEqual(written, ['1:日本\n']);
});
