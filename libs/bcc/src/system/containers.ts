export interface ContainerFilter {
  /** Pinned map of cgroup ids (`u64` to `u64`): only tasks of these cgroups. */
  cgroupMap?: string | undefined;
  /** Pinned map of mount namespaces' inode numbers (`u64` to `u32`): only tasks in these. */
  mntnsMap?: string | undefined;
}

const entries = 1024;

/**
 * C text that defines `static int container_should_be_filtered()`: 1 for tasks outside of the cgroups and mount
 * namespaces whose maps are pinned at these paths, always 0 without any. Put it before the text that calls it. Maps that
 * are not there yet are created with room for 1024 entries.
 */
export function filterByContainers({ cgroupMap, mntnsMap }: ContainerFilter): string {
  const tests = [
    ...(cgroupMap === undefined ? [] : ['outside_of_cgroups()']),
    ...(mntnsMap === undefined ? [] : ['outside_of_mount_namespaces()']),
  ];
  return `${cgroupMap === undefined ? '' : cgroupText(cgroupMap)}${mntnsMap === undefined ? '' : mntnsText(mntnsMap)}
static inline int container_should_be_filtered(void) {
  return ${tests.join(' || ') || '0'};
}
`;
}

function cgroupText(path: string): string {
  return `
BPF_TABLE_PINNED("hash", u64, u64, cgroupset, ${entries}, ${JSON.stringify(path)});
static inline int outside_of_cgroups(void) {
  u64 id = bpf_get_current_cgroup_id();
  return cgroupset.lookup(&id) == 0;
}
`;
}

function mntnsText(path: string): string {
  return `
BPF_TABLE_PINNED("hash", u64, u32, mount_ns_set, ${entries}, ${JSON.stringify(path)});
static inline int outside_of_mount_namespaces(void) {
  struct task_struct *task = (struct task_struct *)bpf_get_current_task();
  u64 inum = task->nsproxy->mnt_ns->ns.inum;
  return mount_ns_set.lookup(&inum) == 0;
}
`;
}
