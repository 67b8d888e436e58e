import assert from 'node:assert/strict';
import { test } from 'node:test';
import { average, latencyFields, latencySummary, unitOf } from './latency-sums.ts';

test('sums have an average, together too', () => {
  assert.equal(average({ total_ns: 0n, count: 0n }, 'usecs'), 0n);
  assert.equal(average({ total_ns: 11_000n, count: 2n }, 'usecs'), 5n);
  const sums = [
    { total_ns: 10_500n, count: 1n },
    { total_ns: 20_500n, count: 4n },
  ];
  assert.equal(latencySummary(sums, 'usecs'), 'avg = 6 usecs, total: 31 usecs, count: 5');
  assert.equal(latencySummary([{ total_ns: 0n, count: 0n }], 'usecs'), undefined);
});

test('values below a unit add up', () => {
  const sum = { total_ns: 9n * 900_000n, count: 9n };
  const { total, average: mean } = latencyFields();
  assert.equal(total(sum, { options: { milliseconds: true } }), 8n);
  assert.equal(mean(sum, { options: {} }), 900n);
  assert.equal(latencyFields('nsecs').total(sum, { options: {} }), 8_100_000n);
});

test('milliseconds win over microseconds, and these over what is usual', () => {
  assert.equal(unitOf({ milliseconds: true, microseconds: true }), 'msecs');
  assert.equal(unitOf({ milliseconds: false, microseconds: true }, 'nsecs'), 'usecs');
  assert.equal(unitOf({ milliseconds: false }), 'usecs');
  assert.equal(unitOf({}, 'nsecs'), 'nsecs');
});
