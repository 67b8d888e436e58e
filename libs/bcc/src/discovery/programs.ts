import { existsSync } from 'node:fs';
import { findLibrary, findProgram } from '@bcc-ts/core';

/**
 * The file that a library's short name or SONAME, a program's name or a path means. With a process: as that process
 * sees it.
 *
 * @throws Error when there is none.
 */
export function resolveBinary(name: string, pid = -1): string {
  if (name.startsWith('/')) {
    const inProcess = `/proc/${pid}/root${name}`;
    return pid > 0 && !existsSync(name) && existsSync(inProcess) ? inProcess : name;
  }
  const found = findLibrary(name, pid > 0 ? { pid } : {}) ?? findProgram(name);
  if (found === undefined) throw new Error(`cannot find ${name}: no such library, and no such program on PATH`);
  return found;
}
