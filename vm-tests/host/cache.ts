/** The cache of everything that is built once: kernels, images, kept guests. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { withFileLock } from './file-lock.ts';
import type { OnProgress } from './progress.ts';

export interface CacheEntry {
  /** The kind of thing, one directory of the cache: `kernel`, `root-image` ... */
  thing: string;
  /** Changes whenever anything that goes into the entry changes; see `contentKey`. */
  key: string;
  /** Fills the empty directory it is given. May fail or be killed at any point: the entry then does not exist. */
  build: (directory: string) => Promise<void>;
  /** An entry that nobody used for so long is removed when another of its kind is made; default: 14. */
  unusedDays?: number;
}

/** `${XDG_CACHE_HOME:-~/.cache}/bcc-ts` */
export function cacheRoot(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'bcc-ts');
}

/** A short key of all that is given; the parts' boundaries count, their order too. */
export function contentKey(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(`${Buffer.byteLength(part)}:`);
    hash.update(part);
  }
  return hash.digest('hex').slice(0, 16);
}

/** The text of a file that lies beside the module `moduleUrl`, for use in a `contentKey`. */
export function sourceText(moduleUrl: string, name: string): string {
  return readFileSync(new URL(name, moduleUrl), 'utf8');
}

export function entryDirectory(thing: string, key: string): string {
  return join(cacheRoot(), thing, key);
}

/**
 * The entry's directory, built first if it does not exist yet. An entry is complete or absent: it is built in a
 * sibling directory and renamed. A second builder of the same entry waits for the first.
 */
export async function cached(entry: CacheEntry, onProgress: OnProgress): Promise<string> {
  const directory = entryDirectory(entry.thing, entry.key);
  if (existsSync(directory)) {
    touch(directory);
    return directory;
  }
  const parent = join(cacheRoot(), entry.thing);
  mkdirSync(parent, { recursive: true });
  await withFileLock(
    join(parent, `.${entry.key}.lock`),
    async () => {
      if (existsSync(directory)) return;
      for (const name of readdirSync(parent)) {
        if (name.startsWith(`${entry.key}.tmp-`)) rmSync(join(parent, name), { recursive: true, force: true });
      }
      const temporary = `${directory}.tmp-${process.pid}`;
      mkdirSync(temporary);
      try {
        await entry.build(temporary);
        renameSync(temporary, directory);
        removeUnused(parent, entry.unusedDays ?? 14);
      } catch (error) {
        rmSync(temporary, { recursive: true, force: true });
        throw error;
      }
    },
    () => onProgress(`waiting for another process that makes ${entry.thing} ${entry.key}`),
  );
  return directory;
}

/** Each use touches an entry; those that nobody used for long were made from sources that are gone. */
function removeUnused(parent: string, days: number) {
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    // A lock's time says nothing about its use.
    if (name.startsWith('.') || Date.now() - statSync(path).mtimeMs < days * 86_400_000) continue;
    rmSync(path, { recursive: true, force: true });
  }
}

function touch(directory: string) {
  const now = new Date();
  utimesSync(directory, now, now);
}
