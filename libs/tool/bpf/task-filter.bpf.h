/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The filters every tool has whose events belong to the current task: by cgroup (--cgroup, --container), and by the
 * pinned sets of --cgroupmap and --mntnsmap.
 *
 *	if (task_filtered())
 *		return 0;
 *
 * Where the event belongs to another task than the current one: other_task_filtered(task).
 *
 * User space sets a filter's switch and fills its map, or puts a pinned map in its place, before load. A map whose
 * switch is off is not needed: autocreate can be false.
 */
#pragma once
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

const volatile bool filter_cgroup;
/* The same cgroup, for tasks that are not the current one. */
const volatile u64 filter_cgroup_id;
const volatile bool filter_cgroup_set;
const volatile bool filter_mount_ns_set;

/* Element 0: the cgroup whose tasks, and those of the cgroups below it, pass. */
struct {
	__uint(type, BPF_MAP_TYPE_CGROUP_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(u32));
	__uint(value_size, sizeof(u32));
} filter_cgroup_array SEC(".maps");

/* Ids of cgroups; the value is not looked at. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, u64);
	__type(value, u64);
} filter_cgroup_ids SEC(".maps");

/* Inode numbers of mount namespaces; the value is not looked at. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, u64);
	__type(value, u32);
} filter_mount_ns_inodes SEC(".maps");

/* Whether any filter is on: what belongs to no task passes none. */
static __always_inline bool filters_tasks(void)
{
	return filter_cgroup || filter_cgroup_set || filter_mount_ns_set;
}

/* True when a filter is on and the current task is not what it asks for. */
static __always_inline bool task_filtered(void)
{
	if (filter_cgroup && bpf_current_task_under_cgroup(&filter_cgroup_array, 0) != 1)
		return true;
	if (filter_cgroup_set) {
		u64 id = bpf_get_current_cgroup_id();

		if (!bpf_map_lookup_elem(&filter_cgroup_ids, &id))
			return true;
	}
	if (filter_mount_ns_set) {
		struct task_struct *task = (void *)bpf_get_current_task();
		u64 inode = BPF_CORE_READ(task, nsproxy, mnt_ns, ns.inum);

		if (!bpf_map_lookup_elem(&filter_mount_ns_inodes, &inode))
			return true;
	}
	return false;
}

#define CGROUP_LEVELS 32

/* Whether a cgroup is the one asked for or below it. Its level is not known inside a cgroup namespace: all are tried. */
static __always_inline bool cgroup_wanted(struct cgroup *cgroup)
{
	struct cgroup___5_10 *old = (void *)cgroup;
	int own = BPF_CORE_READ(cgroup, level);
	int level;

	for (level = 0; level < CGROUP_LEVELS && level <= own; level++) {
		struct cgroup *ancestor = 0;
		u64 id = 0;

		/* Until 6.1 a cgroup had the ids of those above it; now it has pointers to them. */
		if (bpf_core_field_exists(old->ancestor_ids)) {
			bpf_probe_read_kernel(&id, sizeof(id), (void *)old +
					      bpf_core_field_offset(old->ancestor_ids) + level * sizeof(id));
		} else {
			bpf_probe_read_kernel(&ancestor, sizeof(ancestor), (void *)cgroup +
					      bpf_core_field_offset(cgroup->ancestors) + level * sizeof(ancestor));
			id = BPF_CORE_READ(ancestor, kn, id);
		}
		if (id == filter_cgroup_id)
			return true;
	}
	return false;
}

/* task_filtered() for a task that need not be the current one. */
static __always_inline bool other_task_filtered(struct task_struct *task)
{
	if (filter_cgroup || filter_cgroup_set) {
		struct cgroup *cgroup = BPF_CORE_READ(task, cgroups, dfl_cgrp);
		u64 id = BPF_CORE_READ(cgroup, kn, id);

		if (filter_cgroup && !cgroup_wanted(cgroup))
			return true;
		if (filter_cgroup_set && !bpf_map_lookup_elem(&filter_cgroup_ids, &id))
			return true;
	}
	if (filter_mount_ns_set) {
		u64 inode = BPF_CORE_READ(task, nsproxy, mnt_ns, ns.inum);

		if (!bpf_map_lookup_elem(&filter_mount_ns_inodes, &inode))
			return true;
	}
	return false;
}
