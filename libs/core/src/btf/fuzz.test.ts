import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coreRelocations } from './core-relocations.ts';
import { ElfError, elfSection, elfSections } from './elf.ts';
import { emitTypes } from './emit-types.ts';
import { compileFixture } from './fixtures/compile-fixture.ts';
import { imageLayout, objectBtf, programNames } from './image-layout.ts';
import { layoutOf } from './layout-of.ts';
import { Btf } from './reader.ts';
import { emptySelection, selectTypes } from './select-types.ts';
import { BtfError } from './types.ts';

const object = compileFixture({ file: 'records.bpf.c' });
const section = elfSection(object, '.BTF')!.bytes;
const everything = mentionsOfAll(new Btf(section));

/** A small generator with a seed, so that a failure can be repeated. */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** A copy with some bytes, words or a length changed. */
function mutate(input: Uint8Array, random: (limit: number) => number): Uint8Array {
  const copy = Buffer.from(input);
  for (let count = 1 + random(8); count > 0; count--) {
    const at = random(copy.length);
    if (random(2)) copy[at] = random(256);
    else if (at + 4 <= copy.length) copy.writeUInt32LE(random(3) ? random(400) : random(0xffffffff), at & ~3);
  }
  return random(10) ? copy : copy.subarray(0, random(copy.length));
}

function mentionsOfAll(btf: Btf) {
  const names = new Set<string>();
  for (const type of btf.types()) {
    names.add(type.name);
    if (type.kind === 'struct' || type.kind === 'union') for (const { name } of type.members) names.add(name);
  }
  names.delete('');
  return { tags: names, identifiers: names, foreign: names };
}

function expectedError(error: unknown): void {
  if (!(error instanceof BtfError || error instanceof ElfError)) throw error;
}

function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    expectedError(error);
  }
}

function readEverything(bytes: Uint8Array): void {
  attempt(() => {
    const btf = new Btf(bytes);
    for (let id = 1; id < btf.typeCount; id++) attempt(() => layoutOf(btf, id));
    attempt(() => emitTypes(btf, selectTypes(btf, everything, emptySelection())));
  });
}

for (const seed of [1, 2, 3, 4]) {
  test(`mutated BTF gives an error or a result (seed ${seed})`, () => {
    const random = randomNumbers(seed);
    for (let round = 0; round < 400; round++) readEverything(mutate(section, random));
  });
}

for (const seed of [5, 6]) {
  test(`a mutated object gives an error or a result (seed ${seed})`, () => {
    const random = randomNumbers(seed);
    for (let round = 0; round < 400; round++) {
      const bytes = mutate(object, random);
      attempt(() => imageLayout(bytes));
      attempt(() => programNames(bytes));
      attempt(() => coreRelocations(elfSections(bytes), objectBtf(elfSections(bytes))));
    }
  });
}

test('random bytes behind a valid header give an error or a result', () => {
  const random = randomNumbers(7);
  for (let round = 0; round < 200; round++) {
    const bytes = Buffer.from(section);
    for (let at = 24; at < bytes.length; at++) bytes[at] = random(4) ? random(20) : random(256);
    readEverything(bytes);
  }
});

test('structs that double at each level are refused before they fill memory', () => {
  const levels = Array.from({ length: 30 }, (_, level) => `struct l${level + 1} { struct l${level} a, b; };`);
  const text = `struct l0 { int x; };\n${levels.join('\n')}\nstruct l30 *use;`;
  const btf = objectBtf(
    elfSections(
      compileFixture({
        text: text.replace('struct l30 *use', 'struct l30 *use; long size(void) { return sizeof(*use); }'),
      }),
    ),
  );
  const largest = btf.find('l30', 'struct') ?? btf.find('l20', 'struct');
  assert.ok(largest, 'the fixture has its struct');
  assert.throws(() => layoutOf(btf, largest.id), /has more than \d+ fields|is nested more than/);
});
