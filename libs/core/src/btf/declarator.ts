import type { Btf } from './reader.ts';
import { BtfError, type BtfType } from './types.ts';

type Named = Extract<BtfType, { kind: 'struct' | 'union' | 'enum' | 'typedef' | 'forward' }>;

/** What a declaration needs to know of its surroundings. */
export interface DeclaratorContext {
  /** How to write a type that has a name, `struct file` or `u32`; undefined to write out what it stands for. */
  name(type: Named, pointedAt: boolean): string | undefined;
  /** The text of an anonymous struct, union or enum, braces included. */
  body(type: Extract<BtfType, { kind: 'struct' | 'union' | 'enum' }>): string;
  /** A member name for padding, unlike the others in the same definition. */
  padding(): string;
}

/**
 * A C declaration of `name` with that type. Qualifiers are dropped, and pointers to functions become `void *`:
 * a BPF program can only compare them, and their parameters would pull in types nobody reads.
 */
export function declare(btf: Btf, typeId: number, name: string, context: DeclaratorContext, depth = 0): string {
  if (depth > 64) throw new BtfError(`type ${typeId} refers to itself`);
  const pointedAt = name.startsWith('*');
  const join = (base: string) => (name === '' ? base : `${base} ${name}`);
  const type = btf.type(typeId);
  switch (type.kind) {
    case 'void':
      return join('void');
    case 'int':
    case 'float':
      return join(type.name);
    case 'const':
    case 'volatile':
    case 'restrict':
    case 'typeTag':
      return declare(btf, type.target, name, context, depth + 1);
    case 'array':
      return declare(btf, type.element, `${name}[${type.length}]`, context, depth + 1);
    case 'pointer': {
      const target = unqualified(btf, type.target);
      if (btf.resolve(target.id).kind === 'prototype') return `void *${name}`;
      return declare(btf, target.id, target.kind === 'array' ? `(*${name})` : `*${name}`, context, depth + 1);
    }
    case 'typedef': {
      const known = context.name(type, pointedAt);
      return known ? join(known) : declare(btf, type.target, name, context, depth + 1);
    }
    case 'struct':
    case 'union':
    case 'enum':
      return join(type.name === '' ? context.body(type) : (context.name(type, pointedAt) ?? context.body(type)));
    case 'forward':
      return join(context.name(type, pointedAt) ?? `${type.union ? 'union' : 'struct'} ${type.name}`);
    default:
      throw new BtfError(`type ${typeId} cannot be declared: it is ${type.kind}`);
  }
}

function unqualified(btf: Btf, typeId: number): BtfType {
  let type = btf.type(typeId);
  for (let depth = 0; depth < 64; depth++) {
    if (type.kind !== 'const' && type.kind !== 'volatile' && type.kind !== 'restrict' && type.kind !== 'typeTag')
      return type;
    type = btf.type(type.target);
  }
  throw new BtfError(`type ${typeId} refers to itself`);
}
