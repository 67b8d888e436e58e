import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BpfMap } from '@bcc-ts/core';
import { type Sharing, sharedTable, shareTables, takeSharedTables } from './shared-tables.ts';

class FakeMap {
  readonly name: string;
  readonly sizes: { key: number; value: number };
  shares: FakeMap | undefined;

  constructor(name: string, key = 4, value = 8) {
    this.name = name;
    this.sizes = { key, value };
  }

  share(other: FakeMap): void {
    this.shares = other;
  }
}

const map = (fake: FakeMap) => fake as unknown as BpfMap;
const give = (...maps: FakeMap[]) =>
  shareTables(new Map(maps.map((one) => [one.name, { map: map(one), facts: { kind: 'hash' } }])));
const take = (one: FakeMap, how: Sharing) => takeSharedTables({ [one.name]: map(one) }, new Map([[one.name, how]]));

test('an extern table is the one another shares, as long as that is open', () => {
  const theirs = new FakeMap('counts');
  const takeBack = give(theirs);
  const mine = new FakeMap('counts');
  assert.equal(take(mine, 'extern').get('counts')?.map, map(theirs));
  assert.equal(mine.shares, theirs);
  takeBack();
  assert.equal(sharedTable('counts'), undefined);
  assert.throws(() => take(new FakeMap('counts'), 'extern'), /^Error: cannot find extern table counts: no open BPF/);
});

test('a shared table is taken where there is one, a public one never', () => {
  const takeBack = give(new FakeMap('counts'));
  const shared = new FakeMap('counts');
  const own = new FakeMap('counts');
  assert.equal(take(shared, 'shared').size, 1);
  assert.equal(take(own, 'public').size, 0);
  assert.equal(own.shares, undefined);
  assert.equal(take(new FakeMap('others'), 'shared').size, 0);
  takeBack();
});

test('sizes have to be the same', () => {
  const takeBack = give(new FakeMap('counts', 4, 8));
  assert.throws(
    () => take(new FakeMap('counts', 8, 8), 'extern'),
    /extern table counts with 8-byte keys and 8-byte values: it is shared with 4-byte keys and 8-byte values/,
  );
  takeBack();
});

test('of two tables of one name the first is given, until it is taken back', () => {
  const [first, second] = [new FakeMap('counts'), new FakeMap('counts')];
  const takeFirstBack = give(first);
  const takeSecondBack = give(second);
  assert.equal(sharedTable('counts')?.map, map(first));
  takeSecondBack();
  assert.equal(sharedTable('counts')?.map, map(first));
  takeFirstBack();
  assert.equal(sharedTable('counts'), undefined);
});
