import type { StackTraceMap } from '@bcc-ts/core';
import { Table } from './table.ts';

/** The most frames a stack has. */
export const maxStackDepth = 127;

/** `BPF_STACK_TRACE`: call stacks by the id `get_stackid` gave. */
export class StackTraceTable extends Table<number, bigint[]> {
  /** The frames of a stack, innermost first; undefined when there is none of that id, or it has been overwritten. */
  get(id: number | bigint): bigint[] | undefined {
    return this.#map.get(Number(id));
  }

  /**
   * The frames of a stack, innermost first, each through `resolve` if given. Nothing for a negative id, which is an
   * error code, and for a stack that is not there any more.
   */
  walk(id: number | bigint): Generator<bigint, void, undefined>;
  walk<T>(id: number | bigint, resolve: (address: bigint) => T): Generator<T, void, undefined>;
  *walk<T>(id: number | bigint, resolve?: (address: bigint) => T): Generator<T | bigint, void, undefined> {
    for (const address of this.get(id) ?? []) yield resolve ? resolve(address) : address;
  }

  /** Frees an id's place, so that another stack can have it. */
  delete(id: number | bigint): boolean {
    return this.#map.delete(Number(id));
  }

  /** Removes all stacks. (BCC's does nothing.) */
  clear(): void {
    this.#map.clear();
  }

  get #map(): StackTraceMap {
    return this.parts.map as StackTraceMap;
  }
}
