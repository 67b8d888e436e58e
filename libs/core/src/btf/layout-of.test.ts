import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elfSections } from './elf.ts';
import { compileFixture } from './fixtures/compile-fixture.ts';
import { objectBtf } from './image-layout.ts';
import type { Field, TypeLayout } from './layout.ts';
import { layoutOf, structLayoutOf } from './layout-of.ts';

const btf = objectBtf(elfSections(compileFixture({ file: 'records.bpf.c' })));
const record = structLayoutOf(btf, btf.find('record', 'struct')!.id);
const field = (name: string): Field => record.fields.find((candidate) => candidate.name === name)!;
const u32: TypeLayout = { kind: 'int', size: 4, signed: false };
const s32: TypeLayout = { kind: 'int', size: 4, signed: true };
const point = [
  { name: 'x', offset: 0, type: s32 },
  { name: 'y', offset: 4, type: s32 },
];

const expected: [name: string, type: TypeLayout][] = [
  ['time', { kind: 'int', size: 8, signed: false }],
  ['pid', u32],
  ['small', { kind: 'int', size: 1, signed: true }],
  ['flag', { kind: 'bool', size: 1 }],
  ['port', { kind: 'int', size: 2, signed: false }],
  ['comm', { kind: 'text', size: 16 }],
  ['address', { kind: 'bytes', size: 6 }],
  ['numbers', { kind: 'array', size: 6, length: 3, element: { kind: 'int', size: 2, signed: false } }],
  ['names', { kind: 'array', size: 16, length: 2, element: { kind: 'text', size: 8 } }],
  ['point', { kind: 'struct', size: 8, name: 'point', fields: point }],
  ['path', { kind: 'array', size: 16, length: 2, element: { kind: 'struct', size: 8, name: 'point', fields: point } }],
  ['v4', u32],
  ['v6', { kind: 'bytes', size: 16 }],
  ['inner', u32],
  ['named', { kind: 'struct', size: 4, name: '', fields: [{ name: 'anonymous', offset: 0, type: u32 }] }],
  ['pointer', { kind: 'pointer', size: 8 }],
  ['huge', { kind: 'int', size: 16, signed: false }],
];

for (const [name, type] of expected) {
  test(`the member ${name} has the layout ${type.kind} of ${type.size} bytes`, () => {
    assert.deepEqual(field(name).type, type);
  });
}

test('enumerators keep their values and signs', () => {
  const { type } = field('state');
  assert.equal(type.kind === 'enum' && type.signed, true);
  assert.deepEqual({ ...(type.kind === 'enum' ? type.values : {}) }, { IDLE: 0, RUNNING: 7, BROKEN: -1 });
  const big = field('big').type;
  assert.deepEqual([big.size, { ...(big.kind === 'enum' ? big.values : {}) }], [8, { HUGE: 0x100000000 }]);
});

test('the members of an anonymous union share their offset', () => {
  assert.equal(field('v4').offset, field('v6').offset);
  assert.equal(field('inner').offset, field('v6').offset + 16);
});

test('bit fields count from the lowest bit of their storage', () => {
  assert.deepEqual(field('low').bits, { shift: 0, width: 3 });
  assert.deepEqual(field('high').bits, { shift: 3, width: 29 });
  assert.equal(field('low').offset, field('high').offset);
  assert.deepEqual(field('wide').bits, { shift: 0, width: 40 });
  assert.equal(field('wide').offset % 8, 0);
});

test('a flexible array at the end is the rest of the record', () => {
  for (const name of ['tail', 'bytes_tail']) {
    const { fields, size } = structLayoutOf(btf, btf.find(name, 'struct')!.id);
    assert.deepEqual(fields.at(-1)?.type, { kind: 'rest', size: 0 });
    assert.equal(fields.at(-1)?.offset, size);
  }
});

test('a layout survives JSON', () => {
  assert.deepEqual(
    JSON.parse(JSON.stringify(record)),
    JSON.parse(JSON.stringify(structLayoutOf(btf, btf.find('record', 'struct')!.id))),
  );
});

test('what has no layout is an error that names the type', () => {
  assert.throws(() => layoutOf(btf, btf.find('first', 'function')!.id), /has no layout: it is function/);
  assert.throws(() => layoutOf(btf, 0), /type 0 has no layout: it is void/);
});
