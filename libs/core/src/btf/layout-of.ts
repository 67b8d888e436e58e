import type { Field, Layout, TypeLayout } from './layout.ts';
import type { Btf } from './reader.ts';
import { BtfError, type BtfType, type CompositeType, type Member } from './types.ts';

/** Limits on what one layout may cost; real records stay far below. */
const maximumDepth = 32;
const maximumFields = 20_000;

interface Budget {
  fields: number;
}

/**
 * The layout of a type: typedefs and qualifiers gone, the members of anonymous structs and unions lifted into their
 * parent. The members of a union share their offset.
 *
 * @throws BtfError for types that have no layout (functions, incomplete structs), contain themselves, or are absurdly large.
 */
export function layoutOf(btf: Btf, typeId: number): TypeLayout {
  return layout(btf, typeId, 0, { fields: maximumFields });
}

/** As {@link layoutOf}, for a struct or union. */
export function structLayoutOf(btf: Btf, typeId: number): Layout {
  const result = layoutOf(btf, typeId);
  if (result.kind !== 'struct') throw new BtfError(`type ${typeId} is no struct but ${result.kind}`);
  return result;
}

function layout(btf: Btf, typeId: number, depth: number, budget: Budget): TypeLayout {
  if (depth > maximumDepth) throw new BtfError(`type ${typeId} is nested more than ${maximumDepth} deep`);
  const type = btf.resolve(typeId);
  switch (type.kind) {
    case 'int':
      if (type.bool) return { kind: 'bool', size: 1 };
      return { kind: 'int', size: powerOfTwo(type, [1, 2, 4, 8, 16]), signed: type.signed };
    case 'float':
      return { kind: 'float', size: powerOfTwo(type, [4, 8]) };
    case 'pointer':
      return { kind: 'pointer', size: 8 };
    case 'enum': {
      const values: Record<string, number> = Object.create(null);
      for (const { name, value } of type.values) values[name] = Number(value);
      return { kind: 'enum', size: powerOfTwo(type, [1, 2, 4, 8]), signed: type.signed, values };
    }
    case 'array':
      return arrayLayout(btf, type, depth, budget);
    case 'struct':
    case 'union':
      return compositeLayout(btf, type, depth, budget);
    default:
      throw new BtfError(`type ${typeId}${type.name ? ` (${type.name})` : ''} has no layout: it is ${type.kind}`);
  }
}

function powerOfTwo<N extends number>(type: { id: number; size: number }, allowed: readonly N[]): N {
  const size = allowed.find((candidate) => candidate === type.size);
  if (size === undefined) throw new BtfError(`type ${type.id} has an impossible size of ${type.size} bytes`);
  return size;
}

function arrayLayout(btf: Btf, type: Extract<BtfType, { kind: 'array' }>, depth: number, budget: Budget): TypeLayout {
  const item = btf.resolve(type.element);
  if (item.kind === 'int' && item.size === 1 && !item.bool) {
    if (item.name === 'char') return { kind: 'text', size: type.length };
    if (!item.signed) return { kind: 'bytes', size: type.length };
  }
  const element = layout(btf, type.element, depth + 1, budget);
  const size = element.size * type.length;
  if (!Number.isSafeInteger(size)) throw new BtfError(`type ${type.id} is too large an array`);
  return { kind: 'array', size, length: type.length, element };
}

function compositeLayout(btf: Btf, type: CompositeType, depth: number, budget: Budget): Layout {
  const fields: Field[] = [];
  collectFields(btf, type, 0, fields, depth, budget);
  const last = fields.at(-1);
  if (
    last &&
    type.kind === 'struct' &&
    last.type.size === 0 &&
    (last.type.kind === 'text' || last.type.kind === 'bytes')
  ) {
    last.type = { kind: 'rest', size: 0 };
  }
  return { kind: 'struct', size: type.size, name: type.name, fields };
}

function collectFields(
  btf: Btf,
  type: CompositeType,
  base: number,
  fields: Field[],
  depth: number,
  budget: Budget,
): void {
  if (depth > maximumDepth) throw new BtfError(`type ${type.id} is nested more than ${maximumDepth} deep`);
  for (const member of type.members) {
    if (budget.fields-- <= 0) throw new BtfError(`type ${type.id} has more than ${maximumFields} fields`);
    if (member.name === '') {
      const inner = btf.resolve(member.type);
      if (inner.kind === 'struct' || inner.kind === 'union') {
        collectFields(btf, inner, base + Math.floor(member.bitOffset / 8), fields, depth + 1, budget);
      }
      continue;
    }
    fields.push(field(btf, member, base, depth, budget));
  }
}

function field(btf: Btf, member: Member, base: number, depth: number, budget: Budget): Field {
  const type = layout(btf, member.type, depth + 1, budget);
  const raw = btf.resolve(member.type);
  let { bitOffset, bitSize } = member;
  if (bitSize === 0 && raw.kind === 'int' && raw.bits !== 0 && raw.bits !== raw.size * 8 && !raw.bool) {
    bitSize = raw.bits;
    bitOffset += raw.bitOffset;
  }
  if (bitSize === 0) return { name: member.name, offset: base + Math.floor(bitOffset / 8), type };
  const unit = type.size * 8;
  let start = Math.floor(bitOffset / unit) * unit;
  if (bitOffset + bitSize > start + unit) start = bitOffset - (bitOffset % 8);
  return { name: member.name, offset: base + start / 8, bits: { shift: bitOffset - start, width: bitSize }, type };
}
