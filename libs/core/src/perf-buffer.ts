import { native } from '@bcc-ts/native';
import { attempt } from './errors.ts';
import { type EventHandlers, EventReader } from './event-reader.ts';
import { BpfMap } from './map/bpf-map.ts';
import { indexKey } from './map/indexed-map.ts';
import { type RecordHandlers, RecordReader } from './record-reader.ts';

const pageSize = 4096;

/** Memory for each CPU, in pages; a power of two. */
export const defaultPagesPerCpu = 64;

/**
 * How many pages each CPU gets of a buffer of `bytes`, a power of two. A large one is shared out, but one CPU can make
 * all events: each has at least the default, or all of a smaller one.
 */
export function pagesPerCpu(bytes: number, cpus: number): number {
  const pages = Math.max(1, bytes / pageSize);
  const share = 2 ** Math.floor(Math.log2(Math.max(1, pages / cpus)));
  return Math.min(pages, Math.max(defaultPagesPerCpu, share));
}

/** `BPF_MAP_TYPE_PERF_EVENT_ARRAY`: a buffer for each CPU. Events of different CPUs are not in order. */
export class PerfEventArray<E> extends BpfMap {
  /**
   * Reads records as bytes, when told to: see {@link RecordReader}. `wakeupEvents`: how many records make it readable.
   */
  openRecords(handlers: RecordHandlers, pagesPerCpu = defaultPagesPerCpu, wakeupEvents = 1): RecordReader {
    const onLost = (cpu: number, count: number) => handlers.onLost?.(cpu, count);
    return new RecordReader(handlers, (onBatch) =>
      attempt(
        `open perf buffer ${this.name}`,
        () => new (native().PerfReader)(this.fd, pagesPerCpu, onBatch, onLost, wakeupEvents),
        explainMemory,
      ),
    );
  }

  /**
   * Puts a counter of one CPU into the array, for `bpf_perf_event_read_value`. Gives its descriptor: the caller closes
   * it, and the kernel keeps the counter until the element is replaced or deleted.
   */
  setCounter(cpu: number, options: { type: number; config: bigint; pid?: number }): number {
    const fd = openPerfEvent({ ...options, cpu });
    attempt(`write map ${this.name}`, () => this.handle.update(indexKey(cpu), indexKey(fd)));
    return fd;
  }

  /** False when the element was not set. */
  delete(cpu: number): boolean {
    return attempt(`delete from map ${this.name}`, () => this.handle.delete(indexKey(cpu)));
  }

  /** Begins to read. Records may be longer than the type: the kernel pads them to 8 bytes. */
  open(handlers: EventHandlers<E>, pagesPerCpu = defaultPagesPerCpu): EventReader<E> {
    return openPerfBuffer(this, handlers, pagesPerCpu);
  }
}

/** Reads the events of a map that has become a perf event array. */
export function openPerfBuffer<E>(map: BpfMap, handlers: EventHandlers<E>, pagesPerCpu: number): EventReader<E> {
  const onLost = (_cpu: number, count: number) => handlers.onLost?.(count);
  const capacity = pagesPerCpu * pageSize * native().possibleCpus();
  return new EventReader(map.layout.value, handlers, capacity, (onBatch) =>
    attempt(
      `open perf buffer ${map.name}`,
      () => new (native().PerfReader)(map.fd, pagesPerCpu, onBatch, onLost),
      explainMemory,
    ),
  );
}

function explainMemory({ code }: { code: string }): string | undefined {
  return code === 'ENOMEM' || code === 'EPERM'
    ? 'no memory may be locked for it (raise kernel.perf_event_mlock_kb)'
    : undefined;
}

/** Opens a counting perf event and gives its descriptor, which the caller closes. */
export function openPerfEvent(options: { type: number; config: bigint; pid?: number; cpu?: number }): number {
  return attempt(
    `open perf event ${options.type}:${options.config}`,
    () => native().openPerfEvent(options),
    ({ code }) =>
      code === 'ENOENT' || code === 'EOPNOTSUPP'
        ? 'this machine has no such counter (a virtual machine often has none)'
        : undefined,
  );
}
