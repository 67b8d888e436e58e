import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from './nearest.ts';

const names = ['lookup', 'update', 'count', 'counts', 'pid', 'tgid', '__state'];

for (const [typed, meant] of [
  ['conut', 'count'],
  ['lokup', 'lookup'],
  ['updtae', 'update'],
  ['state', '__state'],
  ['pidd', 'pid'],
  ['xyz', undefined],
  ['inode', undefined],
] as const) {
  test(`${typed} is like ${meant ?? 'nothing'}`, () => assert.equal(nearest(typed, names), meant));
}
