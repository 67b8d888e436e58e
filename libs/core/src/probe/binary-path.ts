import { existsSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { quote } from '../errors.ts';
import { findLibrary } from '../symbols/index.ts';
import { ProbeError } from './probe-spec.ts';

/**
 * The file that a probe specification means: a path, a library by its short name, or an executable that the shell would
 * find. With a process it is the file that the process sees by that name.
 * @throws ProbeError when there is none.
 */
export function binaryPath(name: string, pid?: number, searched: string = process.env.PATH ?? ''): string {
  if (pid !== undefined && !existsSync(`/proc/${pid}`))
    throw new ProbeError(`cannot attach to process ${pid}: no such process`);
  const found =
    findLibrary(name, pid === undefined ? {} : { pid }) ?? (pid === undefined ? undefined : ownFile(name, pid));
  if (found !== undefined) return found;
  for (const directory of searched.split(':').filter(Boolean)) {
    const path = join(directory, name);
    if (isFile(path)) return path;
  }
  throw new ProbeError(`cannot find a library or executable named '${quote(name)}' (try: its path)`);
}

/** The executable of the process, where it has that name. */
function ownFile(name: string, pid: number): string | undefined {
  try {
    const path = readlinkSync(`/proc/${pid}/exe`);
    return path.endsWith(`/${name}`) ? `/proc/${pid}/root${path}` : undefined;
  } catch {
    return undefined;
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
