import type { Btf, CompositeType } from '@bcc-ts/core';

export interface BitField {
  /** Byte offset of what is read, and how many bytes. */
  offset: number;
  size: number;
  /** Bits below the field, and in it. */
  shift: number;
  width: number;
  signed: boolean;
}

/** Where a bit field of a kernel struct lies; undefined when there is no such member or it is no bit field. */
export function bitField(btf: Btf, tag: string, member: string): BitField | undefined {
  for (const type of btf.findAll(tag)) {
    if (type.kind !== 'struct' && type.kind !== 'union') continue;
    const found = locate(btf, type, member, 0, 0);
    if (found) return found;
  }
  return undefined;
}

function locate(btf: Btf, type: CompositeType, name: string, base: number, depth: number): BitField | undefined {
  if (depth > 16) return undefined;
  for (const member of type.members) {
    const bits = base + member.bitOffset;
    if (member.name === name) {
      if (member.bitSize === 0) return undefined;
      const resolved = btf.resolve(member.type);
      const offset = Math.floor(bits / 8);
      const shift = bits - offset * 8;
      const signed = (resolved.kind === 'int' || resolved.kind === 'enum') && resolved.signed;
      return { offset, size: Math.ceil((shift + member.bitSize) / 8), shift, width: member.bitSize, signed };
    }
    if (member.name !== '') continue;
    const inner = btf.resolve(member.type);
    if (inner.kind !== 'struct' && inner.kind !== 'union') continue;
    const found = locate(btf, inner, name, bits, depth + 1);
    if (found) return found;
  }
  return undefined;
}
