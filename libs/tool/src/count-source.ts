/**
 * Reads the counts of an interval from a program's map, exactly: no count is lost or shown twice, however fast the
 * programs go on counting.
 *
 * - A hash declared with `COUNT_MAP` (count-map.bpf.h) has two sides. The programs are sent to the other one first;
 *   replacing an inner map waits in the kernel until no program uses the old one, which can then be emptied at leisure.
 * - Arrays are never reset: what counts is the difference to the time before.
 * - Another hash is emptied in batches. A program that holds a pointer into it meanwhile counts into the void.
 */
import type { PerCpuArray, PerCpuHash, Shape } from '@bcc-ts/core';
import type { CountMap } from './tool-object.ts';

/** A map whose values are always there, by index. */
interface IndexedCounts<V> {
  values(): V[];
}

/** The maps of a program that counts can be read from: hashes and arrays, per CPU or not. */
export type CountSourceName<S extends Shape> = {
  [M in keyof S['maps']]: S['maps'][M] extends CountMap<infer _K, infer _V> | IndexedCounts<infer _W> ? M : never;
}[keyof S['maps']] &
  string;

/** The key of an entry; the index in an array. */
export type SourceKey<S extends Shape, M extends CountSourceName<S>> = KeyOf<S['maps'][M]>;

type KeyOf<Map> = Map extends CountMap<infer K, infer _> ? K : number;

/** The value of an entry. Values per CPU are added up, so it is never an array of them. */
export type SourceValue<S extends Shape, M extends CountSourceName<S>> = ValueOf<S['maps'][M]>;

type ValueOf<Map> =
  Map extends PerCpuHash<infer _, infer V>
    ? V
    : Map extends PerCpuArray<infer V>
      ? V
      : Map extends CountMap<infer _, infer V>
        ? V
        : Map extends IndexedCounts<infer V>
          ? V
          : never;

export type Entries<K = unknown, V = unknown> = (readonly [key: K, value: V])[];

/** What the other side of a `COUNT_MAP`, and the map that says which side is in use, are called. */
const OTHER_SIDE = '_other';
const IN_USE = '_in_use';

/** `enum bpf_map_type`. */
const ARRAY = 2;
const PER_CPU_HASH = 5;
const PER_CPU_ARRAY = 6;
const LRU_PER_CPU_HASH = 10;

interface AnyCounts extends CountMap<unknown, unknown>, IndexedCounts<unknown> {
  readonly type?: number;
}

interface InUse {
  set(key: number, map: AnyCounts): void;
}

/** Returns what reads the counts since the last call. */
export function countSource(maps: object, name: string): () => Entries {
  const named = maps as Record<string, AnyCounts>;
  const map = named[name];
  if (!map) throw new TypeError(`the program has no map ${name}`);
  const inUse = named[`${name}${IN_USE}`] as unknown as InUse | undefined;
  const other = named[`${name}${OTHER_SIDE}`];
  if (map.type === ARRAY || map.type === PER_CPU_ARRAY) return differences(map, map.type === PER_CPU_ARRAY);
  const perCpu = map.type === PER_CPU_HASH || map.type === LRU_PER_CPU_HASH;
  const drained = inUse && other ? alternating(map, other, inUse) : () => map.drain();
  if (!perCpu) return drained;
  return () => drained().map(([key, values]) => [key, (values as unknown[]).reduce(sum)] as const);
}

/** All maps that counts named `name` are in. */
export function mapsOfSource(maps: object, name: string): { autocreate: boolean }[] {
  const named = maps as Record<string, { autocreate: boolean }>;
  return [name, `${name}${OTHER_SIDE}`, `${name}${IN_USE}`].flatMap((part) => named[part] ?? []);
}

function alternating(first: AnyCounts, second: AnyCounts, inUse: InUse): () => Entries {
  let [counting, idle] = [first, second];
  return () => {
    inUse.set(0, idle);
    [counting, idle] = [idle, counting];
    return idle.drain();
  };
}

function differences(map: AnyCounts, perCpu: boolean): () => Entries {
  let before: unknown[] = [];
  return () => {
    const now = perCpu ? (map.values() as unknown[][]).map((values) => values.reduce(sum)) : map.values();
    const entries = now.map((value, index) => [index, index in before ? less(value, before[index]) : value] as const);
    before = now;
    return entries;
  };
}

/** Adds counts, also inside structs and arrays. Of anything else the first that is not empty stays. */
export function sum(a: unknown, b: unknown): unknown {
  return combine(a, b, (left, right) => (left as number) + (right as number));
}

/** The difference of counts, also inside structs and arrays. Anything else is what it is now. */
function less(now: unknown, before: unknown): unknown {
  return combine(now, before, (left, right) => (left as number) - (right as number));
}

function combine(a: unknown, b: unknown, counts: (a: unknown, b: unknown) => unknown): unknown {
  if (typeof a === 'bigint' || typeof a === 'number') return counts(a, b);
  if (Array.isArray(a)) return a.map((element, index) => combine(element, (b as unknown[])[index], counts));
  if (typeof a !== 'object' || a === null) return a;
  if (Object.getPrototypeOf(a) === Object.prototype || Object.getPrototypeOf(a) === null) {
    return Object.fromEntries(
      Object.entries(a).map(([key, value]) => [key, combine(value, (b as Record<string, unknown>)[key], counts)]),
    );
  }
  return (a as { length?: number }).length === 0 ? b : a;
}
