import type { Queue } from '@bcc-ts/core';
import { Table } from './table.ts';

/** `BPF_QUEUE` (first in, first out) and `BPF_STACK` (last in, first out). */
export class QueueStackTable<V = unknown> extends Table<never, V> {
  /** Adds a value. @throws BpfError with `E2BIG` when it is full. */
  push(value: V): void {
    this.#queue.push(value);
  }

  /** Takes the next value, undefined when there is none. */
  pop(): V | undefined {
    return this.#converted(this.#queue.pop());
  }

  /** Looks at the next value. */
  peek(): V | undefined {
    return this.#converted(this.#queue.peek());
  }

  /** Takes all values: reading a queue empties it. */
  values(): V[] {
    return this.#queue.drain().map((value) => this.converters().value(value));
  }

  #converted(value: unknown): V | undefined {
    return value === undefined ? undefined : this.converters().value(value);
  }

  get #queue(): Queue<unknown> {
    return this.parts.map as Queue<unknown>;
  }
}
