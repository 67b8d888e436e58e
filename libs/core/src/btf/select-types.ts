import type { Btf } from './reader.ts';
import type { BtfType, CompositeType } from './types.ts';

/** What a source file mentions, as far as a choice of types depends on it. */
export interface Mentions {
  /** Names after `struct`, `union` or `enum`. */
  tags: ReadonlySet<string>;
  /** Every identifier: a member of one of these names is looked into. */
  identifiers: ReadonlySet<string>;
  /** Those of them that may be typedefs or enumerators. */
  foreign: ReadonlySet<string>;
}

/** Ids of the types a header must hold. Types that are only pointed at need no more than a forward declaration. */
export interface Selection {
  /** Structs and unions to define with all their members. */
  complete: Set<number>;
  /** Structs and unions embedded in those, of which only size and alignment matter. */
  opaque: Set<number>;
  typedefs: Set<number>;
  enums: Set<number>;
}

export function emptySelection(): Selection {
  return { complete: new Set(), opaque: new Set(), typedefs: new Set(), enums: new Set() };
}

/**
 * Adds to `selection` what a source file needs of the kernel's types: the types it names; of their members, those it
 * names are followed to the struct they point at or embed, and so on. Everything else stays opaque, which keeps a
 * header of `task_struct` at kilobytes.
 */
export function selectTypes(btf: Btf, mentions: Mentions, selection: Selection = emptySelection()): Selection {
  const walk = new Walk(btf, mentions, selection);
  btf.lookUp([...mentions.tags, ...mentions.foreign]);
  for (const name of mentions.tags) {
    const type = taggedType(btf, name);
    if (type) walk.named(type);
  }
  for (const name of mentions.foreign) {
    const type = btf.find(name, 'typedef');
    if (type) walk.named(type);
  }
  for (const id of enumsWith(btf, mentions.foreign)) selection.enums.add(id);
  return selection;
}

/** The struct, union or enum of that tag; kernels use some tags for both, in unrelated places. */
export function taggedType(
  btf: Btf,
  name: string,
): Extract<BtfType, { kind: 'struct' | 'union' | 'enum' }> | undefined {
  for (const type of btf.findAll(name)) if (type.kind === 'struct' || type.kind === 'union') return type;
  return btf.find(name, 'enum');
}

/** Of the enums with a value of that name the first: kernels repeat some. */
function* enumsWith(btf: Btf, identifiers: ReadonlySet<string>): Generator<number> {
  const candidates = new Set<number>();
  for (const name of identifiers) for (const id of btf.enumsWith(name)) candidates.add(id);
  const seen = new Set<string>();
  for (const id of [...candidates].sort((a, b) => a - b)) {
    const type = btf.type(id);
    if (type.kind !== 'enum') continue;
    const wanted = type.values.filter(({ name }) => identifiers.has(name) && !seen.has(name));
    if (wanted.length === 0) continue;
    for (const { name } of type.values) seen.add(name);
    yield type.id;
  }
}

class Walk {
  readonly #btf: Btf;
  readonly #mentions: Mentions;
  readonly #selection: Selection;
  readonly #visited = new Set<number>();
  readonly #declared = new Set<string>();

  constructor(btf: Btf, mentions: Mentions, selection: Selection) {
    this.#btf = btf;
    this.#mentions = mentions;
    this.#selection = selection;
  }

  named(type: BtfType): void {
    if (type.kind === 'struct' || type.kind === 'union') this.complete(type);
    else this.value(type.id, true);
  }

  complete(type: CompositeType): void {
    if (this.#visited.has(type.id)) return;
    this.#visited.add(type.id);
    if (type.name !== '') {
      this.#selection.complete.add(type.id);
      this.#selection.opaque.delete(type.id);
    }
    for (const member of type.members) {
      this.value(member.type, member.name === '' || this.#mentions.identifiers.has(member.name));
    }
  }

  /** Something of type `id` is declared; `wanted` when the source looks inside of it. */
  value(id: number, wanted: boolean): void {
    if (!this.#first(`value ${id} ${wanted}`)) return;
    const type = this.#btf.type(id);
    switch (type.kind) {
      case 'const':
      case 'volatile':
      case 'restrict':
      case 'typeTag':
        this.value(type.target, wanted);
        break;
      case 'array':
        this.value(type.element, wanted);
        break;
      case 'enum':
        if (type.name !== '') this.#selection.enums.add(id);
        break;
      case 'pointer':
        this.pointee(type.target, wanted);
        break;
      case 'typedef':
        this.#selection.typedefs.add(id);
        this.value(type.target, wanted);
        break;
      case 'struct':
      case 'union':
        if (wanted || type.name === '' || this.#mentions.tags.has(type.name)) this.complete(type);
        else if (!this.#selection.complete.has(id)) this.#selection.opaque.add(id);
        break;
      default:
        break;
    }
  }

  pointee(id: number, wanted: boolean): void {
    if (!this.#first(`pointee ${id} ${wanted}`)) return;
    const type = this.#btf.type(id);
    switch (type.kind) {
      case 'struct':
      case 'union':
        if (wanted || type.name === '') this.complete(type);
        break;
      case 'typedef':
        this.#selection.typedefs.add(id);
        this.pointee(type.target, wanted);
        break;
      case 'const':
      case 'volatile':
      case 'restrict':
      case 'typeTag':
        this.pointee(type.target, wanted);
        break;
      case 'void':
      case 'prototype':
        break;
      default:
        this.value(id, wanted);
        break;
    }
  }

  #first(key: string): boolean {
    if (this.#declared.has(key)) return false;
    this.#declared.add(key);
    return true;
  }
}
