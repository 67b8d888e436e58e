import { closeSync, openSync } from 'node:fs';
import { quote } from '../errors.ts';
import { DescriptorArray } from './descriptor-array.ts';

/** `BPF_MAP_TYPE_CGROUP_ARRAY`: cgroups for `bpf_current_task_under_cgroup`. */
export class CgroupArray extends DescriptorArray {
  /** Sets an element to the cgroup of a directory in the cgroup v2 file system. */
  setPath(index: number, path: string): void {
    let fd: number;
    try {
      fd = openSync(path, 'r');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new Error(`cannot open cgroup ${quote(path)}: ${code === 'ENOENT' ? 'no such directory' : code}`, {
        cause: error,
      });
    }
    try {
      this.set(index, fd);
    } finally {
      closeSync(fd);
    }
  }
}
