import { closeSync, constants, openSync, writeFileSync } from 'node:fs';

/** `O_TMPFILE`, which Node has no name for: a file without a name. */
const nameless = 0o20000000 | constants.O_DIRECTORY;

const directories = ['/dev/shm', '/run', '/var/tmp', '/tmp'];

/**
 * Loads an addon from memory, by way of a file that never has a name and is gone with this process. It is made in the
 * first directory that allows such files and code in them to be run.
 */
export function loadFromMemory<T>(bytes: Uint8Array, where: readonly string[] = directories): T {
  const failures: string[] = [];
  for (const directory of where) {
    try {
      return loadFrom<T>(directory, bytes);
    } catch (error) {
      failures.push((error as Error).message.split('\n')[0]!);
    }
  }
  throw new Error(`no directory takes a nameless file with code: ${failures.join('; ')}`);
}

function loadFrom<T>(directory: string, bytes: Uint8Array): T {
  const fd = openSync(directory, nameless | constants.O_RDWR | constants.O_EXCL, 0o700);
  try {
    writeFileSync(fd, bytes);
    const target = { exports: {} as T };
    process.dlopen(target, `/proc/self/fd/${fd}`);
    return target.exports;
  } finally {
    closeSync(fd);
  }
}
