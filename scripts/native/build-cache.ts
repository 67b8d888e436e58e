import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** `$XDG_CACHE_HOME/bcc-ts`, or `~/.cache/bcc-ts`. */
export const cacheRoot = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'bcc-ts');

/**
 * The directory `<cache>/<kind>/<key>`, made by `build` if it is not there yet.
 *
 * `build` fills a temporary sibling which is renamed into place when it is complete, so an interrupted build leaves
 * nothing that looks finished; a lock lets a second process wait for the first instead of building the same again.
 */
export async function cachedDirectory(
  kind: string,
  key: string,
  build: (directory: string) => Promise<void>,
): Promise<string> {
  const parent = join(cacheRoot, kind);
  const directory = join(parent, key);
  if (existsSync(directory)) return directory;
  await mkdir(parent, { recursive: true });
  const release = await fileLock(`${directory}.lock`);
  try {
    if (existsSync(directory)) return directory;
    const temporary = await mkdtemp(`${directory}.tmp-`);
    try {
      await build(temporary);
      await rename(temporary, directory);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    return directory;
  } finally {
    await release();
  }
}

/** Takes an exclusive lock on `file`, waiting for it. The lock dies with this process, however it ends. */
export async function fileLock(file: string): Promise<() => Promise<void>> {
  const holder = spawn('flock', [file, 'sh', '-c', 'echo; exec cat >/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exit = once(holder, 'exit');
  const failed = exit.then(([status]) => {
    throw new Error(`cannot lock ${file}: flock(1) ended with status ${status}`);
  });
  await Promise.race([once(holder.stdout, 'data'), failed]);
  failed.catch(() => {});
  return async () => {
    holder.stdin.end();
    await exit;
  };
}
