import assert from 'node:assert/strict';
import { test } from 'node:test';
import { average, latencySummary, unitOf } from './latency-sums.ts';

test('sums have an average, together too', () => {
  assert.equal(average({ total: 0n, count: 0n }), 0n);
  assert.equal(average({ total: 11n, count: 2n }), 5n);
  const sums = [
    { total: 10n, count: 1n },
    { total: 20n, count: 4n },
  ];
  assert.equal(latencySummary(sums, 'usecs'), 'avg = 6 usecs, total: 30 usecs, count: 5');
  assert.equal(latencySummary([{ total: 0n, count: 0n }], 'usecs'), undefined);
});

test('milliseconds win over microseconds, and these over what is usual', () => {
  assert.equal(unitOf({ milliseconds: true, microseconds: true }), 'msecs');
  assert.equal(unitOf({ milliseconds: false, microseconds: true }, 'nsecs'), 'usecs');
  assert.equal(unitOf({ milliseconds: false }), 'usecs');
  assert.equal(unitOf({}, 'nsecs'), 'nsecs');
});
