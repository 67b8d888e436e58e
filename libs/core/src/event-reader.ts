import type { OnBatch } from '@bcc-ts/native';
import type { TypeLayout } from './btf/layout.ts';
import { recordDecoder } from './event-view.ts';
import { Memory } from './memory.ts';

export interface EventHandlers<E> {
  /** The event is a view, valid until this returns: copy what is needed later. */
  onEvent(event: E): void;
  /** After the last event of a batch. */
  onBatch?(count: number): void;
  /** Events the kernel had to drop. Only perf buffers say so; a ring's program must count itself. */
  onLost?(count: number): void;
}

/** The part of the addon's readers that is used here. */
export interface NativeReader {
  pause(): void;
  resume(): void;
  consume(limit?: number): number;
  close(): void;
}

/**
 * Delivers the records of a ring or perf buffer to callbacks, from the event loop. It keeps the process running until
 * it is closed.
 */
export class EventReader<E> {
  readonly #native: NativeReader;
  readonly #capacity: number;

  /** `open` gets the function that takes batches; `capacity` is the size of the buffer in bytes. */
  constructor(
    layout: TypeLayout | undefined,
    handlers: EventHandlers<E>,
    capacity: number,
    open: (onBatch: OnBatch) => NativeReader,
  ) {
    const decoder = recordDecoder<E>(layout);
    let current: ArrayBuffer | undefined;
    this.#capacity = capacity;
    this.#native = open((data, offsets, sizes, count) => {
      if (data !== current) {
        decoder.use(new Memory(data));
        current = data;
      }
      for (let i = 0; i < count; i++) handlers.onEvent(decoder.at(offsets[i]!, sizes[i]!));
      handlers.onBatch?.(count);
    });
  }

  /** Leaves records in the kernel's buffer. Those of the batch under way still come. */
  pause(): void {
    this.#native.pause();
  }

  resume(): void {
    this.#native.resume();
  }

  /** Reads what is there now; returns how many records that was. */
  drain(): number {
    const smallestRecord = 8;
    let total = 0;
    for (let count = 1; count > 0 && total < this.#capacity / smallestRecord; total += count) {
      count = this.#native.consume();
    }
    return total;
  }

  close(): void {
    this.#native.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
