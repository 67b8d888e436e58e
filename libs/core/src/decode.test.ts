import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Field, Layout, TypeLayout } from './btf/layout.ts';
import { decode, ShortRecordError } from './decode.ts';
import { encode } from './encode.ts';
import { Text } from './text.ts';

const int = (size: 1 | 2 | 4 | 8 | 16, signed = false): TypeLayout => ({ kind: 'int', size, signed });
const struct = (size: number, ...fields: Field[]): Layout => ({ kind: 'struct', size, name: 'test', fields });

const values: [what: string, layout: TypeLayout, bytes: number[], value: unknown][] = [
  ['u8', int(1), [255], 255],
  ['s8', int(1, true), [255], -1],
  ['u16', int(2), [0x34, 0x12], 0x1234],
  ['s16', int(2, true), [0, 0x80], -32768],
  ['u32', int(4), [255, 255, 255, 255], 4294967295],
  ['s32', int(4, true), [254, 255, 255, 255], -2],
  ['u64', int(8), [1, 0, 0, 0, 0, 0, 0, 0x80], 0x8000_0000_0000_0001n],
  ['s64', int(8, true), [255, 255, 255, 255, 255, 255, 255, 255], -1n],
  ['u128', int(16), [1, ...new Array(14).fill(0), 0x80], (1n << 127n) + 1n],
  ['s128', int(16, true), new Array(16).fill(255), -1n],
  ['bool', { kind: 'bool', size: 1 }, [1], true],
  ['float', { kind: 'float', size: 4 }, [0, 0, 0xc0, 0x3f], 1.5],
  ['double', { kind: 'float', size: 8 }, [0, 0, 0, 0, 0, 0, 0xf8, 0x3f], 1.5],
  ['enum', { kind: 'enum', size: 4, signed: true, values: { A: -1 } }, [255, 255, 255, 255], -1],
  ['64-bit enum', { kind: 'enum', size: 8, signed: false, values: {} }, [7, 0, 0, 0, 1, 0, 0, 0], 2 ** 32 + 7],
  ['pointer', { kind: 'pointer', size: 8 }, [0, 1, 0, 0, 0, 0, 255, 255], 0xffff_0000_0000_0100n],
  ['array', { kind: 'array', size: 4, length: 2, element: int(2) }, [1, 0, 2, 0], [1, 2]],
  ['struct', struct(8, { name: 'b', offset: 4, type: int(4) }), [0, 0, 0, 0, 9, 0, 0, 0], { b: 9 }],
];

describe('decode and encode', () => {
  for (const [what, layout, bytes, value] of values) {
    it(what, () => {
      assert.deepEqual(decode(layout, Uint8Array.from(bytes)), value);
      assert.deepEqual([...encode(layout, value)], bytes);
    });
  }

  it('text, padded with zeros', () => {
    const layout: TypeLayout = { kind: 'text', size: 8 };
    assert.deepEqual([...encode(layout, 'abc')], [97, 98, 99, 0, 0, 0, 0, 0]);
    assert.equal(String(decode(layout, encode(layout, Text.from('abcdefgh')))), 'abcdefgh');
  });

  it('the same text again, as the same object, and any other as itself', () => {
    const layout: TypeLayout = { kind: 'text', size: 16 };
    const bytes = (text: string) => encode(layout, text);
    assert.equal(decode(layout, bytes('bash')), decode(layout, bytes('bash')));
    for (let i = 0; i < 1000; i++) {
      const text = `${i % 7}-${i}`.slice(0, 1 + (i % 6));
      assert.equal(String(decode(layout, bytes(text))), text);
    }
  });

  it('bytes, as a copy', () => {
    const memory = Uint8Array.of(1, 2, 3, 4);
    const copy = decode({ kind: 'bytes', size: 3 }, memory) as Uint8Array;
    memory.fill(0);
    assert.deepEqual([...copy], [1, 2, 3]);
  });

  it('bit fields, without touching their neighbours', () => {
    const field = (name: string, shift: number, width: number, signed = false): Field => ({
      name,
      offset: 0,
      bits: { shift, width },
      type: { kind: 'int', size: 4, signed },
    });
    const layout = struct(4, field('a', 0, 3), field('b', 3, 5, true), field('c', 8, 24));
    const value = { a: 5, b: -3, c: 0xabcdef };
    const bytes = encode(layout, value);
    assert.equal(bytes.readUInt32LE(), (5 | (29 << 3)) + 0xabcdef00);
    assert.deepEqual(decode(layout, bytes), value);
    assert.throws(() => encode(layout, { a: 8 }), /^RangeError: a does not hold 8$/);
  });

  it('the rest of a record, which may be shorter than the padded struct', () => {
    const layout = struct(
      16,
      { name: 'id', offset: 0, type: int(8) },
      { name: 'kind', offset: 8, type: int(4) },
      { name: 'text', offset: 12, type: { kind: 'rest', size: 0 } },
    );
    const read = (length: number) => decode(layout, Buffer.alloc(length, 0x61)) as { text: Uint8Array };
    assert.equal(read(12).text.length, 0);
    assert.equal(read(14).text.length, 2);
    assert.equal(read(100).text.length, 88);
    assert.throws(() => read(11), ShortRecordError);
  });

  it('any bytes of any layout, there and back', () => {
    for (let round = 0; round < 500; round++) {
      const layout = randomStruct(3);
      const bytes = encode(layout, decode(layout, randomBytes(layout.size)));
      assert.deepEqual(encode(layout, decode(layout, bytes)), bytes, JSON.stringify(layout));
    }
  });

  it('nothing beyond the end', () => {
    for (const [, layout, bytes] of values) {
      const short = Uint8Array.from(bytes).subarray(1);
      assert.throws(() => decode(layout, short), { name: 'ShortRecordError', message: /^record too short for / });
    }
  });
});

describe('encode refuses', () => {
  const fields = struct(
    24,
    { name: 'pid', offset: 0, type: int(4) },
    { name: 'comm', offset: 4, type: { kind: 'text', size: 16 } },
  );
  const refused: [what: string, layout: TypeLayout, value: unknown, message: RegExp][] = [
    ['a number out of range', int(1), 256, /^RangeError: value does not hold 256$/],
    ['a negative number', int(4), -1, /^RangeError: value does not hold -1$/],
    ['a fraction', int(4), 0.5, /^TypeError: value must be an integer, not number$/],
    ['text for a number', fields, { pid: '1' }, /^TypeError: pid must be an integer, not string$/],
    ['an unknown field', fields, { pod: 1 }, /^TypeError: struct test has no field pod$/],
    ['text that is too long', fields, { comm: 'x'.repeat(17) }, /^RangeError: comm has 17 bytes, only 16 fit$/],
    ['null', fields, null, /^TypeError: value must be struct test, not null$/],
    ['a number for a boolean', { kind: 'bool', size: 1 }, 1, /^TypeError: value must be a boolean, not number$/],
    [
      'an element',
      { kind: 'array', size: 4, length: 4, element: int(1) },
      [1, 300],
      /^RangeError: \[1\] does not hold 300$/,
    ],
  ];
  for (const [what, layout, value, message] of refused) {
    it(what, () => assert.throws(() => encode(layout, value), message));
  }
});

function randomStruct(depth: number): Layout {
  const fields: Field[] = [];
  let offset = 0;
  for (let i = randomInt(1, 6); i > 0; i--) {
    const type = randomType(depth);
    offset += randomInt(8);
    fields.push({ name: `field${i}`, offset, type });
    offset += type.size;
  }
  return struct(offset, ...fields);
}

function randomType(depth: number): TypeLayout {
  const size = ([1, 2, 4, 8] as const)[randomInt(4)]!;
  switch (randomInt(depth > 0 ? 8 : 5)) {
    case 0:
      return { kind: 'bool', size: 1 };
    case 1:
      return { kind: 'text', size: randomInt(1, 20) };
    case 2:
      return { kind: 'bytes', size: randomInt(1, 20) };
    case 3:
      return { kind: 'pointer', size: 8 };
    case 4:
      return int(size, randomInt(2) === 1);
    case 5:
      return { kind: 'enum', size: 4, signed: true, values: {} };
    case 6: {
      const element = randomType(depth - 1);
      const length = randomInt(5);
      return { kind: 'array', size: length * element.size, length, element };
    }
    default:
      return randomStruct(depth - 1);
  }
}
