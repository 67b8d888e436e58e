import { littleEndian } from '../decode.ts';
import { attempt } from '../errors.ts';
import { Memory } from '../memory.ts';
import { BpfMap } from './bpf-map.ts';
import { type Codec, decodeOne } from './codec.ts';
import { readEntries } from './entries.ts';

/** A map whose keys are 0 to `maxEntries - 1` and whose values are always there. */
export abstract class IndexedMap<V> extends BpfMap implements Iterable<V> {
  #codec: Codec<V> | undefined;

  protected abstract valueCodec(): Codec<V>;

  private get codec(): Codec<V> {
    this.#codec ??= this.valueCodec();
    return this.#codec;
  }

  get length(): number {
    return this.maxEntries;
  }

  /** The value of an index; undefined outside the map. */
  get(index: number): V | undefined {
    const value = attempt(`read map ${this.name}`, () => this.handle.lookup(indexKey(index)));
    return value && decodeOne(this.codec, value);
  }

  /** @throws BpfError with `E2BIG` for an index outside the map. */
  set(index: number, value: V): void {
    attempt(
      `write map ${this.name}`,
      () => this.handle.update(indexKey(index), this.codec.encode(value)),
      ({ code }) => (code === 'E2BIG' ? `no element ${index}, it has ${this.maxEntries}` : undefined),
    );
  }

  /** Sets a value to zero bytes; false for an index outside the map. */
  setZero(index: number): boolean {
    return attempt(`write map ${this.name}`, () => {
      const value = this.handle.lookup(indexKey(index));
      return value !== undefined && this.handle.update(indexKey(index), value.fill(0));
    });
  }

  /** Removes an element of a kind that has elements to remove (`cpuMap`, `deviceMap`); false when it was not set. */
  remove(index: number): boolean {
    return attempt(`delete from map ${this.name}`, () => this.handle.delete(indexKey(index)));
  }

  /** All values in order. */
  values(): V[] {
    const result: V[] = [];
    attempt(`read map ${this.name}`, () => {
      for (const { keys, values, count } of readEntries(this.handle, false)) {
        const keyMemory = Memory.of(keys);
        const valueMemory = Memory.of(values);
        const size = values.length / count;
        for (let i = 0; i < count; i++) result[readIndex(keyMemory, i)] = this.codec.decode(valueMemory, i * size);
      }
    });
    return result;
  }

  [Symbol.iterator](): Iterator<V> {
    return this.values()[Symbol.iterator]();
  }

  /** Sets every value to zero bytes. Updates that come meanwhile are lost. */
  clear(): void {
    attempt(`clear map ${this.name}`, () => {
      const zero = Buffer.alloc(this.handle.lookup(indexKey(0))?.length ?? 0);
      for (let index = 0; index < this.maxEntries; index++) this.handle.update(indexKey(index), zero);
    });
  }

  /** Reads all values and sets them to zero. Updates between the two are lost. */
  drain(): V[] {
    const values = this.values();
    this.clear();
    return values;
  }
}

/** An index as the kernel's key. */
export function indexKey(index: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(index).buffer);
}

function readIndex({ view }: Memory, i: number): number {
  return view.getUint32(i * 4, littleEndian);
}
