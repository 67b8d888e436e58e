import { native } from '@bcc-ts/native';
import { attempt } from './errors.ts';
import { type EventHandlers, EventReader } from './event-reader.ts';
import { BpfMap } from './map/bpf-map.ts';

const pageSize = 4096;

/** Memory for each CPU, in pages; a power of two. */
export const defaultPagesPerCpu = 64;

/** `BPF_MAP_TYPE_PERF_EVENT_ARRAY`: a buffer for each CPU. Events of different CPUs are not in order. */
export class PerfEventArray<E> extends BpfMap {
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
      ({ code }) =>
        code === 'ENOMEM' || code === 'EPERM'
          ? 'no memory may be locked for it (raise kernel.perf_event_mlock_kb)'
          : undefined,
    ),
  );
}
