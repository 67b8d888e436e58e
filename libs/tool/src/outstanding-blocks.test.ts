import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outstandingBlocks } from './outstanding-blocks.ts';

const block = (size: bigint, stack: number, time_ns = 5n, generation = 1, caller = 0n) => ({
  size,
  stack,
  time_ns,
  generation,
  caller,
});

test('blocks add up by stack and are listed by size; young ones and those of an earlier program are left out', () => {
  const { sums, list } = outstandingBlocks(
    [
      [0x10n, block(30n, 7)],
      [0x20n, block(10n, 7)],
      [0x30n, block(20n, 8)],
      [0x40n, block(99n, 8, 11n)],
      [0x50n, block(99n, 8, 5n, 0)],
      [0x60n, block(40n, 8, 5n, 1, 0x1234n)],
    ],
    { generation: 1, until: 10n },
  );
  assert.deepEqual(sums, [
    [
      { stack: 7, caller: 0n, generation: 1 },
      { bytes: 40n, blocks: 2n },
    ],
    [
      { stack: 8, caller: 0n, generation: 1 },
      { bytes: 20n, blocks: 1n },
    ],
    [
      { stack: 8, caller: 0x1234n, generation: 1 },
      { bytes: 40n, blocks: 1n },
    ],
  ]);
  assert.deepEqual(
    list.map(({ address }) => address),
    [0x20n, 0x30n, 0x10n, 0x60n],
  );
});
