import { decodeType } from './decode-type.ts';
import { findNames, findStrings } from './find-names.ts';
import { scanTypes, type TypeTable } from './scan-types.ts';
import { BtfError, type BtfKind, type BtfType } from './types.ts';

const voidType: BtfType = { kind: 'void', id: 0, name: '' };
const maximumChain = 64;
const searchesBeforeIndex = 20;

/**
 * The types of one `.BTF` section, or of a kernel's `/sys/kernel/btf/*` file.
 *
 * Opening it walks the section once; types are decoded when asked for. Nothing in the input is trusted:
 * what breaks the format throws {@link BtfError}, here or on the access that meets it.
 *
 * ```ts
 * const kernel = new Btf(readFileSync('/sys/kernel/btf/vmlinux'));
 * const kvm = new Btf(readFileSync('/sys/kernel/btf/kvm'), kernel);
 * ```
 */
export class Btf {
  /** Ids run from 1 to `typeCount - 1`; of split BTF, those below `firstId` belong to the base. */
  readonly typeCount: number;
  readonly firstId: number;
  readonly #table: TypeTable;
  readonly #base: Btf | undefined;
  readonly #decoded: (BtfType | undefined)[] = [];
  #idsByName: Map<string, number[]> | undefined;
  #searches = 0;
  /** Names asked for by `lookUp`, with the types of that name and the enums that have such a value. */
  readonly #lookedUp = new Map<string, { types: number[]; enums: number[] }>();

  /** @param base The kernel's BTF when `bytes` is a module's. */
  constructor(bytes: Uint8Array, base?: Btf) {
    this.#base = base;
    this.firstId = base ? base.typeCount : 1;
    this.#table = scanTypes(bytes);
    this.typeCount = this.firstId + this.#table.offsets.length;
  }

  /** @throws BtfError when there is no such type. */
  type(id: number): BtfType {
    if (id === 0) return voidType;
    if (this.#base && id < this.firstId) return this.#base.type(id);
    const index = id - this.firstId;
    const offset = this.#table.offsets[index];
    if (offset === undefined) throw new BtfError(`type ${id} does not exist (BTF has ${this.typeCount} types)`);
    const known = this.#decoded[index];
    if (known) return known;
    const type = decodeType(this.#table.view, offset, id, (at) => this.stringAt(at));
    this.#decoded[index] = type;
    return type;
  }

  /** The first type of that name, and of that kind if given. */
  find<K extends BtfKind>(name: string, kind: K): (BtfType & { kind: K }) | undefined;
  find(name: string): BtfType | undefined;
  find(name: string, kind?: BtfKind): BtfType | undefined {
    for (const type of this.findAll(name)) if (kind === undefined || type.kind === kind) return type;
    return undefined;
  }

  /**
   * Finds many names in one pass over the section, so that `findAll` and `enumsWith` know them without an index of all
   * names, which takes ten times as long to make.
   */
  lookUp(names: Iterable<string>): void {
    const wanted = new Set<string>();
    for (const name of names) if (name !== '' && !this.#lookedUp.has(name)) wanted.add(name);
    if (wanted.size === 0) return;
    this.#base?.lookUp(wanted);
    const offsets = new Map<number, string>();
    const chain = this.#base ? [...this.#base.#tables(), this.#table] : [this.#table];
    let start = 0;
    for (const { strings } of chain) {
      for (const [offset, name] of findStrings(strings, wanted)) offsets.set(start + offset, name);
      start += strings.length;
    }
    for (const name of wanted) this.#lookedUp.set(name, { types: [], enums: [] });
    if (offsets.size === 0) return;
    for (const found of findNames(this.#table, offsets)) {
      const entry = this.#lookedUp.get(found.name)!;
      const list = found.enumerator ? entry.enums : entry.types;
      const id = this.firstId + found.index;
      if (list.at(-1) !== id) list.push(id);
    }
  }

  /** Ids of the enums with a value of that name, the base's first. */
  enumsWith(enumerator: string): number[] {
    if (!this.#lookedUp.has(enumerator)) this.lookUp([enumerator]);
    return [...(this.#base?.enumsWith(enumerator) ?? []), ...this.#lookedUp.get(enumerator)!.enums];
  }

  #tables(): TypeTable[] {
    return this.#base ? [...this.#base.#tables(), this.#table] : [this.#table];
  }

  /** All types of that name, the base's first. */
  *findAll(name: string): Generator<BtfType> {
    if (this.#base) yield* this.#base.findAll(name);
    if (name === '') return;
    const known = this.#lookedUp.get(name);
    if (known) {
      for (const id of known.types) yield this.type(id);
      return;
    }
    const few = this.#idsByName === undefined && this.#searches++ < searchesBeforeIndex;
    const ids = few ? this.#search(name) : (this.#names().get(name) ?? []);
    for (const id of ids) yield this.type(id);
  }

  /** Every type of this section, without the base's. */
  *types(): Generator<BtfType> {
    for (let id = this.firstId; id < this.typeCount; id++) yield this.type(id);
  }

  /** Follows typedefs, qualifiers and type tags to the type they stand for. */
  resolve(id: number): BtfType {
    let type = this.type(id);
    for (let steps = 0; ; steps++) {
      switch (type.kind) {
        case 'typedef':
        case 'const':
        case 'volatile':
        case 'restrict':
        case 'typeTag':
          if (steps === maximumChain) throw new BtfError(`type ${id} is a typedef of itself`);
          type = this.type(type.target);
          break;
        default:
          return type;
      }
    }
  }

  /** A string by its offset; split BTF continues its base's string section. */
  stringAt(offset: number): string {
    const base = this.#base ? this.#base.stringBytes : 0;
    if (this.#base && offset < base) return this.#base.stringAt(offset);
    const { strings } = this.#table;
    const start = offset - base;
    if (start === 0 && base === 0) return '';
    const end = start < strings.length ? strings.indexOf(0, start) : -1;
    if (end < 0) throw new BtfError(`string at ${offset} is outside of the string section`);
    return strings.toString('latin1', start, end);
  }

  /** Length of the string sections up to here. */
  get stringBytes(): number {
    return (this.#base ? this.#base.stringBytes : 0) + this.#table.strings.length;
  }

  /** Ids by comparing every type's name: a few times faster than making the index, for one name. */
  #search(name: string): number[] {
    const { words, offsets } = this.#table;
    const wanted = new Set(this.#stringOffsets(name));
    const ids: number[] = [];
    if (wanted.size === 0) return ids;
    for (let index = 0; index < offsets.length; index++) {
      if (wanted.has(words[offsets[index]! >>> 2]!)) ids.push(this.firstId + index);
    }
    return ids;
  }

  /** Where the string section, and those of the bases, hold that string. */
  #stringOffsets(name: string): number[] {
    const found = this.#base ? this.#base.#stringOffsets(name) : [];
    const start = this.#base ? this.#base.stringBytes : 0;
    const { strings } = this.#table;
    const wanted = Buffer.from(`${name}\0`, 'latin1');
    for (let at = strings.indexOf(wanted); at >= 0; at = strings.indexOf(wanted, at + 1)) {
      if (at === 0 || strings[at - 1] === 0) found.push(start + at);
    }
    return found;
  }

  #names(): Map<string, number[]> {
    if (this.#idsByName) return this.#idsByName;
    const names = new Map<string, number[]>();
    const { words, offsets } = this.#table;
    for (let index = 0; index < offsets.length; index++) {
      const nameOffset = words[offsets[index]! >>> 2]!;
      if (nameOffset === 0) continue;
      const name = this.stringAt(nameOffset);
      const ids = names.get(name);
      if (ids) ids.push(this.firstId + index);
      else names.set(name, [this.firstId + index]);
    }
    this.#idsByName = names;
    return names;
  }
}
