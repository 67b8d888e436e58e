import { closeSync } from 'node:fs';
import type { BpfMap, CgroupArray, MapOfMaps, PerfEventArray, ProgramArray } from '@bcc-ts/core';
import { onlineCpus } from '../system/cpus.ts';
import { Table } from './table.ts';

/** Something with a file descriptor, or the descriptor itself. */
export type Descriptor = number | { readonly fd: number };

const fdOf = (descriptor: Descriptor) => (typeof descriptor === 'number' ? descriptor : descriptor.fd);

/** `BPF_PROG_ARRAY`: programs to tail-call. */
export class ProgArrayTable extends Table<number, Descriptor> {
  /** `b.table('jumps').set(2, b.loadFunc('next', ProgType.KPROBE))` */
  set(index: number, program: Descriptor): void {
    (this.parts.map as ProgramArray).set(index, fdOf(program));
  }

  /** False when the element was not set. */
  delete(index: number): boolean {
    return (this.parts.map as ProgramArray).delete(index);
  }
}

/** `BPF_CGROUP_ARRAY`: cgroups for `check_current_task`. */
export class CgroupArrayTable extends Table<number, Descriptor | string> {
  /** `cgroup`: a directory of the cgroup v2 file system, or a descriptor of it. */
  set(index: number, cgroup: Descriptor | string): void {
    const map = this.parts.map as CgroupArray;
    if (typeof cgroup === 'string') map.setPath(index, cgroup);
    else map.set(index, fdOf(cgroup));
  }

  /** False when the element was not set. */
  delete(index: number): boolean {
    return (this.parts.map as CgroupArray).delete(index);
  }
}

/** `BPF_ARRAY_OF_MAPS` and `BPF_HASH_OF_MAPS`: tables by key. */
export class MapInMapTable<K = number> extends Table<K, Descriptor> {
  /** `b.table('outer').set(1, b.table('inner'))`. All inner tables have the type and sizes of the declared one. */
  set(key: K, table: Descriptor): void {
    (this.parts.map as MapOfMaps<K>).set(key, { fd: fdOf(table) } as BpfMap);
  }

  /** False when the key was not set. */
  delete(key: K): boolean {
    return (this.parts.map as MapOfMaps<K>).delete(key);
  }
}

/** `BPF_PERF_ARRAY`: a hardware or software counter for each CPU, which programs read with `perf_read`. */
export class PerfArrayTable extends Table<number, number> {
  readonly #counters = new Map<number, number>();

  /** Opens a counter on every online CPU ({@link PerfType} and its configurations), for one process or all. */
  openPerfEvent(type: number, config: number | bigint, pid = -1): void {
    const map = this.parts.map as PerfEventArray<unknown>;
    for (const cpu of onlineCpus()) {
      const fd = map.setCounter(cpu, { type, config: BigInt(config), pid });
      this.#close(cpu);
      this.#counters.set(cpu, fd);
    }
  }

  /** Ends one CPU's counter. */
  delete(cpu: number): boolean {
    this.#close(cpu);
    return (this.parts.map as PerfEventArray<unknown>).delete(cpu);
  }

  /** @internal Ends all counters. */
  closeAll(): void {
    for (const cpu of [...this.#counters.keys()]) this.#close(cpu);
  }

  #close(cpu: number): void {
    const fd = this.#counters.get(cpu);
    if (fd === undefined) return;
    this.#counters.delete(cpu);
    closeSync(fd);
  }
}
