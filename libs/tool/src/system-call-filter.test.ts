import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callBits, systemCallOptions } from './system-call-filter.ts';
import { SystemCalls } from './system-calls.ts';

const calls = new SystemCalls('x64');
const WORDS_PER_WAY = 16;

/** The words that are not `rest`, by their places. */
function words(bits: readonly bigint[], rest: bigint): [number, bigint][] {
  assert.equal(bits.length, 3 * WORDS_PER_WAY);
  return [...bits.entries()].filter(([, word]) => word !== rest);
}

test('a set of calls is a bit map for each way', () => {
  const native = 1n | (1n << 39n);
  assert.deepEqual(words(callBits(calls, calls.parseNames('read, getpid')), 0n), [
    [0, native],
    [WORDS_PER_WAY, (1n << 3n) | (1n << 20n)],
    [2 * WORDS_PER_WAY, native],
  ]);
});

test('an excluded call is all bits but its own', () => {
  const all = 2n ** 64n - 1n;
  const { syscall, exclude } = systemCallOptions(calls);
  assert.equal(syscall.sets(['execveat']).filter_calls, true);
  assert.deepEqual(words(exclude.sets(['execveat']).wanted_calls, all), [
    [5, all - (1n << 2n)],
    [WORDS_PER_WAY + 5, all - (1n << 38n)],
    [2 * WORDS_PER_WAY + 8, all - (1n << 33n)],
  ]);
});
