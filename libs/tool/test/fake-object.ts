import type { ImageLayout, Layout, ProgramImage } from '@bcc-ts/core';
import type { Core } from '../src/environment.ts';
import type { EventHandlers, EventReader, ToolObject } from '../src/tool-object.ts';

const emptyLayout: Layout = { kind: 'struct', size: 0, name: '', fields: [] };

/** A layout with the BPF side's counters of lost events. */
export const layout: ImageLayout = {
  rodata: emptyLayout,
  bss: emptyLayout,
  data: emptyLayout,
  maps: {
    lost: {
      type: 6,
      key: { kind: 'enum', size: 4, signed: false, values: { LOST_RING_FULL: 0, LOST_MAP_FULL: 1, LOST_CAUSES: 2 } },
      value: { kind: 'int', size: 8, signed: false },
    },
  },
};

/** A program image that no kernel will see. */
export function fakeImage<S extends ProgramImage['shape'] & object>(source = ''): ProgramImage<S> {
  return { name: 'fake', object: new Uint8Array(), source, layout } as unknown as ProgramImage<S>;
}

/** Stands for a loaded object: hands out the events it is given, as a ring of limited size would. */
export class FakeObject implements ToolObject {
  readonly calls: string[] = [];
  readonly rodata: Record<string, unknown> = {};
  readonly lostCounters = [0n, 0n];
  missed = 0;
  readonly maps = {
    lost: { get: (key: number) => [this.lostCounters[key] ?? 0n, 0n] },
    events: { maxEntries: 256 * 1024, open: (handlers: EventHandlers<unknown>) => this.#open(handlers) },
  };
  /** Records the ring can hold before it loses some. */
  capacity = 1024;
  /** The last look into the ring has happened; what comes later is neither shown nor lost. */
  ended = false;
  #handlers: EventHandlers<unknown> | undefined;
  #ring: unknown[] = [];
  #paused = false;
  failOn: { call: string; error: Error } | undefined;

  /** The kernel side: puts events into the ring and wakes the reader. */
  produce(...events: unknown[]): void {
    if (this.ended) return;
    for (const event of events) {
      if (this.#ring.length < this.capacity) this.#ring.push(event);
      else this.lostCounters[0] = (this.lostCounters[0] ?? 0n) + 1n;
    }
    if (!this.#paused) this.#deliver();
  }

  /** Puts events into the ring without a wake-up. */
  leave(...events: unknown[]): void {
    this.#ring.push(...events);
  }

  get paused(): boolean {
    return this.#paused;
  }

  load(): void {
    this.#call('load');
  }

  attach(): void {
    this.#call('attach');
  }

  detach(): void {
    this.#call('detach');
  }

  close(): void {
    this.#call('close');
  }

  #call(call: string): void {
    this.calls.push(call);
    if (this.failOn?.call === call) throw this.failOn.error;
  }

  #open(handlers: EventHandlers<unknown>): EventReader {
    this.calls.push('open events');
    this.#handlers = handlers;
    return {
      pause: () => {
        this.#paused = true;
      },
      resume: () => {
        this.#paused = false;
        this.#deliver();
      },
      drain: () => {
        this.ended = true;
        return this.#deliver();
      },
      close: () => this.calls.push('close events'),
    };
  }

  #deliver(): number {
    const batch = this.#ring.splice(0);
    for (const event of batch) this.#handlers?.onEvent(event);
    if (batch.length > 0) this.#handlers?.onBatch?.(batch.length);
    return batch.length;
  }
}

/** A core library whose only object is `object`. */
export function fakeCore(object: ToolObject): () => Promise<Core> {
  return async () => ({
    openObject: () => object,
    features: {} as Core['features'],
    readerGone: () => false,
    KernelSymbols: { open: () => fakeSymbols(() => 'kernel') },
    UserSymbols: class {
      readonly resolve = (pid: number, address: bigint) => fakeSymbols(() => `program-${pid}`).resolve(address);
      close(): void {}
    },
  });
}

/** Calls the function at 0x1000 to 0x1fff `f1`, and so on; 0xf000 and higher is not known. */
function fakeSymbols(module: () => string) {
  return {
    restriction: undefined,
    resolve: (address: bigint) => ({
      address,
      name: address < 0xf000n ? `f${address >> 12n}` : undefined,
      offset: address & 0xfffn,
      module: module(),
    }),
  };
}
