import { withCgroupDirectory } from '../cgroup-directory.ts';
import { DescriptorArray } from './descriptor-array.ts';

/** `BPF_MAP_TYPE_CGROUP_ARRAY`: cgroups for `bpf_current_task_under_cgroup`. */
export class CgroupArray extends DescriptorArray {
  /** Sets an element to the cgroup of a directory in the cgroup v2 file system. */
  setPath(index: number, path: string): void {
    withCgroupDirectory(path, (fd) => this.set(index, fd));
  }
}
