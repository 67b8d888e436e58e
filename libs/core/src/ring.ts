import { type BpfMap as NativeMap, native } from '@bcc-ts/native';
import { MapType } from './constants.ts';
import { attempt } from './errors.ts';
import { type EventHandlers, EventReader } from './event-reader.ts';
import { BpfMap } from './map/bpf-map.ts';
import { defaultPagesPerCpu, openPerfBuffer, pagesPerCpu } from './perf-buffer.ts';
import type { MapLayout } from './program-image.ts';
import { type RecordHandlers, RecordReader } from './record-reader.ts';

/**
 * `BPF_MAP_TYPE_RINGBUF`: events in the order they were reserved. The map's value type in C says what a record is.
 * `maxEntries` is its size in bytes, a power of two.
 */
export class RingBuffer<E> extends BpfMap {
  constructor(handle: NativeMap, layout: MapLayout) {
    super(handle, layout);
    // The kernel refuses sizes, which are there only to carry the type.
    handle.keySize = 0;
    handle.valueSize = 0;
  }

  #pagesPerCpu = defaultPagesPerCpu;

  /** Makes it a perf event array of about its size, for kernels without rings. Before load. */
  becomePerfBuffer(): void {
    this.#pagesPerCpu = pagesPerCpu(this.maxEntries, native().possibleCpus());
    this.handle.type = MapType.perfEventArray;
    this.handle.keySize = 4;
    this.handle.valueSize = 4;
    this.handle.maxEntries = 0;
  }

  /** Reads records as bytes, when told to: see {@link RecordReader}. */
  openRecords(handlers: RecordHandlers): RecordReader {
    return new RecordReader(handlers, (onBatch) =>
      attempt(`open ring buffer ${this.name}`, () => new (native().RingReader)([this.fd], onBatch)),
    );
  }

  /** Begins to read. */
  open(handlers: EventHandlers<E>): EventReader<E> {
    if (this.type === MapType.perfEventArray) return openPerfBuffer(this, handlers, this.#pagesPerCpu);
    return new EventReader(this.layout.value, handlers, this.maxEntries, (onBatch) =>
      attempt(`open ring buffer ${this.name}`, () => new (native().RingReader)([this.fd], onBatch)),
    );
  }
}
