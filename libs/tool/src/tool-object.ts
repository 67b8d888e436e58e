import type { Shape } from '@bcc-ts/core';

/** The part of the core library's `BpfObject` that the kit uses. */
export interface ToolObject<S extends Shape = Shape> {
  rodata: S['rodata'];
  readonly maps: S['maps'];
  /** How often the kernel left out a program that was due. */
  readonly missed: number;
  load(): void;
  /** Attaches every program that was loaded, as its section says. */
  attach(): unknown;
  /** No further event is made; what there is can still be read. */
  detach(): void;
  close(): void;
}

export interface EventHandlers<E> {
  /** The event is a view that is valid until the callback returns. */
  onEvent(event: E): void;
  /** After the last event of one wake-up. */
  onBatch?(count: number): void;
  onLost?(count: number): void;
}

/** A map that events are read from. */
export interface EventMap<E> {
  /** Size of the buffer in bytes, before load. */
  maxEntries: number;
  open(handlers: EventHandlers<E>): EventReader;
}

export interface EventReader {
  /** A paused reader leaves the records in the kernel's buffer, where they are counted as lost when it is full. */
  pause(): void;
  resume(): void;
  /** Reads what is there now; returns how many records that was. */
  drain(): number;
  close(): void;
}

/** A per-CPU array of counters. */
export interface CounterMap {
  get(index: number): readonly bigint[] | undefined;
}

/** A hash of counts by key. */
export interface CountMap<K, V> {
  /** Reads and removes all entries. */
  drain(): (readonly [K, V])[];
}
