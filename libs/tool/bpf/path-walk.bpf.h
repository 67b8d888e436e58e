/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef PATH_WALK_BPF_H
#define PATH_WALK_BPF_H

/* Needs types.h, bpf_helpers.h and bpf_core_read.h. */

#define PATH_NAME_BYTES 256
#define PATH_LEVELS 32

/*
 * Appends the names that lead from `path` up to the root of the mount namespace, leaf first, each ended by a NUL, at
 * `buffer[used]`. Gives the new length, or `used` unchanged plus `*cut = true` when a level did not fit.
 * `buffer` holds `capacity` bytes; `capacity` is a constant.
 */
static __always_inline u32 append_path(char *buffer, u32 used, const u32 capacity, const struct path *path, bool *cut)
{
	struct dentry *dentry = BPF_CORE_READ(path, dentry);
	struct mount *mount = (void *)BPF_CORE_READ(path, mnt) - bpf_core_field_offset(struct mount, mnt);
	int level;

	for (level = 0; level < PATH_LEVELS; level++) {
		struct dentry *parent = BPF_CORE_READ(dentry, d_parent);
		long length;

		if (dentry == BPF_CORE_READ(mount, mnt.mnt_root)) {
			struct mount *above = BPF_CORE_READ(mount, mnt_parent);

			if (above == mount)
				return used;
			dentry = BPF_CORE_READ(mount, mnt_mountpoint);
			mount = above;
			continue;
		}
		if (dentry == parent)
			return used;
		if (used > capacity - PATH_NAME_BYTES)
			break;
		length = bpf_probe_read_kernel_str(buffer + used, PATH_NAME_BYTES, BPF_CORE_READ(dentry, d_name.name));
		if (length < 1 || length > PATH_NAME_BYTES)
			break;
		used += length;
		dentry = parent;
	}
	*cut = true;
	return used;
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
