import type { PerfEventArray, RecordReader, RingBuffer } from '@bcc-ts/core';
import type { BufferSet } from './buffer-set.ts';
import { type EventStreamOptions, eventStream } from './event-stream.ts';
import { Table, type TableParts } from './table.ts';

/** Gets each record of a perf buffer. `data` is valid until the callback returns; `table.event(data)` decodes it. */
export type PerfCallback = (cpu: number, data: Buffer, size: number) => void;

/** Gets each record of a ring buffer, with what was given to `openRingBuffer`; a negative result ends the poll. */
// biome-ignore lint/suspicious/noConfusingVoidType: a callback that returns nothing is the usual one
export type RingCallback<C = undefined> = (context: C, data: Buffer, size: number) => number | void;

export interface PerfBufferOptions {
  /** Memory for each CPU, a power of two of pages; default 8, as in BCC. */
  pageCnt?: number;
  /** Called with the number of records the kernel had to drop; by default they are reported on stderr. */
  lostCb?: ((count: number, cpu: number) => void) | undefined;
  /** So many records wake `perfBufferPoll`; default 1. What stays behind is read by `perfBufferConsume`. */
  wakeupEvents?: number;
}

export interface EventTableParts extends TableParts {
  buffers: BufferSet;
}

const defaultPages = 8;

/** `BPF_PERF_OUTPUT`: records of programs, through a buffer for each CPU. */
export class PerfOutputTable<E = unknown> extends Table<number, E> {
  readonly #buffers: BufferSet;

  constructor(parts: EventTableParts) {
    super(parts);
    this.#buffers = parts.buffers;
  }

  /** Opens the buffers. `BPF.perfBufferPoll` calls `callback` for each record. Closed with the `BPF`. */
  openPerfBuffer(callback: PerfCallback, options: PerfBufferOptions = {}): void {
    this.#buffers.add(
      'perf',
      this.name,
      this.#open(options, (data, cpu) => callback(cpu, data, data.length)),
    );
  }

  /**
   * The records as they come, decoded. The buffers are closed when the loop ends.
   *
   * ```ts
   * for await (const event of b.table('events').events({ signal })) console.log(event.pid);
   * ```
   */
  events(options: PerfBufferOptions & EventStreamOptions = {}): AsyncGenerator<E, void, undefined> {
    return eventStream(options, (deliver) => this.#open(options, (data) => deliver(this.event(data))));
  }

  #open(options: PerfBufferOptions, onRecord: (data: Buffer, cpu: number) => void): RecordReader {
    const { pageCnt = defaultPages, wakeupEvents = 1, lostCb } = options;
    if (!Number.isInteger(Math.log2(pageCnt))) throw new RangeError(`pageCnt must be a power of two, not ${pageCnt}`);
    return (this.parts.map as PerfEventArray<E>).openRecords(
      {
        onRecord: (data, cpu) => {
          onRecord(data, cpu);
          return undefined;
        },
        onLost: (cpu, count) => {
          if (lostCb) lostCb(count, cpu);
          else process.stderr.write(`possibly lost ${count} samples\n`);
        },
      },
      pageCnt,
      wakeupEvents,
    );
  }
}

/** `BPF_RINGBUF_OUTPUT`: records of programs, in the order they were reserved. */
export class RingBufTable<E = unknown> extends Table<number, E> {
  readonly #buffers: BufferSet;

  constructor(parts: EventTableParts) {
    super(parts);
    this.#buffers = parts.buffers;
  }

  /**
   * Opens the ring. `BPF.ringBufferPoll` calls `callback` for each record, with `context` as its first argument (not
   * a CPU, as a ring belongs to none). Closed with the `BPF`.
   */
  openRingBuffer(callback: RingCallback): void;
  openRingBuffer<C>(callback: RingCallback<C>, context: C): void;
  openRingBuffer<C>(callback: RingCallback<C | undefined>, context?: C): void {
    const reader = (this.parts.map as RingBuffer<E>).openRecords({
      onRecord(data) {
        const result = callback(context, data, data.length);
        return !(typeof result === 'number' && result < 0);
      },
    });
    this.#buffers.add('ring', this.name, reader);
  }

  /** The records as they come, decoded. The ring is closed when the loop ends. */
  events(options: EventStreamOptions = {}): AsyncGenerator<E, void, undefined> {
    return eventStream(options, (deliver) =>
      (this.parts.map as RingBuffer<E>).openRecords({
        onRecord: (data) => {
          deliver(this.event(data));
          return undefined;
        },
      }),
    );
  }
}
