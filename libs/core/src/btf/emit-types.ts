import { alignmentOf } from './alignment.ts';
import { type DeclaratorContext, declare } from './declarator.ts';
import type { Btf } from './reader.ts';
import type { Selection } from './select-types.ts';
import { structBody } from './struct-body.ts';
import { BtfError, type BtfKind, type BtfType, type EnumType } from './types.ts';

type Definable = Extract<BtfType, { kind: 'struct' | 'union' | 'enum' | 'typedef' }>;

/** The two name spaces of C that types have. */
const tags: readonly BtfKind[] = ['struct', 'union', 'enum'];
const typedefs: readonly BtfKind[] = ['typedef'];

/** C text of a selection: each definition after those it needs, the order the same for the same types. */
export interface EmittedTypes {
  /** `struct file;` for all that is only pointed at, sorted. */
  forwards: string[];
  definitions: string[];
}

export interface EmitOptions {
  /**
   * Who may have a name, as `struct NAME` for any tag and `NAME` for typedefs and enumerators: a type's id, or 0 when
   * the source defines it itself. Others of that name get a `___kernel` suffix. When given, names that are not listed go to whichever type is written first, which saves
   * looking for types of the same name.
   */
  reserved?: ReadonlyMap<string, number>;
}

/** Writes the selected types as C. @throws BtfError for types C cannot express. */
export function emitTypes(btf: Btf, selection: Selection, options: EmitOptions = {}): EmittedTypes {
  const emitter = new Emitter(btf, selection, options.reserved);
  const roots = [...selection.enums, ...selection.typedefs, ...selection.complete, ...selection.opaque]
    .map((id) => btf.type(id) as Definable)
    .sort((a, b) => compare(a.name, b.name) || compare(a.kind, b.kind) || a.id - b.id);
  for (const type of roots) emitter.define(type);
  return { forwards: [...emitter.forwards].sort(), definitions: emitter.definitions };
}

/** `enum NAME { A = 0, ... }` without the semicolon. */
export function enumText(type: EnumType, name = type.name): string {
  const values = type.values.map((value) => `\t${value.name} = ${enumerator(value.value)},`);
  return `enum ${name ? `${name} ` : ''}{\n${values.join('\n')}\n}`;
}

function enumerator(value: bigint): string {
  if (value > 0x7fffffffffffffffn) return `${value}ULL`;
  if (value < -0x80000000n || value > 0xffffffffn) return `${value}LL`;
  return `${value}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

class Emitter implements DeclaratorContext {
  readonly forwards = new Set<string>();
  readonly definitions: string[] = [];
  readonly #btf: Btf;
  readonly #selection: Selection;
  readonly #defined = new Set<number>();
  readonly #open = new Set<number>();
  #paddings = 0;
  readonly #names = new Map<string, number[]>();
  readonly #reserved: ReadonlyMap<string, number> | undefined;
  readonly #enumerators = new Set<string>();

  constructor(btf: Btf, selection: Selection, reserved: ReadonlyMap<string, number> | undefined) {
    this.#btf = btf;
    this.#selection = selection;
    this.#reserved = reserved;
  }

  /** Kernels have several unrelated structs of one name; the second becomes a flavour, which relocates as the first does. */
  name(type: Extract<BtfType, { kind: 'struct' | 'union' | 'enum' | 'typedef' | 'forward' }>): string {
    const tag = type.kind === 'forward' ? (type.union ? 'union' : 'struct') : type.kind;
    if (type.kind === 'forward') return this.#forward(`${tag} ${type.name}`);
    const namespace = type.kind === 'typedef' ? typedefs : tags;
    const key = `${namespace[0]} ${type.name}`;
    let ids = this.#names.get(key);
    if (this.#reserved) {
      ids ??= [this.#reserved.get(type.kind === 'typedef' ? type.name : key) ?? type.id];
      if (!ids.includes(type.id)) ids.push(type.id);
      this.#names.set(key, ids);
    } else if (!ids) {
      ids = [...this.#btf.findAll(type.name)]
        .filter(({ kind }) => namespace.includes(kind))
        .sort((a, b) => Number(a.kind === 'enum') - Number(b.kind === 'enum'))
        .map(({ id }) => id);
      this.#names.set(key, ids);
    }
    const rank = ids.indexOf(type.id);
    const suffix = this.#reserved ? `kernel${rank > 1 ? rank : ''}` : rank + 1;
    const name = rank === 0 ? type.name : `${type.name}___${suffix}`;
    if (tag === 'typedef') return name;
    if (tag !== 'enum' && !this.#defined.has(type.id)) this.#forward(`${tag} ${name}`);
    return `${tag} ${name}`;
  }

  #forward(tagged: string): string {
    this.forwards.add(tagged);
    return tagged;
  }

  /** Enumerators share the name space of variables and functions: a name is given once, the source's own first. */
  #enumText(type: EnumType, name?: string): string {
    if (!this.#reserved) return enumText(type, name);
    const values = type.values.map((value) => {
      let unique = value.name;
      if (this.#reserved?.get(unique) === 0) unique += '___kernel';
      while (this.#enumerators.has(unique)) unique += '_';
      this.#enumerators.add(unique);
      return { ...value, name: unique };
    });
    return enumText({ ...type, values }, name);
  }

  body(type: Extract<BtfType, { kind: 'struct' | 'union' | 'enum' }>): string {
    return type.kind === 'enum' ? this.#enumText(type) : `${type.kind} ${structBody(this.#btf, type, this)}`;
  }

  padding(): string {
    return `_pad${++this.#paddings}`;
  }

  define(type: Definable): void {
    if (this.#defined.has(type.id) || this.#btf.resolve(type.id).kind === 'prototype') return;
    if (type.name.startsWith('__builtin_')) return;
    if (this.#open.has(type.id)) throw new BtfError(`${type.kind} ${type.name} contains itself`);
    this.#open.add(type.id);
    const text = this.#definition(type);
    this.#open.delete(type.id);
    this.#defined.add(type.id);
    this.definitions.push(text);
  }

  #definition(type: Definable): string {
    switch (type.kind) {
      case 'enum':
        return `${this.#enumText(type, type.name && this.name(type).slice('enum '.length))}${enumAttributes(type)};`;
      case 'typedef':
        this.#need(type.target, true);
        this.#paddings = 0;
        return `typedef ${declare(this.#btf, type.target, this.name(type), this)};`;
      default: {
        const name = this.name(type);
        if (!this.#selection.complete.has(type.id)) {
          const alignment = alignmentOf(this.#btf, type.id);
          const attribute = alignment > 1 ? ` __attribute__((aligned(${alignment})))` : '';
          return `${name} {\n\tchar _opaque[${type.size}];\n}${attribute};`;
        }
        for (const member of type.members) this.#need(member.type);
        this.#paddings = 0;
        return `${name} ${structBody(this.#btf, type, this)};`;
      }
    }
  }

  /** Defines first what a declaration with that type needs complete. */
  #need(id: number, pointee = false): void {
    const type = this.#btf.type(id);
    switch (type.kind) {
      case 'const':
      case 'volatile':
      case 'restrict':
      case 'typeTag':
        this.#need(type.target, pointee);
        break;
      case 'array':
        this.#need(type.element);
        break;
      case 'pointer':
        this.#need(type.target, true);
        break;
      case 'typedef':
        this.define(type);
        if (!pointee) this.#need(type.target);
        break;
      case 'enum':
        if (type.name !== '') this.define(type);
        break;
      case 'struct':
      case 'union':
        if (type.name === '') for (const member of type.members) this.#need(member.type);
        else if (!pointee) this.define(type);
        break;
      default:
        break;
    }
  }
}

function enumAttributes(type: EnumType): string {
  if (type.size === 4) return '';
  const mode = ({ 1: 'byte', 2: 'HI', 8: 'DI' } as Record<number, string>)[type.size];
  return mode ? ` __attribute__((mode(${mode})))` : '';
}
