// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "count-map.bpf.h"
#include "events.bpf.h"
#include "kernel-constants.bpf.h"
#include "task-filter.bpf.h"

#define FILES 10240
#define COMM_BYTES 16
#define NAME_BYTES 256
#define LEVELS 32

struct file_use {
	u64 inode;
	u32 device;
	u32 pid;
	u32 tid;
	/* Of the device a special file stands for. */
	u32 special;
	char comm[COMM_BYTES];
};

struct usage {
	u64 reads;
	u64 writes;
	u64 read_bytes;
	u64 write_bytes;
	u32 mode;
	/* The name it was opened by, without its directory. */
	char name[NAME_BYTES];
};

const volatile u32 option_pid;
const volatile bool option_all_files;
const volatile bool option_read_only;
const volatile bool option_write_only;
/* Only files in this directory and below. */
const volatile u64 target_directory;
const volatile u32 target_device;

COUNT_MAP(files, HASH, FILES, struct file_use, struct usage);

static const struct usage nothing;

static __always_inline bool in_directory(struct dentry *dentry)
{
	int level;

	for (level = 0; level < LEVELS; level++) {
		struct dentry *parent = BPF_CORE_READ(dentry, d_parent);
		struct inode *inode = BPF_CORE_READ(parent, d_inode);

		if (BPF_CORE_READ(inode, i_ino) == target_directory && BPF_CORE_READ(inode, i_sb, s_dev) == target_device)
			return true;
		if (parent == dentry)
			return false;
		dentry = parent;
	}
	return false;
}

static __always_inline int account(struct file *file, long bytes, bool write)
{
	struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);
	struct inode *inode = BPF_CORE_READ(file, f_inode);
	u64 pid_tgid = bpf_get_current_pid_tgid();
	struct file_use use = {};
	struct usage *usage;
	u32 mode;

	if (bytes < 0 || (write ? option_read_only : option_write_only))
		return 0;
	use.pid = pid_tgid >> 32;
	use.tid = pid_tgid;
	if ((option_pid && use.pid != option_pid) || task_filtered())
		return 0;
	mode = BPF_CORE_READ(inode, i_mode);
	if (!option_all_files && !S_ISREG(mode))
		return 0;
	if (target_directory && !in_directory(dentry))
		return 0;
	use.inode = BPF_CORE_READ(inode, i_ino);
	use.device = BPF_CORE_READ(inode, i_sb, s_dev);
	use.special = BPF_CORE_READ(inode, i_rdev);
	bpf_get_current_comm(use.comm, sizeof(use.comm));
	usage = count_of(files, &use, &nothing);
	if (!usage)
		return 0;
	if (!usage->mode) {
		usage->mode = mode;
		if (bpf_probe_read_kernel_str(usage->name, NAME_BYTES, BPF_CORE_READ(dentry, d_name.name)) < 0)
			count_lost(LOST_READ_FAULT);
	}
	if (write) {
		__sync_fetch_and_add(&usage->writes, 1);
		__sync_fetch_and_add(&usage->write_bytes, bytes);
	} else {
		__sync_fetch_and_add(&usage->reads, 1);
		__sync_fetch_and_add(&usage->read_bytes, bytes);
	}
	return 0;
}

SEC("fexit/vfs_read")
int BPF_PROG(file_read, struct file *file, char *buffer, size_t length, loff_t *position, long bytes)
{
	return account(file, bytes, false);
}

SEC("fexit/vfs_write")
int BPF_PROG(file_written, struct file *file, char *buffer, size_t length, loff_t *position, long bytes)
{
	return account(file, bytes, true);
}

SEC("?fexit/vfs_readv")
int BPF_PROG(vector_read, struct file *file, void *vector, unsigned long length, loff_t *position, int flags, long bytes)
{
	return account(file, bytes, false);
}

SEC("?fexit/vfs_writev")
int BPF_PROG(vector_written, struct file *file, void *vector, unsigned long length, loff_t *position, int flags,
	     long bytes)
{
	return account(file, bytes, true);
}

/* sendfile and splice, before and since Linux 6.5. */
SEC("?fexit/do_splice_to")
int BPF_PROG(spliced_to, struct file *file, loff_t *position, void *pipe, size_t length, unsigned int flags, long bytes)
{
	return account(file, bytes, false);
}

SEC("?fexit/do_splice_read")
int BPF_PROG(splice_read, struct file *file, loff_t *position, void *pipe, size_t length, unsigned int flags,
	     long bytes)
{
	return account(file, bytes, false);
}

SEC("?fexit/iter_file_splice_write")
int BPF_PROG(splice_written, void *pipe, struct file *file, loff_t *position, size_t length, unsigned int flags,
	     long bytes)
{
	return account(file, bytes, true);
}

/* For kernels without trampolines: what was asked for, not what came. */
SEC("kprobe/vfs_read")
int BPF_KPROBE(read_entered, struct file *file, char *buffer, size_t length)
{
	return account(file, length, false);
}

SEC("kprobe/vfs_write")
int BPF_KPROBE(write_entered, struct file *file, char *buffer, size_t length)
{
	return account(file, length, true);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
