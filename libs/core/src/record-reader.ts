import type { OnBatch } from '@bcc-ts/native';

export interface RecordHandlers {
  /**
   * A record's bytes, valid until this returns, and the CPU it was made on (perf buffers; 0 for rings). Returning
   * `false` ends this `consume`; what was read already is kept for the next.
   */
  onRecord(data: Buffer, cpu: number): boolean | undefined;
  /** Records the kernel had to drop. Only perf buffers say so. */
  onLost?(cpu: number, count: number): void;
}

/** The part of the addon's readers that is used here. */
interface NativeReader {
  readonly fd: number;
  pause(): void;
  resume(): void;
  consume(limit?: number): number;
  close(): void;
}

/**
 * Reads the records of a ring or perf buffer as bytes. Made for callers that decide when: it begins paused, `consume`
 * reads what is there, `resume` lets the event loop deliver. A handler that throws does not lose the records behind it.
 */
export class RecordReader {
  readonly #native: NativeReader;
  readonly #handlers: RecordHandlers;
  /** Read from the kernel, not delivered yet. */
  #kept: { data: Buffer; cpu: number }[] = [];
  #delivered = 0;
  #stopped = false;
  #consuming = false;
  #closed = false;

  constructor(handlers: RecordHandlers, open: (onBatch: OnBatch) => NativeReader) {
    this.#handlers = handlers;
    this.#native = open((data, offsets, sizes, count, sources) => {
      let i = 0;
      try {
        while (i < count && !this.#stopped) {
          const record = Buffer.from(data, offsets[i]!, sizes[i]!);
          this.#deliver(record, sources[i++]!);
        }
      } finally {
        for (; i < count; i++) {
          this.#kept.push({ data: Buffer.from(Buffer.from(data, offsets[i]!, sizes[i]!)), cpu: sources[i]! });
        }
        // What the event loop brings is delivered at the next turn, when no handler is there to ask again.
        if (!this.#consuming && this.#kept.length > 0) setImmediate(() => this.#closed || this.consume());
      }
    });
    this.#native.pause();
  }

  /** For {@link waitForRecords}. */
  get fd(): number {
    return this.#native.fd;
  }

  /** Delivers what is there now, and returns how many records that was. */
  consume(): number {
    this.#delivered = 0;
    this.#stopped = false;
    this.#consuming = true;
    try {
      while (this.#kept.length > 0 && !this.#stopped) {
        const { data, cpu } = this.#kept.shift()!;
        this.#deliver(data, cpu);
      }
      // A bounded number of batches: programs may add records as fast as this reads them.
      for (let batch = 0; batch < 16 && !this.#stopped && !this.#closed; batch++)
        if (this.#native.consume() === 0) break;
      return this.#delivered;
    } finally {
      this.#consuming = false;
      this.#stopped = false;
    }
  }

  /** Lets the event loop deliver records as they come, and keeps the process running meanwhile. */
  resume(): void {
    this.#native.resume();
  }

  /** Leaves records in the kernel's buffer. */
  pause(): void {
    this.#native.pause();
  }

  close(): void {
    this.#closed = true;
    this.#native.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #deliver(data: Buffer, cpu: number): void {
    this.#delivered++;
    if (this.#handlers.onRecord(data, cpu) === false) this.#stopped = true;
  }
}
