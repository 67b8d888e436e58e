import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OnBatch } from '@bcc-ts/native';
import { type RecordHandlers, RecordReader } from './record-reader.ts';

/** A reader over batches of one-byte records that wait in `ready`. */
function readerOver(ready: number[][], handlers: RecordHandlers) {
  let onBatch: OnBatch | undefined;
  const native = {
    fd: 9,
    pause() {},
    resume() {},
    close() {},
    consume() {
      const batch = ready.shift() ?? [];
      const data = new ArrayBuffer(batch.length * 8);
      batch.forEach((value, i) => {
        new Uint8Array(data)[i * 8] = value;
      });
      const offsets = Uint32Array.from(batch, (_, i) => i * 8);
      const ones = Uint32Array.from(batch, () => 1);
      const cpus = Uint32Array.from(batch, (value) => value % 2);
      if (batch.length > 0) onBatch!(data, offsets, ones, batch.length, cpus);
      return batch.length;
    },
  };
  return new RecordReader(handlers, (receive) => {
    onBatch = receive;
    return native;
  });
}

test('consume delivers all batches with the CPU of each record', () => {
  const seen: string[] = [];
  const reader = readerOver([[1, 2], [3]], {
    onRecord(data, cpu) {
      seen.push(`${data[0]}@${cpu}`);
      return undefined;
    },
  });
  assert.equal(reader.consume(), 3);
  assert.deepEqual(seen, ['1@1', '2@0', '3@1']);
  assert.equal(reader.consume(), 0);
});

test('a handler that returns false ends a consume, and the rest comes with the next', () => {
  const seen: number[] = [];
  const reader = readerOver([[1, 2, 3], [4]], {
    onRecord(data) {
      seen.push(data[0]!);
      return data[0] !== 2;
    },
  });
  assert.equal(reader.consume(), 2);
  assert.deepEqual(seen, [1, 2]);
  assert.equal(reader.consume(), 2);
  assert.deepEqual(seen, [1, 2, 3, 4]);
});

test('a handler that throws loses no record behind it', () => {
  const seen: number[] = [];
  const reader = readerOver([[1, 2, 3]], {
    onRecord(data) {
      if (data[0] === 1 && seen.length === 0) {
        seen.push(0);
        throw new Error('from the handler');
      }
      seen.push(data[0]!);
      return undefined;
    },
  });
  assert.throws(() => reader.consume(), /from the handler/);
  assert.equal(reader.consume(), 2);
  assert.deepEqual(seen, [0, 2, 3]);
});
