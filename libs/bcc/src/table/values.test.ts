import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, type TypeLayout } from '@bcc-ts/core';
import { converterOf } from './values.ts';

const comm: TypeLayout = { kind: 'text', size: 4 };
const event: TypeLayout = {
  kind: 'struct',
  name: 'event',
  size: 16,
  fields: [
    { name: 'id', offset: 0, type: { kind: 'int', size: 8, signed: false } },
    { name: 'names', offset: 8, type: { kind: 'array', size: 8, length: 2, element: comm } },
  ],
};
const bytes = Buffer.from('0100000000000000c3a90000ff000000', 'hex');

test('char arrays become strings, at any depth', () => {
  assert.deepEqual(converterOf(event, 'string')!(decode(event, bytes)), { id: 1n, names: ['é', '\ufffd'] });
});

test('or the bytes before the first NUL, when nothing may be lost', () => {
  assert.deepEqual(converterOf(event, 'bytes')!(decode(event, bytes)), {
    id: 1n,
    names: [Buffer.from('c3a9', 'hex'), Buffer.from('ff', 'hex')],
  });
});

test('types without text need no conversion', () => {
  assert.equal(converterOf({ kind: 'int', size: 8, signed: false }, 'string'), undefined);
  assert.equal(converterOf({ kind: 'bytes', size: 6 }, 'string'), undefined);
  assert.equal(converterOf(undefined, 'string'), undefined);
});
