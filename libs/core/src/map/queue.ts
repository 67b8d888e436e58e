import { attempt } from '../errors.ts';
import { BpfMap } from './bpf-map.ts';
import { type Codec, codecOf, decodeOne } from './codec.ts';

/** `BPF_MAP_TYPE_QUEUE` (first in, first out) and `BPF_MAP_TYPE_STACK` (last in, first out). */
export class Queue<V> extends BpfMap {
  #codec: Codec<V> | undefined;

  private get codec(): Codec<V> {
    this.#codec ??= codecOf<V>(this.layout.value, this.handle.valueSize);
    return this.#codec;
  }

  /** Adds a value. @throws BpfError with `E2BIG` when it is full. */
  push(value: V): void {
    attempt(
      `push to map ${this.name}`,
      () => this.handle.push(this.codec.encode(value)),
      ({ code }) => (code === 'E2BIG' ? `it is full (${this.maxEntries} entries)` : undefined),
    );
  }

  /** Takes the next value, or undefined. */
  pop(): V | undefined {
    const value = attempt(`read map ${this.name}`, () => this.handle.pop());
    return value && decodeOne(this.codec, value);
  }

  /** Looks at the next value. */
  peek(): V | undefined {
    const value = attempt(`read map ${this.name}`, () => this.handle.peek());
    return value && decodeOne(this.codec, value);
  }

  /** Takes all values, no more than it has room for. */
  drain(): V[] {
    const values: V[] = [];
    while (values.length < this.maxEntries) {
      const value = this.pop();
      if (value === undefined) break;
      values.push(value);
    }
    return values;
  }
}
