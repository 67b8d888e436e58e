import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Layout } from './btf/layout.ts';
import { ShortRecordError } from './decode.ts';
import { recordDecoder } from './event-view.ts';
import { Memory } from './memory.ts';
import type { Text } from './text.ts';

const layout: Layout = {
  kind: 'struct',
  size: 24,
  name: 'event',
  fields: [
    { name: 'time', offset: 0, type: { kind: 'int', size: 8, signed: false } },
    { name: 'comm', offset: 8, type: { kind: 'text', size: 12 } },
    { name: 'constructor', offset: 20, type: { kind: 'int', size: 4, signed: true } },
  ],
};

interface Event {
  time: bigint;
  comm: Text;
  constructor: number;
}

function record(time: bigint, comm: string, value: number): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeBigUInt64LE(time);
  bytes.write(comm, 8);
  bytes.writeInt32LE(value, 20);
  return bytes;
}

function memory(...records: Buffer[]): Memory {
  return Memory.of(new Uint8Array(Buffer.concat(records)));
}

describe('record decoder', () => {
  it('shows one record after the other through one view', () => {
    const decoder = recordDecoder<Event>(layout);
    decoder.use(memory(record(1n, 'first', -1), record(2n, 'second', -2)));
    const first = decoder.at(0, 24);
    assert.deepEqual([first.time, String(first.comm), first.constructor], [1n, 'first', -1]);
    const kept = first.comm;
    const second = decoder.at(24, 24);
    assert.equal(second, first);
    assert.deepEqual([second.time, String(second.comm), second.constructor], [2n, 'second', -2]);
    assert.equal(String(kept), 'first', 'text stays what it was');
  });

  it('moves to other memory', () => {
    const decoder = recordDecoder<Event>(layout);
    decoder.use(memory(record(1n, 'a', 0)));
    decoder.use(memory(record(9n, 'b', 0)));
    assert.equal(decoder.at(0, 24).time, 9n);
  });

  it('does not mix two rings of one layout', () => {
    const [one, two] = [recordDecoder<Event>(layout), recordDecoder<Event>(layout)];
    one.use(memory(record(1n, 'a', 0)));
    two.use(memory(record(2n, 'b', 0)));
    const [a, b] = [one.at(0, 24), two.at(0, 24)];
    assert.deepEqual([a.time, b.time], [1n, 2n]);
  });

  it('accepts a longer record, refuses a shorter one', () => {
    const decoder = recordDecoder<Event>(layout);
    decoder.use(memory(record(1n, 'a', 0), Buffer.alloc(8)));
    assert.equal(decoder.at(0, 32).time, 1n);
    assert.throws(() => decoder.at(0, 23), ShortRecordError);
  });

  it('gives bare values, and bytes where the type is unknown', () => {
    const numbers = recordDecoder<bigint>({ kind: 'int', size: 8, signed: false });
    numbers.use(memory(record(5n, '', 0)));
    assert.equal(numbers.at(0, 8), 5n);
    const bytes = recordDecoder<Uint8Array>(undefined);
    bytes.use(memory(record(5n, '', 0)));
    assert.deepEqual([...bytes.at(0, 2)], [5, 0]);
  });

  it('becomes JSON', () => {
    const decoder = recordDecoder<Event>({ ...layout, fields: layout.fields.slice(1, 2) });
    decoder.use(memory(record(1n, 'a', 7)));
    assert.equal(JSON.stringify(decoder.at(0, 24)), '{"comm":"a"}');
  });
});
