import type { NativeError, BpfMap as NativeMap } from '@bcc-ts/native';
import { features } from '../features.ts';

/** Some entries of a map, one after the other as bytes. `count` is at least 1. */
export interface EntryChunk {
  keys: Uint8Array;
  values: Uint8Array;
  count: number;
}

const firstChunk = 1024;

/** Reads a map's entries, many with one system call where the kernel can, and removes them when asked to. */
export function readEntries(map: NativeMap, remove: boolean): EntryChunk[] {
  if (!features.batches()) return readOneByOne(map, remove);
  const chunks: EntryChunk[] = [];
  // Two programs adding faster than this reads would keep it busy for ever.
  const limit = map.maxEntries * 2;
  let count = Math.min(map.maxEntries, firstChunk);
  let cursor: Uint8Array | undefined;
  for (let total = 0; total <= limit; ) {
    try {
      const batch = map.lookupBatch(count, cursor, remove);
      if (batch.count > 0) chunks.push(batch);
      if (batch.done) return chunks;
      cursor = batch.cursor;
      total += batch.count;
    } catch (error) {
      const { code } = error as NativeError;
      // A hash bucket with more entries than asked for.
      if (code === 'ENOSPC' && count < map.maxEntries) count = Math.min(map.maxEntries, count * 4);
      else if (isUnsupported(code) && chunks.length === 0) return readOneByOne(map, remove);
      else throw error;
    }
  }
  return chunks;
}

/** Removes all entries. */
export function deleteEntries(map: NativeMap): void {
  for (const key of allKeys(map)) map.delete(key);
}

/** Does something with one system call, or one by one where the kernel cannot. */
export function inBatches(together: () => void, oneByOne: () => void): void {
  try {
    if (features.batches()) together();
    else oneByOne();
  } catch (error) {
    if (!isUnsupported((error as NativeError).code)) throw error;
    oneByOne();
  }
}

/** Errors that say the kernel has no batches, or none for this kind of map. */
function isUnsupported(code: string): boolean {
  return ['EINVAL', 'ENOTSUPP', 'EOPNOTSUPP', 'EPERM', 'EACCES'].includes(code);
}

function readOneByOne(map: NativeMap, remove: boolean): EntryChunk[] {
  const chunks: EntryChunk[] = [];
  let atomic = remove;
  for (const key of allKeys(map)) {
    let value: Uint8Array | undefined;
    if (atomic) {
      try {
        value = map.lookupAndDelete(key);
      } catch (error) {
        if (!isUnsupported((error as NativeError).code)) throw error;
        atomic = false;
      }
    }
    if (!atomic) {
      value = map.lookup(key);
      if (remove) map.delete(key);
    }
    if (value) chunks.push({ keys: key, values: value, count: 1 });
  }
  return chunks;
}

/** All keys, each once. When the key just seen goes away the kernel begins anew, so keys are remembered. */
function allKeys(map: NativeMap): Uint8Array[] {
  const keys = new Map<string, Uint8Array>();
  const limit = map.maxEntries * 2;
  let key = map.nextKey();
  for (let steps = 0; key && steps < limit; steps++) {
    keys.set(Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1'), key);
    key = map.nextKey(key);
  }
  return [...keys.values()];
}
