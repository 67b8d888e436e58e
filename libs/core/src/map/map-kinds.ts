import type { BpfMap as NativeMap } from '@bcc-ts/native';
import { MapType } from '../constants.ts';
import { PerfEventArray } from '../perf-buffer.ts';
import type { MapLayout } from '../program-image.ts';
import { RingBuffer } from '../ring.ts';
import { ArrayMap } from './array.ts';
import { BpfMap } from './bpf-map.ts';
import { CgroupArray } from './cgroup-array.ts';
import { HashMap } from './hash.ts';
import { LpmTrie } from './lpm-trie.ts';
import { MapOfMaps } from './map-in-map.ts';
import { PerCpuArray } from './per-cpu-array.ts';
import { PerCpuHash } from './per-cpu-hash.ts';
import { ProgramArray } from './program-array.ts';
import { Queue } from './queue.ts';
import { StackTraceMap } from './stack-trace.ts';

type MapClass = new (handle: NativeMap, layout: MapLayout) => BpfMap;

const classes: Record<number, MapClass> = {
  [MapType.hash]: HashMap,
  [MapType.array]: ArrayMap,
  [MapType.progArray]: ProgramArray,
  [MapType.perfEventArray]: PerfEventArray,
  [MapType.perCpuHash]: PerCpuHash,
  [MapType.perCpuArray]: PerCpuArray,
  [MapType.stackTrace]: StackTraceMap,
  [MapType.cgroupArray]: CgroupArray,
  [MapType.lruHash]: HashMap,
  [MapType.lruPerCpuHash]: PerCpuHash,
  [MapType.lpmTrie]: LpmTrie,
  [MapType.arrayOfMaps]: MapOfMaps,
  [MapType.hashOfMaps]: MapOfMaps,
  [MapType.deviceMap]: ArrayMap,
  [MapType.cpuMap]: ArrayMap,
  [MapType.xskMap]: ProgramArray,
  [MapType.queue]: Queue,
  [MapType.stack]: Queue,
  [MapType.ringBuffer]: RingBuffer,
};

/** The object that stands for a map, by its type. */
export function mapOf(handle: NativeMap, layout: MapLayout): BpfMap {
  return new (classes[handle.type] ?? BpfMap)(handle, layout);
}
