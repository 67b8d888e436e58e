import type { ArrayMap } from '@bcc-ts/core';
import { HistogramTable } from '../histogram/histogram-table.ts';
import type { TableParts } from './table.ts';

/**
 * A table whose keys are 0 to `length - 1` and always there. `S` is what is stored: a value, or one for each CPU.
 * Negative indices count from the end, as in Python.
 */
export abstract class IndexedTable<V, S> extends HistogramTable<number, V> implements Iterable<[number, S]> {
  protected readonly convertValue: (value: unknown) => V;
  readonly #map: ArrayMap<unknown>;

  constructor(parts: TableParts) {
    super(parts);
    this.#map = parts.map as ArrayMap<unknown>;
    this.convertValue = this.converters().value;
  }

  protected abstract decodeStored(stored: unknown): S;

  /** Number of elements; BCC's `len(table)`. */
  get length(): number {
    return this.maxEntries;
  }

  get size(): number {
    return this.maxEntries;
  }

  /** An element. @throws RangeError when there is no such index. */
  get(index: number): S {
    return this.decodeStored(this.#map.get(this.index(index)));
  }

  /** Writes an element. @throws RangeError when there is no such index. */
  set(index: number, value: S): void {
    this.#map.set(this.index(index), value);
  }

  /** Sets an element to zero bytes: elements of an array cannot be deleted. */
  delete(index: number): void {
    this.clearItem(index);
  }

  clearItem(index: number): void {
    this.#map.setZero(this.index(index));
  }

  items(): [number, S][] {
    return this.#map.values().map((stored, index) => [index, this.decodeStored(stored)]);
  }

  keys(): number[] {
    return Array.from({ length: this.length }, (_, index) => index);
  }

  values(): S[] {
    return this.#map.values().map((stored) => this.decodeStored(stored));
  }

  [Symbol.iterator](): Iterator<[number, S]> {
    return this.items()[Symbol.iterator]();
  }

  /** Sets every element to zero bytes. */
  clear(): void {
    this.#map.clear();
  }

  zero(): void {
    this.#map.clear();
  }

  /** All elements with their indices, many with one system call where the kernel can. */
  itemsLookupBatch(): [number, S][] {
    return this.items();
  }

  /** Writes several elements. */
  itemsUpdateBatch(keys: readonly number[], values: readonly S[]): void {
    if (keys.length !== values.length) throw new RangeError(`${keys.length} keys, but ${values.length} values`);
    keys.forEach((key, i) => {
      this.set(key, values[i]!);
    });
  }

  protected index(index: number): number {
    const place = index < 0 ? this.length + index : index;
    if (!Number.isInteger(place) || place < 0 || place >= this.length) {
      throw new RangeError(`array index out of range: ${this.name} has no element ${index}, it has ${this.length}`);
    }
    return place;
  }

  protected override histogramEntries(): [number, unknown][] {
    return this.items();
  }
}

/** `BPF_ARRAY`, and `BPF_HISTOGRAM` with slots for keys. */
export class ArrayTable<V = unknown> extends IndexedTable<V, V> {
  protected decodeStored(stored: unknown): V {
    return this.convertValue(stored);
  }
}

/** `BPF_CPUMAP` and `BPF_DEVMAP`: elements that are not set are not there. */
export class RedirectTable<V = unknown> extends IndexedTable<V, V | undefined> {
  protected decodeStored(stored: unknown): V | undefined {
    return stored === undefined ? undefined : this.convertValue(stored);
  }

  override delete(index: number): void {
    (this.parts.map as ArrayMap<unknown>).remove(this.index(index));
  }

  override clear(): void {
    for (const index of this.keys()) this.delete(index);
  }
}
