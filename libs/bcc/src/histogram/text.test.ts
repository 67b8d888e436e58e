import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { jsonHistogram } from './json.ts';
import { linearIndexMax, log2IndexMax, sectionsOf } from './slots.ts';
import { linearText, log2Text } from './text.ts';

const one = (entries: [unknown, unknown][], limit = log2IndexMax) => sectionsOf(entries, limit, {})[0]!.slots;

describe('histograms as text', () => {
  test('a power-of-two histogram has BCC’s columns and a bar of 40 stars', () => {
    assert.deepEqual(
      log2Text(
        one([
          [1, 1n],
          [3, 4n],
        ]),
        'usecs',
      ),
      [
        '     usecs               : count     distribution',
        '         0 -> 1          : 1        |**********                              |',
        '         2 -> 3          : 0        |                                        |',
        '         4 -> 7          : 4        |****************************************|',
      ],
    );
  });

  test('above slot 32 columns are wide and bars short', () => {
    const lines = log2Text(one([[33, 2n]]), 'nsecs', true);
    assert.deepEqual(lines, [
      '               nsecs                         : count     distribution',
      '          4294967296 -> 8589934591           : 2        |********************|',
    ]);
  });

  test('a linear histogram begins at 0', () => {
    assert.deepEqual(linearText(one([[1, 2]], linearIndexMax), 'value'), [
      '     value         : count     distribution',
      '        0          : 0        |                                        |',
      '        1          : 2        |****************************************|',
    ]);
  });

  test('without counts there is no output', () => {
    assert.deepEqual([log2Text([], 'x'), linearText([], 'x'), log2Text(one([[5, 0n]]), 'x')], [[], [], []]);
  });

  test('a slot that does not exist is an error', () => {
    assert.throws(() => one([[65, 1n]]), /slot 65 does not fit into a histogram of 65 slots/);
    assert.throws(() => one([[1025, 1n]], linearIndexMax), RangeError);
  });
});

describe('sections', () => {
  const entries: [unknown, unknown][] = [
    [{ disk: 'sda', slot: 1n }, 1n],
    [{ disk: 'sdb', slot: 2n }, 2n],
    [{ disk: 'sda', slot: 2n }, 3n],
  ];

  test('a struct key gives one histogram for each bucket', () => {
    assert.deepEqual(
      sectionsOf(entries, log2IndexMax, {}).map(({ bucket, slots }) => [bucket, Object.entries(slots)]),
      [
        [
          'sda',
          [
            ['1', 1n],
            ['2', 3n],
          ],
        ],
        ['sdb', [['2', 2n]]],
      ],
    );
  });

  test('buckets are merged by bucketFn and ordered by bucketSortFn', () => {
    const merged = sectionsOf(entries, log2IndexMax, { bucketFn: () => 'all' });
    assert.deepEqual(
      merged.map(({ bucket, slots }) => [bucket, slots[2]]),
      [['all', 5n]],
    );
    const sorted = sectionsOf(entries, log2IndexMax, { bucketSortFn: (buckets) => buckets.sort().reverse() });
    assert.deepEqual(
      sorted.map(({ bucket }) => bucket),
      ['sdb', 'sda'],
    );
  });
});

test('JSON histograms are JSON, and lose no digit', () => {
  const now = new Date(2026, 0, 2, 3, 4, 5);
  const slots = one([
    [1, 2n],
    [64, 1n << 60n],
  ]);
  const { data, ...rest } = jsonHistogram(slots, 'log2', 'usecs', { disk: 'sda' }, now);
  assert.deepEqual(rest, { ts: '2026-01-02 03:04:05', val_type: 'usecs', disk: 'sda' });
  assert.deepEqual(data[0], { 'interval-start': 0, 'interval-end': 1, count: 2 });
  assert.deepEqual(data[63], {
    'interval-start': '9223372036854775808',
    'interval-end': '18446744073709551615',
    count: '1152921504606846976',
  });
});
