import { type BpfMap, MapType, type TypeLayout } from '@bcc-ts/core';
import { ArrayTable, RedirectTable } from './array-table.ts';
import type { BufferSet } from './buffer-set.ts';
import { CgroupArrayTable, MapInMapTable, PerfArrayTable, ProgArrayTable } from './descriptor-tables.ts';
import { PerfOutputTable, RingBufTable } from './event-tables.ts';
import { HashTable } from './hash-table.ts';
import { PerCpuArrayTable, PerCpuHashTable, type Reducer } from './per-cpu-tables.ts';
import { QueueStackTable } from './queue-table.ts';
import { StackTraceTable } from './stack-trace-table.ts';
import { Table, type TableOptions, type TableParts } from './table.ts';

export interface OpenTableOptions extends TableOptions {
  /** Of per-CPU tables: makes one value of those of all CPUs, for `reduced`. */
  reducer?: Reducer;
}

/** What the compiler says about a table, beside its map. */
export interface TableFacts {
  kind: string;
  eventType?: TypeLayout | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: the parts of each kind are a superset of TableParts
type TableClass = new (parts: any) => Table;

const classes: Record<number, TableClass> = {
  [MapType.hash]: HashTable,
  [MapType.lruHash]: HashTable,
  [MapType.lpmTrie]: HashTable,
  [MapType.array]: ArrayTable,
  [MapType.perCpuHash]: PerCpuHashTable,
  [MapType.lruPerCpuHash]: PerCpuHashTable,
  [MapType.perCpuArray]: PerCpuArrayTable,
  [MapType.progArray]: ProgArrayTable,
  [MapType.cgroupArray]: CgroupArrayTable,
  [MapType.stackTrace]: StackTraceTable,
  [MapType.arrayOfMaps]: MapInMapTable,
  [MapType.hashOfMaps]: MapInMapTable,
  [MapType.cpuMap]: RedirectTable,
  [MapType.deviceMap]: RedirectTable,
  [MapType.xskMap]: ProgArrayTable,
  [MapType.queue]: QueueStackTable,
  [MapType.stack]: QueueStackTable,
  [MapType.ringBuffer]: RingBufTable,
};

/** The table for a map. Kinds without a class of their own can be used by descriptor. */
export function openTable(map: BpfMap, facts: TableFacts, buffers: BufferSet, options: OpenTableOptions): Table {
  const { reducer, ...rest } = options;
  const parts: TableParts = { kind: facts.kind, map, eventType: facts.eventType, options: rest };
  if (map.type === MapType.perfEventArray) {
    return facts.kind === 'perf_array' ? new PerfArrayTable(parts) : new PerfOutputTable({ ...parts, buffers });
  }
  return new (classes[map.type] ?? Table)({ ...parts, buffers, reducer });
}
