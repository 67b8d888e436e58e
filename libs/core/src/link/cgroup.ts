import { closeSync, openSync } from 'node:fs';
import type { BpfLink, BpfProgram } from '@bcc-ts/native';
import { attempt, quote } from '../errors.ts';

/** Attaches to a cgroup v2, given as the path of its directory. */
export function attachCgroup(program: BpfProgram, path: string): BpfLink {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'no such directory' : code;
    throw new Error(`cannot attach to cgroup ${quote(path)}: ${why}`, { cause: error });
  }
  try {
    return attempt(
      `attach to cgroup ${quote(path)}`,
      () => program.attachCgroup(fd),
      ({ code }) =>
        code === 'EBADF' || code === 'EINVAL' ? 'not a directory of the cgroup v2 file system' : undefined,
    );
  } finally {
    closeSync(fd);
  }
}
