import type { Field, TypeLayout } from './btf/layout.ts';
import { littleEndian } from './decode.ts';
import { Memory } from './memory.ts';
import { Text } from './text.ts';

/**
 * The bytes of a JavaScript value in the kernel's layout; the inverse of `decode`. Fields left out of a struct and bytes
 * after a text are zero. Integers may be numbers or bigints, texts also strings.
 *
 * @throws TypeError, RangeError for a value that does not fit; the message names the field.
 */
export function encode(layout: TypeLayout, value: unknown): Buffer {
  const bytes = Buffer.alloc(layout.size);
  write(Memory.of(bytes), 0, layout, value, '');
  return bytes;
}

/** Writes a value into memory that holds other things too. `path` names it in errors. */
export function write(memory: Memory, offset: number, layout: TypeLayout, value: unknown, path: string): void {
  switch (layout.kind) {
    case 'int':
    case 'enum':
      writeInteger(memory, offset, layout.size, layout.signed, integer(value, path), path);
      break;
    case 'pointer':
      writeInteger(memory, offset, 8, false, integer(value, path), path);
      break;
    case 'bool':
      if (typeof value !== 'boolean') throw wrong(path, 'a boolean', value);
      memory.view.setUint8(offset, value ? 1 : 0);
      break;
    case 'float':
      if (typeof value !== 'number') throw wrong(path, 'a number', value);
      if (layout.size === 4) memory.view.setFloat32(offset, value, littleEndian);
      else memory.view.setFloat64(offset, value, littleEndian);
      break;
    case 'text':
    case 'bytes':
      writeBytes(memory, offset, layout.size, value, path);
      break;
    case 'rest':
      throw wrong(path, 'left out', value);
    case 'array':
      if (!Array.isArray(value) || value.length > layout.length)
        throw wrong(path, `an array of up to ${layout.length}`, value);
      memory.bytes.fill(0, offset, offset + layout.size);
      value.forEach((item, i) => {
        write(memory, offset + i * layout.element.size, layout.element, item, `${path}[${i}]`);
      });
      break;
    case 'struct':
      writeStruct(memory, offset, layout, value, path);
      break;
  }
}

function writeStruct(
  memory: Memory,
  offset: number,
  layout: Extract<TypeLayout, { kind: 'struct' }>,
  value: unknown,
  path: string,
): void {
  if (typeof value !== 'object' || value === null) throw wrong(path, `struct ${layout.name}`, value);
  memory.bytes.fill(0, offset, offset + layout.size);
  for (const [name, item] of Object.entries(value)) {
    const field = layout.fields.find((candidate) => candidate.name === name);
    if (!field) throw new TypeError(`struct ${layout.name} has no field ${name}`);
    writeField(memory, offset, field, item, path ? `${path}.${name}` : name);
  }
}

/** Writes one field of a struct at `offset`, leaving its neighbours. */
export function writeField(memory: Memory, offset: number, field: Field, value: unknown, path: string): void {
  const at = offset + field.offset;
  if (!field.bits) {
    write(memory, at, field.type, value, path);
    return;
  }
  const { shift, width } = field.bits;
  const number = typeof value === 'boolean' ? BigInt(value) : integer(value, path);
  const signed = 'signed' in field.type && field.type.signed;
  if (number !== (signed ? BigInt.asIntN(width, number) : BigInt.asUintN(width, number))) throw outside(path, value);
  const size = field.type.size as 1 | 2 | 4 | 8;
  const mask = ((1n << BigInt(width)) - 1n) << BigInt(shift);
  const old = readUnsigned(memory, at, size);
  writeInteger(memory, at, size, false, (old & ~mask) | ((number << BigInt(shift)) & mask), path);
}

function integer(value: unknown, path: string): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  throw wrong(path, 'an integer', value);
}

function writeInteger({ view }: Memory, at: number, size: number, signed: boolean, value: bigint, path: string): void {
  if (value !== (signed ? BigInt.asIntN(size * 8, value) : BigInt.asUintN(size * 8, value))) throw outside(path, value);
  if (size === 1) view.setUint8(at, Number(value & 0xffn));
  else if (size === 2) view.setUint16(at, Number(value & 0xffffn), littleEndian);
  else if (size === 4) view.setUint32(at, Number(value & 0xffffffffn), littleEndian);
  else if (size === 8) view.setBigUint64(at, BigInt.asUintN(64, value), littleEndian);
  else {
    view.setBigUint64(littleEndian ? at : at + 8, BigInt.asUintN(64, value), littleEndian);
    view.setBigUint64(littleEndian ? at + 8 : at, BigInt.asUintN(64, value >> 64n), littleEndian);
  }
}

function readUnsigned({ view }: Memory, at: number, size: 1 | 2 | 4 | 8): bigint {
  if (size === 8) return view.getBigUint64(at, littleEndian);
  return BigInt(
    size === 4 ? view.getUint32(at, littleEndian) : size === 2 ? view.getUint16(at, littleEndian) : view.getUint8(at),
  );
}

function writeBytes(memory: Memory, offset: number, size: number, value: unknown, path: string): void {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value instanceof Text ? value.bytes : value;
  if (!(bytes instanceof Uint8Array)) throw wrong(path, 'text or bytes', value);
  if (bytes.length > size) throw new RangeError(`${label(path)} has ${bytes.length} bytes, only ${size} fit`);
  memory.bytes.fill(0, offset, offset + size);
  memory.bytes.set(bytes, offset);
}

function label(path: string): string {
  return path || 'value';
}

function wrong(path: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${label(path)} must be ${expected}, not ${value === null ? 'null' : typeof value}`);
}

function outside(path: string, value: unknown): RangeError {
  return new RangeError(`${label(path)} does not hold ${value}`);
}
