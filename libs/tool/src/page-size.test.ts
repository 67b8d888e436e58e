import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import type { ImageLayout } from '@bcc-ts/core';
import { pageSize, setPageShift } from './page-size.ts';

/** A vector as the kernel of a little-endian machine gives it: pairs of type and value, ended by zeros. */
function vector(...numbers: bigint[]): Buffer {
  return Buffer.from(BigUint64Array.from([...numbers, 0n, 0n]).buffer);
}

test('the page size is what getconf says', () => {
  assert.equal(pageSize(), Number(execFileSync('getconf', ['PAGESIZE'])));
});

test('the page size is one of many numbers, and without it the usual one', () => {
  assert.equal(pageSize(vector(33n, 6n, 6n, 65536n, 17n, 100n)), 65536);
  assert.equal(pageSize(vector(33n, 6n)), 4096);
  assert.equal(pageSize(Buffer.alloc(0)), 4096);
});

test('programs that count pages are told their size', () => {
  const rodata = {};
  const layout = (name: string) => ({ rodata: { fields: [{ name }] } }) as unknown as ImageLayout;
  setPageShift(rodata, layout('option_pid'), 16384);
  assert.deepEqual(rodata, {});
  setPageShift(rodata, layout('page_shift'), 16384);
  assert.deepEqual(rodata, { page_shift: 14 });
});
