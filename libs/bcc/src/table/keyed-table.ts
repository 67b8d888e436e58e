import type { HashMap } from '@bcc-ts/core';
import { HistogramTable } from '../histogram/histogram-table.ts';
import type { TableParts } from './table.ts';

/**
 * A table from keys to values that come and go. `S` is what is stored for a key: a value, or one for each CPU.
 * Keys and values are numbers, bigints (8-byte integers), strings, arrays or plain objects, as the C types are.
 */
export abstract class KeyedTable<K, V, S> extends HistogramTable<K, V> implements Iterable<[K, S]> {
  protected readonly convert: { key: (value: unknown) => K; value: (value: unknown) => V };
  readonly #map: HashMap<K, unknown>;

  constructor(parts: TableParts) {
    super(parts);
    this.#map = parts.map as HashMap<K, unknown>;
    this.convert = this.converters();
  }

  protected abstract decodeStored(stored: unknown): S;

  /** Whether the key is there. */
  has(key: K): boolean {
    return this.#map.has(key);
  }

  /** Writes a value, in place of one that is there. @throws BpfError, with `E2BIG` when the table is full. */
  set(key: K, value: S): void {
    this.#map.set(key, value);
  }

  /** False when the key was not there. */
  delete(key: K): boolean {
    return this.#map.delete(key);
  }

  /** The key that follows in the kernel's order; the first one without an argument; undefined after the last. */
  nextKey(key?: K): K | undefined {
    const next = this.#map.nextKey(key);
    return next === undefined ? undefined : this.convert.key(next);
  }

  /** All pairs. What is deleted while they are read is left out. */
  items(): [K, S][] {
    return this.#pairs(this.#map.entries());
  }

  keys(): K[] {
    return this.items().map(([key]) => key);
  }

  values(): S[] {
    return this.items().map(([, value]) => value);
  }

  [Symbol.iterator](): Iterator<[K, S]> {
    return this.items()[Symbol.iterator]();
  }

  /** How many keys there are now, found by walking. */
  get size(): number {
    return this.#map.keys().length;
  }

  /** Deletes every key. */
  clear(): void {
    this.#map.clear();
  }

  /** Writes zero bytes as the value of every key. */
  zero(): void {
    for (const key of this.#map.keys()) this.#map.setZero(key);
  }

  /** All pairs, many with one system call where the kernel can (Linux 5.6). */
  itemsLookupBatch(): [K, S][] {
    return this.items();
  }

  /** All pairs, which are removed in the same step, so that no update is lost between the two. */
  itemsLookupAndDeleteBatch(): [K, S][] {
    return this.#pairs(this.#map.drain());
  }

  /** Deletes these keys, or all. */
  itemsDeleteBatch(keys?: readonly K[]): void {
    if (keys) this.#map.deleteMany(keys);
    else this.#map.clear();
  }

  /** Writes several values. */
  itemsUpdateBatch(keys: readonly K[], values: readonly S[]): void {
    if (keys.length !== values.length) throw new RangeError(`${keys.length} keys, but ${values.length} values`);
    this.#map.setMany(keys.map((key, i): [K, unknown] => [key, values[i]]));
  }

  #pairs(entries: [K, unknown][]): [K, S][] {
    return entries.map(([key, stored]) => [this.convert.key(key), this.decodeStored(stored)]);
  }

  protected override histogramEntries(): [K, unknown][] {
    return this.items();
  }
}
