import { closeSync, openSync } from 'node:fs';
import { attempt, quote } from './errors.ts';

/** Runs something with the descriptor of a cgroup's directory, which is closed afterwards. */
export function withCgroupDirectory<T>(path: string, run: (fd: number) => T): T {
  const fd = attempt(
    `open cgroup ${quote(path)}`,
    () => openSync(path, 'r'),
    ({ code }) => (code === 'ENOENT' ? 'no such directory' : undefined),
  );
  try {
    return run(fd);
  } finally {
    closeSync(fd);
  }
}
