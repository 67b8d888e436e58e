import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linearLines, linearRows, log2Lines, log2Rows } from './histogram-rows.ts';

const slots = (counts: Record<number, number | bigint>): bigint[] =>
  Array.from({ length: 64 }, (_, slot) => BigInt(counts[slot] ?? 0));

test('a log2 histogram has the layout of BCC', () => {
  assert.deepEqual(log2Lines(slots({ 1: 1, 3: 8, 4: 3 }), 'usecs'), [
    '     usecs               : count     distribution',
    '         0 -> 1          : 1        |*****                                   |',
    '         2 -> 3          : 0        |                                        |',
    '         4 -> 7          : 8        |****************************************|',
    '         8 -> 15         : 3        |***************                         |',
  ]);
});

test('above slot 32 the numbers are wide and the bars short', () => {
  const lines = log2Lines(slots({ 2: 1, 33: 2 }), 'nsecs');
  assert.equal(lines[0], '               nsecs                         : count     distribution');
  assert.equal(lines[1], '                   0 -> 1                    : 0        |                    |');
  assert.equal(lines[2], '                   2 -> 3                    : 1        |**********          |');
  assert.equal(lines.at(-1), '          4294967296 -> 8589934591           : 2        |********************|');
  assert.equal(log2Lines(slots({ 32: 1 }), 'nsecs')[0], '     nsecs               : count     distribution');
});

test('a linear histogram has the layout of BCC', () => {
  assert.deepEqual(linearLines([0, 4n, 2], 'runqlen'), [
    '     runqlen       : count     distribution',
    '        0          : 0        |                                        |',
    '        1          : 4        |****************************************|',
    '        2          : 2        |********************                    |',
  ]);
  assert.deepEqual(
    linearRows([0, 1], 200).map(({ from }) => from),
    [0n, 200n],
  );
});

test('without counts there is no line, not even a title', () => {
  assert.deepEqual(log2Lines(slots({}), 'usecs'), []);
  assert.deepEqual(linearLines([0, 0], 'x'), []);
  assert.deepEqual(log2Rows([]), []);
});

test('the largest numbers of 64 bits are exact', () => {
  const [row] = log2Rows(slots({ 63: 2n ** 64n - 1n })).slice(-1);
  assert.deepEqual(row, { from: 2n ** 62n, to: 2n ** 63n - 1n, count: 2n ** 64n - 1n });
  assert.match(
    log2Lines(slots({ 63: 2n ** 63n }), 'x').at(-1) ?? '',
    / 4611686018427387904 -> 9223372036854775807 {2}: 9223372036854775808 \|\*{20}\|$/,
  );
});

test('rows adjoin, their sum is the total, and bars are in proportion', () => {
  let seed = 3;
  const random = (limit: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % limit;
  };
  for (let round = 0; round < 300; round++) {
    const counts = Array.from({ length: 1 + random(63) }, (_, slot) =>
      slot === 0 || random(3) === 0 ? 0 : random(100000),
    );
    const rows = log2Rows(counts);
    for (const [index, row] of rows.entries())
      assert.equal(row.from, index === 0 ? 0n : (rows[index - 1]?.to ?? 0n) + 1n);
    assert.equal(
      rows.reduce((sum, { count }) => sum + Number(count), 0),
      counts.reduce((sum, count) => sum + count, 0),
    );
    const bars = log2Lines(counts, 'x')
      .slice(1)
      .map((line) => /\|(\**) *\|$/.exec(line)?.[1]?.length ?? -1);
    const longest = rows.length > 32 ? 20 : 40;
    const most = Math.max(...counts);
    assert.deepEqual(
      bars,
      rows.map(({ count }) => Math.floor((longest * Number(count)) / most)),
    );
  }
});
