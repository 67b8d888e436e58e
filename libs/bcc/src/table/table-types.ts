import type { ArrayTable } from './array-table.ts';
import type { PerfArrayTable } from './descriptor-tables.ts';
import type { PerfOutputTable, RingBufTable } from './event-tables.ts';
import type { HashTable } from './hash-table.ts';
import type { PerCpuHashTable } from './per-cpu-tables.ts';
import type { QueueStackTable } from './queue-table.ts';
import type { StackTraceTable } from './stack-trace-table.ts';
import type { Table } from './table.ts';

/**
 * A table of which the types do not tell the kind: it has the methods of all of them. Those that its real kind lacks
 * are undefined. `V` is the value, or the record of an event table.
 */
// biome-ignore lint/suspicious/noExplicitAny: without declared types everything goes
export type AnyTable<K = any, V = any> = HashTable<K, V> &
  Pick<ArrayTable<V>, 'length' | 'clearItem'> &
  Pick<PerCpuHashTable<K, V>, 'getPerCpu' | 'sum' | 'max' | 'average' | 'reduced'> &
  Pick<PerfOutputTable<V>, 'openPerfBuffer' | 'events'> &
  Pick<RingBufTable<V>, 'openRingBuffer'> &
  Pick<StackTraceTable, 'walk'> &
  Pick<QueueStackTable<V>, 'push' | 'pop' | 'peek'> &
  Pick<PerfArrayTable, 'openPerfEvent'>;

type IsAny<T> = 0 extends 1 & T ? true : false;

/**
 * The table for what a program declares under a name: a table type (`HashTable<number, bigint>`) as it is, any other
 * type as the record or value of a table of any kind.
 */
export type TableFor<T> =
  IsAny<T> extends true
    ? AnyTable
    : // biome-ignore lint/suspicious/noExplicitAny: any table
      T extends Table<any, any>
      ? T
      : // biome-ignore lint/suspicious/noExplicitAny: the key is not declared
        AnyTable<any, T>;
