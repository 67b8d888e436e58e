import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findLibrary } from '@bcc-ts/core';

/** The path of a program on PATH; undefined when there is none. */
export function findExe(name: string, path = process.env.PATH ?? ''): string | undefined {
  if (name.includes('/')) return isProgram(name) ? name : undefined;
  return path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

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
  const found = findLibrary(name, pid > 0 ? { pid } : {}) ?? findExe(name);
  if (found === undefined) throw new Error(`cannot find ${name}: no such library, and no such program on PATH`);
  return found;
}
