import { waitForRecords } from '@bcc-ts/core';

/** The part of core's `RecordReader` that is used here. */
export interface Buffer {
  readonly fd: number;
  consume(): number;
  resume(): void;
  pause(): void;
  close(): void;
}

export type BufferKind = 'perf' | 'ring';

type Wait = (readers: readonly Buffer[], timeoutMs: number) => boolean;

/** The buffers a `BPF` has open: what its poll methods read. */
export class BufferSet {
  readonly #wait: Wait;
  readonly #open = new Map<string, { kind: BufferKind; reader: Buffer }>();

  constructor(wait: Wait = waitForRecords) {
    this.#wait = wait;
  }

  /** @throws Error when the table is open already. */
  add(kind: BufferKind, table: string, reader: Buffer): void {
    if (this.#open.has(table)) {
      reader.close();
      throw new Error(`cannot open table ${table}: it is open already`);
    }
    this.#open.set(table, { kind, reader });
  }

  count(kind: BufferKind): number {
    return this.#readers(kind).length;
  }

  /**
   * Blocks until there is a record, or for `timeoutMs` (-1: without end), and delivers what there is. Returns how many
   * records that was: 0 after the time, or when a signal came.
   */
  poll(kind: BufferKind, timeoutMs: number): number {
    const readers = this.#readers(kind);
    const end = timeoutMs < 0 ? Number.POSITIVE_INFINITY : performance.now() + timeoutMs;
    for (;;) {
      const count = this.consume(kind);
      const left = end - performance.now();
      if (count > 0 || left <= 0 || readers.length === 0) return count;
      const wait = left === Number.POSITIVE_INFINITY ? -1 : Math.min(Math.ceil(left), 0x7fffffff);
      if (!this.#wait(readers, wait)) return 0;
    }
  }

  /** Delivers what there is now. */
  consume(kind: BufferKind): number {
    return this.#readers(kind).reduce((sum, reader) => sum + reader.consume(), 0);
  }

  /** Lets the event loop deliver, until `pause`. */
  resume(): void {
    for (const { reader } of this.#open.values()) reader.resume();
  }

  pause(): void {
    for (const { reader } of this.#open.values()) reader.pause();
  }

  close(): void {
    for (const { reader } of this.#open.values()) reader.close();
    this.#open.clear();
  }

  #readers(kind: BufferKind): Buffer[] {
    return [...this.#open.values()].filter((entry) => entry.kind === kind).map(({ reader }) => reader);
  }
}
