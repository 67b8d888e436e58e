/** Temporary directories that disappear with the process that made them, whichever way it ends. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'bcc-ts-vm-';
// The path of a UNIX socket may have 107 bytes.
const longestParent = 70;
const own = new Set<string>();
let watching = false;

/** Makes an empty directory of this process. Directories of processes that were killed are removed on the way. */
export function makeRunDirectory(): string {
  const parent = tmpdir().length <= longestParent ? tmpdir() : '/tmp';
  removeLeftovers(parent);
  watchForTheEnd();
  const directory = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
  own.add(directory);
  return directory;
}

export function removeRunDirectory(directory: string): void {
  own.delete(directory);
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
}

function removeLeftovers(parent: string) {
  for (const name of readdirSync(parent)) {
    const pid = Number(name.match(/^bcc-ts-vm-(\d+)-/)?.[1]);
    if (pid > 0 && !isAlive(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function watchForTheEnd() {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const directory of own) removeRunDirectory(directory);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const listener = () => {
      // Whoever else listens decides when the process ends; 'exit' cleans up then.
      if (process.listenerCount(signal) > 1) return;
      for (const directory of own) removeRunDirectory(directory);
      process.off(signal, listener);
      process.kill(process.pid, signal);
    };
    process.on(signal, listener);
  }
}
