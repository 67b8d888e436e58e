import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elfSection } from './elf.ts';
import { compileFixture } from './fixtures/compile-fixture.ts';
import { Btf } from './reader.ts';
import { BtfError } from './types.ts';

const bytes = elfSection(compileFixture({ file: 'records.bpf.c' }), '.BTF')!.bytes;
const btf = new Btf(bytes);

test('types are found by name and kind', () => {
  assert.equal(btf.find('point', 'struct')?.size, 8);
  assert.equal(btf.find('point', 'union'), undefined);
  assert.equal(btf.find('no such type'), undefined);
  assert.equal(btf.find('first', 'function')?.linkage, 'global');
  assert.equal(btf.find('pid_alias')?.kind, 'typedef');
});

test('typedefs and qualifiers resolve to what they stand for', () => {
  const pid = btf.find('record', 'struct')!.members.find(({ name }) => name === 'pid')!;
  const type = btf.resolve(pid.type);
  assert.equal(type.kind === 'int' && type.name, 'unsigned int');
});

test('prototypes know their parameters', () => {
  const type = btf.type(btf.find('subprogram', 'function')!.target);
  assert.deepEqual(type.kind === 'prototype' && type.parameters.map(({ name }) => name), ['value']);
});

test('every type can be read once the section could be opened', () => {
  let count = 0;
  for (const type of btf.types()) count += type.id > 0 ? 1 : 0;
  assert.equal(count, btf.typeCount - 1);
});

test('split BTF continues the ids and strings of its base', () => {
  const name = Buffer.from('\0module_type\0');
  const baseName = btf.find('point', 'struct')!;
  const types = typesOf([
    [btf.stringBytes + 1, 8 << 24, baseName.id],
    [btf.stringBytes + 1, 2 << 24, btf.typeCount],
  ]);
  const module = new Btf(section(types, name), btf);
  const typedef = module.find('module_type', 'typedef')!;
  assert.equal(typedef.id, btf.typeCount);
  assert.equal(module.resolve(typedef.id), btf.type(baseName.id));
  assert.equal(module.find('record', 'struct')?.id, btf.find('record', 'struct')?.id);
  assert.deepEqual(module.type(btf.typeCount + 1), {
    kind: 'pointer',
    id: btf.typeCount + 1,
    name: '',
    target: typedef.id,
  });
});

const broken: [what: string, input: Uint8Array, message: RegExp][] = [
  ['nothing', new Uint8Array(0), /cut short: 0 bytes/],
  ['other bytes', Buffer.alloc(64, 1), /not BTF: magic is 0x101/],
  ['the other byte order', swapped(bytes), /big-endian/],
  ['half of it', bytes.subarray(0, bytes.length / 2), /cut short/],
  ['an unknown kind', section(typesOf([[0, 30 << 24, 0]]), Buffer.from('\0')), /unknown kind 30/],
  ['a type cut short', section(Buffer.alloc(8), Buffer.from('\0')), /cut short/],
];
for (const [what, input, message] of broken) {
  test(`${what} is refused`, () => {
    assert.throws(
      () => new Btf(input),
      (error) => error instanceof BtfError && message.test(error.message),
    );
  });
}

test('a typedef of itself is an error, not a loop', () => {
  const loop = new Btf(section(typesOf([[0, 8 << 24, 1]]), Buffer.from('\0')));
  assert.throws(() => loop.resolve(1), /typedef of itself/);
});

function typesOf(types: [name: number, info: number, size: number][]): Buffer {
  const buffer = Buffer.alloc(types.length * 12);
  for (const [index, words] of types.entries()) {
    for (const [word, value] of words.entries()) buffer.writeUInt32LE(value, index * 12 + word * 4);
  }
  return buffer;
}

function section(types: Buffer, strings: Buffer): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0x1eb9f, 0);
  for (const [index, value] of [24, 0, types.length, types.length, strings.length].entries()) {
    header.writeUInt32LE(value, 4 + index * 4);
  }
  return Buffer.concat([header, types, strings]);
}

function swapped(input: Uint8Array): Uint8Array {
  const copy = Buffer.from(input);
  copy[0] = 0xeb;
  copy[1] = 0x9f;
  return copy;
}
