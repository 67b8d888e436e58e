import type { Btf } from './reader.ts';
import { BtfError, type CompositeType } from './types.ts';

/** Bytes a value of that type takes. @throws BtfError for types without size. */
export function sizeOf(btf: Btf, typeId: number, depth = 0): number {
  if (depth > 32) throw new BtfError(`type ${typeId} is nested too deeply`);
  const type = btf.resolve(typeId);
  switch (type.kind) {
    case 'pointer':
      return 8;
    case 'array':
      return type.length * sizeOf(btf, type.element, depth + 1);
    case 'int':
    case 'float':
    case 'enum':
    case 'struct':
    case 'union':
      return type.size;
    default:
      throw new BtfError(`type ${typeId} has no size: it is ${type.kind}`);
  }
}

const known = new WeakMap<Btf, Map<number, number>>();

/** Alignment in bytes as the C rules give it on a 64-bit machine, 1 for packed structs. */
export function alignmentOf(btf: Btf, typeId: number, depth = 0): number {
  if (depth > 32) throw new BtfError(`type ${typeId} is nested too deeply`);
  const type = btf.resolve(typeId);
  switch (type.kind) {
    case 'array':
      return alignmentOf(btf, type.element, depth + 1);
    case 'struct':
    case 'union': {
      const cache = known.get(btf) ?? new Map<number, number>();
      known.set(btf, cache);
      let alignment = cache.get(type.id);
      if (alignment === undefined) {
        cache.set(type.id, 1);
        const members = type.members.map((member) => alignmentOf(btf, member.type, depth + 1));
        alignment = isPacked(btf, type) ? 1 : Math.max(1, ...members);
        cache.set(type.id, alignment);
      }
      return alignment;
    }
    default:
      return Math.min(16, sizeOf(btf, typeId)) || 1;
  }
}

/** True when a member or the size does not fit natural alignment. */
export function isPacked(btf: Btf, type: CompositeType): boolean {
  let largest = 1;
  for (const { type: id, bitOffset, bitSize } of type.members) {
    const alignment = alignmentOf(btf, id);
    largest = Math.max(largest, alignment);
    if (bitSize === 0 && bitOffset % (alignment * 8) !== 0) return true;
    const unit = sizeOf(btf, id) * 8;
    if (bitSize > 0 && (bitOffset % unit) + bitSize > unit) return true;
  }
  return type.size % largest !== 0;
}
