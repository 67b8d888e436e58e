import { alignmentOf, isPacked, sizeOf } from './alignment.ts';
import { type DeclaratorContext, declare } from './declarator.ts';
import type { Btf } from './reader.ts';
import type { CompositeType, Member } from './types.ts';

/**
 * The members of a struct or union in braces, with padding and `packed` where the C rules alone would place a member
 * elsewhere than the kernel's compiler did. Alignment attributes are not in BTF; their effect becomes padding.
 */
export function structBody(btf: Btf, type: CompositeType, context: DeclaratorContext): string {
  const packed = isPacked(btf, type);
  const lines = type.kind === 'union' ? unionLines(btf, type, context) : structLines(btf, type, packed, context);
  const body = lines.map((line) => `${line.replaceAll('\n', '\n\t')};`.replace(/^/, '\t')).join('\n');
  return `{\n${body}${body ? '\n' : ''}}${packed ? ' __attribute__((packed))' : ''}`;
}

function unionLines(btf: Btf, type: CompositeType, context: DeclaratorContext): string[] {
  const lines = type.members.map((member) => memberLine(btf, member, context));
  const largest = Math.max(0, ...type.members.map((member) => (member.bitSize ? 1 : sizeOf(btf, member.type))));
  const alignment = Math.max(1, ...type.members.map((member) => alignmentOf(btf, member.type)));
  if (Math.ceil(largest / alignment) * alignment < type.size) lines.push(`char ${context.padding()}[${type.size}]`);
  return lines;
}

function structLines(btf: Btf, type: CompositeType, packed: boolean, context: DeclaratorContext): string[] {
  const lines: string[] = [];
  let at = 0;
  let largest = 1;
  const padTo = (target: number) => {
    if (at % 8 !== 0 && target > at) {
      const bits = Math.min(8 - (at % 8), target - at);
      lines.push(`unsigned char : ${bits}`);
      at += bits;
    }
    const bytes = Math.floor((target - at) / 8);
    if (bytes > 0) lines.push(`char ${context.padding()}[${bytes}]`);
    at += bytes * 8;
    if (target > at) lines.push(`unsigned char : ${target - at}`);
    at = target;
  };
  for (const member of type.members) {
    const alignment = packed ? 1 : alignmentOf(btf, member.type);
    largest = Math.max(largest, alignment);
    if (naturalPosition(btf, member, at, alignment, packed) !== member.bitOffset) padTo(member.bitOffset);
    lines.push(memberLine(btf, member, context));
    at = member.bitOffset + (member.bitSize || sizeOf(btf, member.type) * 8);
  }
  if (Math.ceil(at / 8 / largest) * largest < type.size) padTo(type.size * 8);
  return lines;
}

function naturalPosition(btf: Btf, member: Member, at: number, alignment: number, packed: boolean): number {
  const unit = alignment * 8;
  if (member.bitSize === 0) return Math.ceil(at / unit) * unit;
  const storage = sizeOf(btf, member.type) * 8;
  if (packed || (at % storage) + member.bitSize <= storage) return at;
  return Math.ceil(at / storage) * storage;
}

/** A nameless member of a struct that has a name, which standard C does not know, is written out in place. */
function memberLine(btf: Btf, member: Member, context: DeclaratorContext): string {
  const embedded = member.name === '' ? btf.resolve(member.type) : undefined;
  const inline = embedded && (embedded.kind === 'struct' || embedded.kind === 'union');
  const declaration = inline ? context.body(embedded) : declare(btf, member.type, member.name, context);
  return member.bitSize ? `${declaration} : ${member.bitSize}` : declaration;
}
