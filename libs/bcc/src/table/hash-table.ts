import type { HashMap } from '@bcc-ts/core';
import { KeyedTable } from './keyed-table.ts';

/** `BPF_HASH`, the LRU kinds of `BPF_TABLE`, `BPF_LPM_TRIE`, and `BPF_HISTOGRAM` with a key of its own. */
export class HashTable<K = unknown, V = unknown> extends KeyedTable<K, V, V> {
  /** The value of a key (of an LPM trie: of the longest prefix that holds it), undefined when it is not there. */
  get(key: K): V | undefined {
    const stored = (this.parts.map as HashMap<K, unknown>).get(key);
    return stored === undefined ? undefined : this.decodeStored(stored);
  }

  protected decodeStored(stored: unknown): V {
    return this.convert.value(stored);
  }
}
