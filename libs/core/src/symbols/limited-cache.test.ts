import assert from 'node:assert/strict';
import { it } from 'node:test';
import { LimitedCache } from './limited-cache.ts';

const make = (count: number, weight: number) => {
  const released: string[] = [];
  return { cache: new LimitedCache<string, string>(count, weight, (value) => released.push(value)), released };
};

it('a full cache lets go of what was used longest ago', () => {
  const { cache, released } = make(2, 100);
  cache.set('a', 'A', 1);
  cache.set('b', 'B', 1);
  assert.equal(cache.get('a'), 'A');
  cache.set('c', 'C', 1);
  assert.deepEqual(released, ['B']);
  assert.deepEqual([cache.get('a'), cache.get('b'), cache.get('c')], ['A', undefined, 'C']);
  assert.deepEqual([cache.size, cache.weight], [2, 2]);
});

it('weight counts, but the newest entry stays', () => {
  const { cache, released } = make(10, 10);
  cache.set('a', 'A', 6);
  cache.set('b', 'B', 4);
  cache.set('c', 'C', 1);
  assert.deepEqual(released, ['A']);
  cache.set('d', 'D', 50);
  assert.deepEqual([released, cache.size, cache.weight], [['A', 'B', 'C'], 1, 50]);
});

it('an entry that becomes heavier pushes others out', () => {
  const { cache, released } = make(10, 10);
  cache.set('a', 'A', 1);
  cache.set('b', 'B', 1);
  cache.reweigh('b', 10);
  assert.deepEqual([released, cache.weight], [['A'], 10]);
  cache.reweigh('nothing', 10);
  assert.equal(cache.weight, 10);
});

it('replacing and clearing release', () => {
  const { cache, released } = make(10, 10);
  cache.set('a', 'A', 1);
  cache.set('a', 'B', 2);
  cache.clear();
  assert.deepEqual([released, cache.size, cache.weight], [['A', 'B'], 0, 0]);
});
