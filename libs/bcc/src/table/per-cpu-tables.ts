import type { PerCpuArray, PerCpuHash } from '@bcc-ts/core';
import { IndexedTable } from './array-table.ts';
import { KeyedTable } from './keyed-table.ts';
import type { TableParts } from './table.ts';

/** Makes one value of those of all CPUs: BCC's `reducer`. */
// biome-ignore lint/suspicious/noExplicitAny: the table's value decides
export type Reducer = (a: any, b: any) => any;

export interface PerCpuParts extends TableParts {
  reducer?: Reducer | undefined;
}

/** `BPF_PERCPU_HASH` and the LRU kind: a value for each possible CPU. */
export class PerCpuHashTable<K = unknown, V = unknown> extends KeyedTable<K, V, V[]> {
  readonly #reducer: Reducer | undefined;

  constructor(parts: PerCpuParts) {
    super(parts);
    this.#reducer = parts.reducer;
  }

  /** The values of all CPUs, undefined when the key is not there. */
  get(key: K): V[] | undefined {
    const stored = (this.parts.map as PerCpuHash<K, unknown>).get(key);
    return stored?.map(this.convert.value);
  }

  /** The values of all CPUs. @throws Error when the key is not there. */
  getPerCpu(key: K): V[] {
    const values = this.get(key);
    if (!values) throw new Error(`table ${this.name} has no such key`);
    return values;
  }

  /** The values of all CPUs added up. Only for integers. */
  sum(key: K): bigint {
    return sumOf(this.getPerCpu(key), this.name);
  }

  max(key: K): bigint {
    return maxOf(this.getPerCpu(key), this.name);
  }

  average(key: K): number {
    return averageOf(this.getPerCpu(key), this.name);
  }

  /** What the table's `reducer` makes of the values of all CPUs. */
  reduced(key: K): V {
    return reduce(this.getPerCpu(key), this.#reducer, this.name);
  }

  protected decodeStored(stored: unknown): V[] {
    return (stored as unknown[]).map(this.convert.value);
  }

  protected override histogramEntries(): [K, unknown][] {
    return this.items().map(([key, values]) => [key, sumOf(values, this.name)]);
  }
}

/** `BPF_PERCPU_ARRAY`: each index has a value for each possible CPU. */
export class PerCpuArrayTable<V = unknown> extends IndexedTable<V, V[]> {
  readonly #reducer: Reducer | undefined;

  constructor(parts: PerCpuParts) {
    super(parts);
    this.#reducer = parts.reducer;
  }

  /** The values of all CPUs. @throws RangeError when there is no such index. */
  getPerCpu(index: number): V[] {
    return this.get(index);
  }

  /** The values of all CPUs added up. Only for integers. */
  sum(index: number): bigint {
    return sumOf(this.get(index), this.name);
  }

  max(index: number): bigint {
    return maxOf(this.get(index), this.name);
  }

  average(index: number): number {
    return averageOf(this.get(index), this.name);
  }

  /** What the table's `reducer` makes of the values of all CPUs. */
  reduced(index: number): V {
    return reduce(this.get(index), this.#reducer, this.name);
  }

  protected decodeStored(stored: unknown): V[] {
    return (stored as ReturnType<PerCpuArray<unknown>['get']> & unknown[]).map(this.convertValue);
  }

  protected override histogramEntries(): [number, unknown][] {
    return this.items().map(([index, values]) => [index, sumOf(values, this.name)]);
  }
}

function integers(values: readonly unknown[], table: string): bigint[] {
  return values.map((value) => {
    if (typeof value !== 'bigint' && typeof value !== 'number') {
      throw new TypeError(`values of table ${table} are no integers: give a reducer`);
    }
    return BigInt(value);
  });
}

function sumOf(values: readonly unknown[], table: string): bigint {
  return integers(values, table).reduce((sum, value) => sum + value, 0n);
}

function maxOf(values: readonly unknown[], table: string): bigint {
  return integers(values, table).reduce((most, value) => (value > most ? value : most));
}

function averageOf(values: readonly unknown[], table: string): number {
  return Number(sumOf(values, table)) / values.length;
}

function reduce<V>(values: readonly V[], reducer: Reducer | undefined, table: string): V {
  if (!reducer) throw new Error(`table ${table} was opened without a reducer`);
  return values.reduce(reducer);
}
