import type { NativeError } from '@bcc-ts/native';
import { UpdateFlag } from '../constants.ts';
import { attempt } from '../errors.ts';
import { Memory } from '../memory.ts';
import { BpfMap } from './bpf-map.ts';
import { type Codec, codecOf, decodeOne } from './codec.ts';
import { deleteEntries, inBatches, readEntries } from './entries.ts';

/** A map from keys to values that come and go. */
export abstract class KeyedMap<K, V> extends BpfMap implements Iterable<[K, V]> {
  #keys: Codec<K> | undefined;
  #values: Codec<V> | undefined;

  /** How values are stored. */
  protected abstract valueCodec(): Codec<V>;

  protected get keyCodec(): Codec<K> {
    this.#keys ??= codecOf<K>(this.layout.key, this.handle.keySize);
    return this.#keys;
  }

  private get values_(): Codec<V> {
    this.#values ??= this.valueCodec();
    return this.#values;
  }

  /** The value of a key, or undefined. */
  get(key: K): V | undefined {
    const value = this.#try('read', () => this.handle.lookup(this.keyCodec.encode(key)));
    return value && decodeOne(this.values_, value);
  }

  has(key: K): boolean {
    return this.#try('read', () => this.handle.lookup(this.keyCodec.encode(key))) !== undefined;
  }

  /** Writes a value. False when `flags` ({@link UpdateFlag}) forbid it: the key is there already, or is not. */
  set(key: K, value: V, flags = 0): boolean {
    return this.#try('write', () => this.handle.update(this.keyCodec.encode(key), this.values_.encode(value), flags));
  }

  /** False when the key was not there. */
  delete(key: K): boolean {
    return this.#try('delete from', () => this.handle.delete(this.keyCodec.encode(key)));
  }

  /** The key that follows in the kernel's order, the first without an argument, undefined after the last. */
  nextKey(key?: K): K | undefined {
    const next = this.#try('read', () =>
      this.handle.nextKey(key === undefined ? undefined : this.keyCodec.encode(key)),
    );
    return next && decodeOne(this.keyCodec, next);
  }

  /** Writes zero bytes as the value of a key that is there; false when it is not. */
  setZero(key: K): boolean {
    return this.#try('write', () => {
      const bytes = this.keyCodec.encode(key);
      const value = this.handle.lookup(bytes);
      return value !== undefined && this.handle.update(bytes, value.fill(0), UpdateFlag.exist);
    });
  }

  /** Writes many values, with one system call where the kernel can. */
  setMany(entries: readonly (readonly [K, V])[]): void {
    if (entries.length === 0) return;
    const keys = Buffer.concat(entries.map(([key]) => this.keyCodec.encode(key)));
    const values = Buffer.concat(entries.map(([, value]) => this.values_.encode(value)));
    this.#try('write', () => {
      inBatches(
        () => this.handle.updateBatch(keys, values, entries.length),
        () => {
          for (const [key, value] of entries) this.set(key, value);
        },
      );
    });
  }

  /** Removes many keys, with one system call where the kernel can. Keys that are not there are left out. */
  deleteMany(keys: readonly K[]): void {
    for (const key of keys) this.delete(key);
  }

  /** All keys. Keys that come or go meanwhile may be missed. */
  keys(): K[] {
    return this.entries().map(([key]) => key);
  }

  /** All entries, read at once. Entries that come or go meanwhile may be missed. */
  entries(): [K, V][] {
    return this.#read(false);
  }

  [Symbol.iterator](): Iterator<[K, V]> {
    return this.entries()[Symbol.iterator]();
  }

  /** Reads and removes all entries. An update between the two is never lost where the kernel can do both in one step. */
  drain(): [K, V][] {
    return this.#read(true);
  }

  /** Removes all entries. */
  clear(): void {
    this.#try('clear', () => deleteEntries(this.handle));
  }

  #read(remove: boolean): [K, V][] {
    const result: [K, V][] = [];
    this.#try(remove ? 'drain' : 'read', () => {
      const { keySize } = this.handle;
      for (const { keys, values, count } of readEntries(this.handle, remove)) {
        const keyMemory = Memory.of(keys);
        const valueMemory = Memory.of(values);
        const valueSize = values.length / count;
        for (let i = 0; i < count; i++) {
          result.push([this.keyCodec.decode(keyMemory, i * keySize), this.values_.decode(valueMemory, i * valueSize)]);
        }
      }
    });
    return result;
  }

  #try<T>(what: string, run: () => T): T {
    return attempt(`${what} map ${this.name}`, run, (error) => this.explain(error));
  }

  /** What an error of this kind of map means. */
  protected explain({ code }: NativeError): string | undefined {
    return code === 'E2BIG' ? this.full : undefined;
  }

  protected get full(): string {
    return `it is full (${this.maxEntries} entries)`;
  }
}
