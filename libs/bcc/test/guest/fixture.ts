import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

let made = 0;

/** Makes directories, with the default mode unless told otherwise, and removes them. */
export function makeDirectories(count: number, mode = 0o755, prefix = 'bcc-ts-test-'): void {
  for (let i = 0; i < count; i++) {
    const path = join('/tmp', `${prefix}${made++}`);
    mkdirSync(path, { mode });
    rmSync(path, { recursive: true });
  }
}
