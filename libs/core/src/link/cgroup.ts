import type { BpfLink, BpfProgram } from '@bcc-ts/native';
import { withCgroupDirectory } from '../cgroup-directory.ts';
import { attempt, quote } from '../errors.ts';

/** Attaches to a cgroup v2, given as the path of its directory. */
export function attachCgroup(program: BpfProgram, path: string): BpfLink {
  return withCgroupDirectory(path, (fd) =>
    attempt(
      `attach to cgroup ${quote(path)}`,
      () => program.attachCgroup(fd),
      ({ code }) =>
        code === 'EBADF' || code === 'EINVAL' ? 'not a directory of the cgroup v2 file system' : undefined,
    ),
  );
}
