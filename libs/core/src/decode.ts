import { endianness } from 'node:os';
import type { Field, Layout, TypeLayout } from './btf/layout.ts';
import { Memory } from './memory.ts';
import { Text } from './text.ts';

export const littleEndian = endianness() === 'LE';

/** Reads a value at `offset`; the record it belongs to ends at `end`. */
export type Reader<T = unknown> = (memory: Memory, offset: number, end: number) => T;

/** A record or an element that has fewer bytes than its type. */
export class ShortRecordError extends RangeError {
  override name = 'ShortRecordError';

  constructor(layout: TypeLayout, size: number) {
    const what = layout.kind === 'struct' && layout.name ? `struct ${layout.name}` : layout.kind;
    super(`record too short for ${what}: ${size} of ${layout.size} bytes`);
  }
}

/** The fewest bytes a record of this type has: a flexible array at the end may begin before the struct's padding. */
export function minimumSize(layout: TypeLayout): number {
  const last = layout.kind === 'struct' ? layout.fields.at(-1) : undefined;
  return last?.type.kind === 'rest' ? last.offset : layout.size;
}

/**
 * The JavaScript value of bytes in the kernel's layout: 8-byte integers become bigint, `char[]` {@link Text}, `u8[]` a
 * copy of the bytes, structs plain objects. Bytes after the end of the type are left alone.
 *
 * @throws ShortRecordError
 */
export function decode(layout: TypeLayout, bytes: Uint8Array): unknown {
  if (bytes.length < minimumSize(layout)) throw new ShortRecordError(layout, bytes.length);
  return readerOf(layout)(Memory.of(bytes), 0, bytes.length);
}

const readers = new WeakMap<TypeLayout, Reader>();

/** The function that reads a layout; made once. It checks no bounds beyond those of the memory. */
export function readerOf(layout: TypeLayout): Reader {
  let reader = readers.get(layout);
  if (!reader) {
    reader = makeReader(layout);
    readers.set(layout, reader);
  }
  return reader;
}

/** Reads a struct's field, `offset` being the struct's. */
export function fieldReader(field: Field): Reader {
  const at = field.offset;
  if (field.bits) return bitFieldReader(field, field.bits);
  const read = readerOf(field.type);
  return at === 0 ? read : (memory, offset, end) => read(memory, offset + at, end);
}

function makeReader(layout: TypeLayout): Reader {
  switch (layout.kind) {
    case 'int':
      return intReader(layout.size, layout.signed);
    case 'enum':
      return enumReader(layout.size, layout.signed);
    case 'bool':
      return ({ view }, offset) => view.getUint8(offset) !== 0;
    case 'float':
      return layout.size === 4
        ? ({ view }, offset) => view.getFloat32(offset, littleEndian)
        : ({ view }, offset) => view.getFloat64(offset, littleEndian);
    case 'pointer':
      return intReader(8, false);
    case 'text':
      return layout.size <= LONGEST_KEPT_TEXT ? keepingTextReader(layout.size) : textReader(layout.size);
    case 'bytes': {
      const { size } = layout;
      return ({ bytes }, offset) => copy(bytes, offset, offset + size);
    }
    case 'rest':
      return ({ bytes }, offset, end) => copy(bytes, Math.min(offset, end), end);
    case 'array':
      return arrayReader(layout);
    case 'struct':
      return structReader(layout);
  }
}

function textReader(size: number): Reader<Text> {
  return ({ bytes }, offset) => Text.read(bytes, offset, offset + size);
}

/** Longest text, in bytes, for which it is cheaper to look whether it is a known one than to read it. */
const LONGEST_KEPT_TEXT = 32;
const KEPT_TEXTS = 64;

/** Names of commands and devices come again and again: gives the same object for the same bytes, as long as it is kept. */
function keepingTextReader(size: number): Reader<Text> {
  const kept = new Array<Text | undefined>(KEPT_TEXTS).fill(undefined);
  return ({ bytes }, offset) => {
    const end = offset + size;
    let hash = 0;
    let stop = offset;
    for (; stop < end && bytes[stop] !== 0; stop++) hash = (Math.imul(hash, 31) + bytes[stop]!) | 0;
    const slot = hash & (KEPT_TEXTS - 1);
    const known = kept[slot];
    if (known?.is(bytes, offset, stop)) return known;
    const text = Text.read(bytes, offset, stop);
    kept[slot] = text;
    return text;
  };
}

function copy(bytes: Buffer, start: number, end: number): Uint8Array {
  const result = Buffer.allocUnsafe(end - start);
  bytes.copy(result, 0, start, end);
  return result;
}

function intReader(size: 1 | 2 | 4 | 8 | 16, signed: boolean): Reader<number | bigint> {
  switch (size) {
    case 1:
      return signed ? ({ view }, at) => view.getInt8(at) : ({ view }, at) => view.getUint8(at);
    case 2:
      return signed
        ? ({ view }, at) => view.getInt16(at, littleEndian)
        : ({ view }, at) => view.getUint16(at, littleEndian);
    case 4:
      return signed
        ? ({ view }, at) => view.getInt32(at, littleEndian)
        : ({ view }, at) => view.getUint32(at, littleEndian);
    case 8:
      return signed
        ? ({ view }, at) => view.getBigInt64(at, littleEndian)
        : ({ view }, at) => view.getBigUint64(at, littleEndian);
    case 16:
      return ({ view }, at) => {
        const [low, high] = littleEndian ? [at, at + 8] : [at + 8, at];
        const top = signed ? view.getBigInt64(high, littleEndian) : view.getBigUint64(high, littleEndian);
        return (top << 64n) | view.getBigUint64(low, littleEndian);
      };
  }
}

function enumReader(size: 1 | 2 | 4 | 8, signed: boolean): Reader<number> {
  const read = intReader(size, signed);
  return size === 8 ? (memory, at, end) => Number(read(memory, at, end)) : (read as Reader<number>);
}

function bitFieldReader(field: Field, { shift, width }: { shift: number; width: number }): Reader {
  const { type, offset: at } = field;
  const read = intReader(type.size as 1 | 2 | 4 | 8, false);
  const signed = 'signed' in type && type.signed;
  return (memory, offset, end) => {
    const raw = BigInt(read(memory, offset + at, end)) >> BigInt(shift);
    const value = signed ? BigInt.asIntN(width, raw) : BigInt.asUintN(width, raw);
    if (type.kind === 'bool') return value !== 0n;
    return type.size === 8 && type.kind !== 'enum' ? value : Number(value);
  };
}

function arrayReader({ length, element }: Extract<TypeLayout, { kind: 'array' }>): Reader<unknown[]> {
  const read = readerOf(element);
  const { size } = element;
  return (memory, offset, end) => {
    const values = new Array<unknown>(length);
    for (let i = 0; i < length; i++) values[i] = read(memory, offset + i * size, end);
    return values;
  };
}

function structReader({ fields }: Layout): Reader<Record<string, unknown>> {
  const members = fields.map((field) => ({ name: field.name, read: fieldReader(field) }));
  return (memory, offset, end) => {
    const value: Record<string, unknown> = {};
    for (const { name, read } of members) value[name] = read(memory, offset, end);
    return value;
  };
}
