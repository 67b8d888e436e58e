import { constants } from 'node:fs';
import { native, type SymbolTable } from '@bcc-ts/native';
import { FileSource } from './byte-source.ts';

/** Larger lists of functions are not read. */
const maximumPerfMap = 64 * 1024 * 1024;

/** A process as far as its list of functions is concerned. */
export interface PerfMapOwner {
  readonly pid: number;
  /** The user the process runs as. */
  readonly uid: bigint;
  /** Its number in its own PID namespace, by which it names the file. */
  readonly innerPid: number;
}

/** The list's path, as the process sees it. */
export function perfMapPath(owner: PerfMapOwner): string {
  return `/tmp/perf-${owner.innerPid}.map`;
}

/**
 * The functions that a just-in-time compiler listed in /tmp/perf-PID.map, in the file system of its process. Anybody may
 * write in /tmp, so the file counts only when it belongs to the process's user or root, is a regular one with no other
 * name, and is not larger than 64 MiB.
 *
 * `unlessIdentity`: the state of the file read last; undefined comes back when it is still that, or there is no list.
 */
export function readPerfMap(
  owner: PerfMapOwner,
  unlessIdentity?: string,
  root = `/proc/${owner.pid}/root`,
): { table: SymbolTable; identity: string } | undefined {
  let source: FileSource;
  try {
    source = new FileSource(`${root}${perfMapPath(owner)}`, constants.O_NOFOLLOW);
  } catch {
    return undefined;
  }
  try {
    const trusted = (source.owner === owner.uid || source.owner === 0n) && source.links === 1n;
    if (!trusted || source.size > maximumPerfMap || source.identity === unlessIdentity) return undefined;
    return { table: native().SymbolTable.fromPerfMap(source.read(0, source.size)), identity: source.identity };
  } finally {
    source.close();
  }
}
