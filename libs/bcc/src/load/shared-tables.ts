import type { BpfMap } from '@bcc-ts/core';
import type { TableFacts } from '../table/open-table.ts';

/**
 * How a table is shared with other `BPF` objects of this process: `public` gives it to them, `shared` takes the one
 * that is there or gives its own, `extern` takes the one that is there.
 */
export type Sharing = 'public' | 'shared' | 'extern';

/** A table that a `BPF` of this process gives to others. */
export interface SharedTable {
  map: BpfMap;
  facts: TableFacts;
}

/** Tables of all `BPF` objects that are open, by name: as long as their owner is. */
const shared = new Map<string, SharedTable>();

/** The table others are to take. */
export function sharedTable(name: string): SharedTable | undefined {
  return shared.get(name);
}

/** Gives tables to others; of two of one name the first. Returns what takes them back. */
export function shareTables(tables: ReadonlyMap<string, SharedTable>): () => void {
  const mine = [...tables].filter(([name]) => !shared.has(name));
  for (const [name, table] of mine) shared.set(name, table);
  return () => {
    for (const [name, table] of mine) if (shared.get(name) === table) shared.delete(name);
  };
}

/**
 * Puts the tables that others share in the place of those an object declares as shared or `extern`, before it is
 * loaded. @throws Error when there is none, or it has other sizes.
 */
export function takeSharedTables(
  maps: Readonly<Record<string, BpfMap>>,
  sharing: ReadonlyMap<string, Sharing>,
): Map<string, SharedTable> {
  const taken = new Map<string, SharedTable>();
  for (const [name, how] of sharing) {
    const own = maps[name];
    if (!own || how === 'public') continue;
    const other = shared.get(name);
    if (!other) {
      if (how === 'shared') continue;
      throw new Error(
        `cannot find extern table ${name}: no open BPF of this process shares one (declare it there with BPF_TABLE_PUBLIC)`,
      );
    }
    const [mine, theirs] = [own.sizes, other.map.sizes];
    if (mine.key !== theirs.key || mine.value !== theirs.value) {
      throw new Error(
        `cannot use extern table ${name} with ${sizesText(mine)}: it is shared with ${sizesText(theirs)}`,
      );
    }
    own.share(other.map);
    taken.set(name, other);
  }
  return taken;
}

function sizesText({ key, value }: { key: number; value: number }): string {
  return `${key}-byte keys and ${value}-byte values`;
}
