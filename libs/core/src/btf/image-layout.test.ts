import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { compileFixture } from './fixtures/compile-fixture.ts';
import { imageLayout, programNames } from './image-layout.ts';

const object = compileFixture({ file: 'records.bpf.c' });
const image = imageLayout(object);

test('maps keep their type, key and value', () => {
  assert.deepEqual(Object.keys(image.maps), ['events', 'records', 'stacks', 'tails']);
  assert.equal(image.maps.events?.type, 27);
  assert.equal(image.maps.events?.key, undefined);
  assert.equal(image.maps.events?.value?.kind === 'struct' && image.maps.events.value.name, 'tail');
  assert.deepEqual(image.maps.records?.key, { kind: 'int', size: 4, signed: false });
  assert.deepEqual(image.maps.stacks, { type: 7 });
});

test('global variables have the offsets of the symbol table', () => {
  const places = (name: 'rodata' | 'bss' | 'data') =>
    image[name].fields.map(({ name, type }) => [name, type.kind]).sort();
  assert.deepEqual(places('rodata'), [
    ['prefix', 'text'],
    ['target_pid', 'int'],
    ['verbose', 'bool'],
  ]);
  assert.deepEqual(places('bss'), [
    ['calls', 'int'],
    ['total', 'int'],
  ]);
  assert.deepEqual(places('data'), [['initial', 'int']]);
  for (const layout of [image.rodata, image.bss, image.data]) {
    for (const [index, { offset }] of layout.fields.entries()) {
      assert.ok(index === 0 || offset > layout.fields[index - 1]!.offset, `${layout.name}: offsets rise`);
      assert.ok(offset < layout.size);
    }
  }
});

test('programs are the functions outside of .text', () => {
  assert.deepEqual(programNames(object), ['first', 'second']);
});

test('stripping debug sections changes nothing', () => {
  const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-strip-'));
  try {
    const file = join(directory, 'x.o');
    writeFileSync(file, object);
    execFileSync('llvm-strip-19', ['-g', file]);
    const stripped = readFileSync(file);
    assert.ok(stripped.length < object.length);
    assert.deepEqual(imageLayout(stripped), image);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('an object without types is an error that says why', () => {
  const text = 'int global;';
  const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-nobtf-'));
  try {
    const file = join(directory, 'x.o');
    execFileSync('clang-19', ['-target', 'bpf', '-x', 'c', '-c', '-', '-o', file], { input: text });
    assert.throws(() => imageLayout(readFileSync(file)), /no \.BTF section \(compile it with -g\)/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
