/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef PATH_WALK_BPF_H
#define PATH_WALK_BPF_H

#include "events.bpf.h"
#include "kernel-constants.bpf.h"
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#define PATH_NAME_BYTES 256
#define PATH_LEVELS 32

/*
 * Appends the names that lead from `path` up to the root of the mount namespace, leaf first, each ended by a NUL, at
 * `buffer[*used]`, and adds to `*used`. False when a level did not fit or could not be read.
 * `buffer` holds `capacity` bytes, a constant. `used` is in memory, not in a register: its range would grow from level to
 * level there, and the verifier of no kernel gets through the states that makes.
 */
static __always_inline bool append_path(char *buffer, volatile u32 *used, const u64 capacity, const struct path *path)
{
	struct dentry *dentry = BPF_CORE_READ(path, dentry);
	struct mount *mount = (void *)BPF_CORE_READ(path, mnt) - bpf_core_field_offset(struct mount, mnt);
	int level;

	for (level = 0; level < PATH_LEVELS; level++) {
		struct dentry *parent = BPF_CORE_READ(dentry, d_parent);
		u64 at = *used;
		long length;

		if (dentry == BPF_CORE_READ(mount, mnt.mnt_root)) {
			struct mount *above = BPF_CORE_READ(mount, mnt_parent);

			if (above == mount)
				return true;
			dentry = BPF_CORE_READ(mount, mnt_mountpoint);
			mount = above;
			continue;
		}
		if (dentry == parent)
			return true;
		if (at > capacity - PATH_NAME_BYTES)
			return false;
		length = bpf_probe_read_kernel_str(buffer + at, PATH_NAME_BYTES, BPF_CORE_READ(dentry, d_name.name));
		if (length < 1)
			return false;
		*used = at + length;
		dentry = parent;
	}
	return false;
}

static __always_inline bool is_directory(const struct path *path)
{
	return S_ISDIR(BPF_CORE_READ(path, dentry, d_inode, i_mode));
}

/* The path of an open descriptor of the current task, or NULL. */
static __always_inline const struct path *path_of_descriptor(int descriptor)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	struct fdtable *table = BPF_CORE_READ(task, files, fdt);
	struct file **files = BPF_CORE_READ(table, fd);
	struct file *file = 0;

	if (descriptor < 0 || (u32)descriptor >= BPF_CORE_READ(table, max_fds))
		return 0;
	bpf_probe_read_kernel(&file, sizeof(file), files + descriptor);
	return file ? __builtin_preserve_access_index(&file->f_path) : 0;
}

/* The current task's working directory. */
static __always_inline const struct path *working_directory(void)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	struct fs_struct *fs = BPF_CORE_READ(task, fs);

	return __builtin_preserve_access_index(&fs->pwd);
}

#endif
