import type { BpfMap as NativeMap } from '@bcc-ts/native';
import type { Layout } from '../btf/layout.ts';
import { fieldReader } from '../decode.ts';
import { writeField } from '../encode.ts';
import { attempt, BpfError } from '../errors.ts';
import { Memory } from '../memory.ts';
import { indexKey } from './indexed-map.ts';

/** A section of global variables: `.rodata`, `.data` or `.bss`. */
export class GlobalData {
  readonly #layout: Layout;
  readonly #map: NativeMap | undefined;
  readonly #constant: boolean;
  /** The value before load, or of constants for ever. */
  readonly #initial: Memory;
  #loaded = false;

  /** Without a map the object has no such section, and the layout no fields. */
  constructor(layout: Layout, map: NativeMap | undefined, constant: boolean) {
    this.#layout = layout;
    this.#map = map;
    this.#constant = constant;
    this.#initial = Memory.of(map?.initialValue() ?? Buffer.alloc(layout.size));
  }

  /** An object with one property per variable. */
  variables(): Record<string, unknown> {
    const variables = {};
    for (const field of this.#layout.fields) {
      const read = fieldReader(field);
      Object.defineProperty(variables, field.name, {
        enumerable: true,
        get: () => {
          const memory = this.#current();
          return read(memory, 0, memory.length);
        },
        set: (value: unknown) => {
          if (this.#loaded && this.#constant) throw readOnly(field.name);
          const memory = this.#current();
          writeField(memory, 0, field, value, field.name);
          if (this.#loaded) this.#store(memory);
        },
      });
    }
    return Object.seal(variables);
  }

  /** Name of the map that holds the section; empty without one. */
  get mapName(): string {
    return this.#map?.name ?? '';
  }

  /** Gives the values to the map; called right before load. */
  apply(): void {
    if (this.#map && this.#layout.fields.length > 0) this.#map.setInitialValue(this.#initial.bytes);
  }

  /** From now on variables live in the kernel. */
  loaded(): void {
    this.#loaded = true;
  }

  #current(): Memory {
    if (!this.#loaded || this.#constant || !this.#map) return this.#initial;
    const map = this.#map;
    const value = attempt(`read ${this.#layout.name}`, () => map.lookup(indexKey(0)));
    return Memory.of(value!);
  }

  /** Writes the whole section: what programs change meanwhile in other variables of it is lost. */
  #store(memory: Memory): void {
    const map = this.#map!;
    attempt(`write ${this.#layout.name}`, () => map.update(indexKey(0), memory.bytes));
  }
}

function readOnly(name: string): BpfError {
  const facts = { code: 'EPERM', errno: 1, syscall: 'bpf_map__set_initial_value' };
  return new BpfError(`cannot set ${name}: it is constant once the object is loaded (set it before load)`, facts);
}
