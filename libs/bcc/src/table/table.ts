import { type BpfMap, decode, type TypeLayout } from '@bcc-ts/core';
import { converterOf, type TextForm } from './values.ts';

/** How values look on the JavaScript side. */
export interface TableOptions {
  /** `char[]` as strings (default), or as bytes where they may hold anything but UTF-8. */
  text?: TextForm;
}

/** What a table of any kind is made of. */
export interface TableParts {
  /** BCC's word for the kind of table, for example `percpu_hash`. */
  kind: string;
  map: BpfMap;
  /** The struct a program submits, where that is known. */
  eventType?: TypeLayout | undefined;
  options: TableOptions;
}

/** What tables of all kinds have in common. A table belongs to its `BPF`, which closes it. */
export class Table<K = unknown, V = unknown> {
  /** BCC's word for the kind of table: `hash`, `percpu_array`, `ringbuf` ... */
  readonly kind: string;
  protected readonly parts: TableParts;
  readonly #event: TypeLayout | undefined;
  readonly #convertEvent: ((value: unknown) => unknown) | undefined;

  constructor(parts: TableParts) {
    this.parts = parts;
    this.kind = parts.kind;
    this.#event = parts.eventType ?? parts.map.layout.value;
    this.#convertEvent = converterOf(this.#event, parts.options.text ?? 'string');
  }

  get name(): string {
    return this.parts.map.name;
  }

  /** File descriptor of the map. It belongs to the table. */
  get fd(): number {
    return this.parts.map.fd;
  }

  /** The kernel's id of the map. */
  get mapId(): number {
    return this.parts.map.id;
  }

  /** `enum bpf_map_type`. */
  get type(): number {
    return this.parts.map.type;
  }

  /** `BPF_F_*` flags the map was created with. */
  get flags(): number {
    return this.parts.map.flags;
  }

  /** Entries the table has room for; of a ring buffer, bytes. */
  get maxEntries(): number {
    return this.parts.map.maxEntries;
  }

  /** How keys are laid out in memory; undefined where the program does not say. */
  get keyType(): TypeLayout | undefined {
    return this.parts.map.layout.key;
  }

  /** How values are laid out; of event tables, the record. */
  get valueType(): TypeLayout | undefined {
    return this.#event;
  }

  /**
   * The record in a callback's `data`, as the program's C type says. The result is a copy and may be kept.
   *
   * @throws Error when the program does not say what it submits, ShortRecordError when `data` is too short for it.
   */
  event(data: Uint8Array): V {
    if (!this.#event) {
      throw new Error(
        `cannot decode an event of table ${this.name}: its type is unknown (submit a struct, not a cast)`,
      );
    }
    const value = decode(this.#event, data);
    return (this.#convertEvent ? this.#convertEvent(value) : value) as V;
  }

  /** @internal */
  protected converters(): { key: (value: unknown) => K; value: (value: unknown) => V } {
    const form = this.parts.options.text ?? 'string';
    const keep = (value: unknown) => value;
    return {
      key: (converterOf(this.keyType, form) ?? keep) as (value: unknown) => K,
      value: (converterOf(this.parts.map.layout.value, form) ?? keep) as (value: unknown) => V,
    };
  }
}
