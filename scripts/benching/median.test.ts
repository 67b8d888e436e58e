import assert from 'node:assert/strict';
import { it } from 'node:test';
import { median, medians } from './median.ts';

const cases: [values: number[], middle: number | undefined][] = [
  [[], undefined],
  [[7], 7],
  [[10, 9, 2], 9],
  [[4, 1, 3, 2], 2.5],
];

for (const [values, middle] of cases) {
  it(`finds the median of ${JSON.stringify(values)}`, () => assert.equal(median(values), middle));
}

it('finds the medians of the fields that measurements have', () => {
  const samples: { cpu: number; rss?: number }[] = [{ cpu: 3, rss: 10 }, { cpu: 1 }, { cpu: 2, rss: 30 }];
  assert.deepEqual(medians(samples), { cpu: 2, rss: 20 });
});
