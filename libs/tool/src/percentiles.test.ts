import assert from 'node:assert/strict';
import { it } from 'node:test';
import { linearRows, log2Rows } from './histogram-rows.ts';
import { percentileLine, percentiles } from './percentiles.ts';

it('each percentile is the largest value of the row that it is in', () => {
  // 50 values of at most 1, 40 of 4 to 7, 9 of 64 to 127, one of 1024 to 2047.
  const slots = [0, 50, 0, 40, 0, 0, 0, 9, 0, 0, 0, 1];
  assert.deepEqual(percentiles(log2Rows(slots)), { p50: 1n, p90: 7n, p99: 127n, p99_9: 2047n, max: 2047n });
  slots[1] = 49;
  assert.deepEqual(percentiles(log2Rows(slots)), { p50: 7n, p90: 127n, p99: 2047n, p99_9: 2047n, max: 2047n });
  assert.deepEqual(percentiles(linearRows([0, 3, 1], 10)), { p50: 10n, p90: 20n, p99: 20n, p99_9: 20n, max: 20n });
  assert.deepEqual(percentiles(log2Rows([0, 0, 1])), { p50: 3n, p90: 3n, p99: 3n, p99_9: 3n, max: 3n });
});

it('the line names its unit, and is absent when nothing was counted', () => {
  const line = 'p50 <= 1, p90 <= 1, p99 <= 3, p99.9 <= 3, max <= 3 msecs';
  assert.equal(percentileLine(log2Rows([0, 98n, 2n]), 'msecs'), line);
  assert.equal(percentileLine(log2Rows([0, 0]), 'msecs'), undefined);
  assert.equal(percentiles([]), undefined);
});
