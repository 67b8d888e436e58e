import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Text } from '@bcc-ts/core';
import { countSource, type Entries } from './count-source.ts';

const PER_CPU_HASH = 5;
const PER_CPU_ARRAY = 6;

class Hash {
  readonly type: number;
  entries: Entries;

  constructor(entries: Entries = [], type = 1) {
    this.entries = entries;
    this.type = type;
  }

  drain(): Entries {
    return this.entries.splice(0);
  }
}

test('a hash is emptied', () => {
  const counts = new Hash([['a', 1n]]);
  const read = countSource({ counts }, 'counts');
  assert.deepEqual(read(), [['a', 1n]]);
  assert.deepEqual(read(), []);
});

test('the programs are sent to the other side before a side is read', () => {
  const counts = new Hash([['a', 1n]]);
  const counts_other = new Hash();
  const steps: unknown[] = [];
  const inUse = {
    set(key: number, map: Hash) {
      steps.push([key, map === counts ? 'first' : 'other']);
      // A count that came while the kernel waited for the programs that use the old side.
      (map === counts ? counts_other : counts).entries.push(['late', 1n]);
    },
  };
  const read = countSource({ counts, counts_other, counts_in_use: inUse }, 'counts');
  assert.deepEqual(read(), [
    ['a', 1n],
    ['late', 1n],
  ]);
  counts_other.entries.push(['b', 2n]);
  assert.deepEqual(read(), [
    ['b', 2n],
    ['late', 1n],
  ]);
  assert.deepEqual(steps, [
    [0, 'other'],
    [0, 'first'],
  ]);
});

test('values per CPU are added up, whatever they consist of', () => {
  const values = [
    { count: 1n, slots: [1, 2], comm: Text.from('') },
    { count: 10n, slots: [0, 5], comm: Text.from('dd') },
  ];
  const read = countSource({ counts: new Hash([[7, values]], PER_CPU_HASH) }, 'counts');
  const [[key, value] = []] = read() as [number, { count: bigint; slots: number[]; comm: Text }][];
  assert.equal(key, 7);
  assert.equal(value?.count, 11n);
  assert.deepEqual(value?.slots, [1, 7]);
  assert.equal(String(value?.comm), 'dd');
});

test('counters in an array are never reset: what counts is the difference', () => {
  let values = [[{ reads: 5n }, { reads: 6n }]];
  const read = countSource({ counters: { type: PER_CPU_ARRAY, values: () => values } }, 'counters');
  assert.deepEqual(read(), [[0, { reads: 11n }]]);
  values = [[{ reads: 5n }, { reads: 26n }]];
  assert.deepEqual(read(), [[0, { reads: 20n }]]);
  assert.deepEqual(read(), [[0, { reads: 0n }]]);
});
