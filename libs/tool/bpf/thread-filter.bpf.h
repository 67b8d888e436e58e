/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which threads a tool looks at: some processes, some threads, those of one
 * name, only kernel threads, only others. Ids are those of the process id namespace the
 * tool runs in; tasks of other namespaces are left out.
 *
 *	struct thread_ids ids;
 *
 *	if (thread_filtered(&ids))
 *		return 0;
 */
#pragma once
#include "kernel-constants.bpf.h"
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#define THREAD_TARGETS 128
#define THREAD_NAME_BYTES 16

struct thread_ids {
	u32 pid;
	u32 tid;
};

/* Set before load. The namespace is 0 where it is the machine's first. */
const volatile u64 pid_namespace_device;
const volatile u64 pid_namespace_inode;
const volatile bool only_user_threads;
const volatile bool only_kernel_threads;
/* Processes or threads; 0 of them means all. */
const volatile u32 target_count;
const volatile bool targets_are_threads;
const volatile u32 targets[THREAD_TARGETS];
/* The name of the threads; empty means all. */
const volatile char target_name[THREAD_NAME_BYTES];

static __always_inline bool is_named_otherwise(void)
{
	char name[THREAD_NAME_BYTES] = {};
	int at;

	if (!target_name[0])
		return false;
	bpf_get_current_comm(name, sizeof(name));
	for (at = 0; at < THREAD_NAME_BYTES; at++) {
		if (name[at] != target_name[at])
			return true;
		if (!name[at])
			return false;
	}
	return false;
}

static __always_inline bool is_target(u32 id)
{
	u32 index;

	for (index = 0; index < THREAD_TARGETS; index++) {
		if (index >= target_count)
			return false;
		if (targets[index] == id)
			return true;
	}
	return false;
}

/* The current task's ids; false when it is not in the tool's namespace. */
static __always_inline bool current_thread_ids(struct thread_ids *ids)
{
	if (pid_namespace_inode) {
		struct bpf_pidns_info info = {};

		if (bpf_get_ns_current_pid_tgid(pid_namespace_device, pid_namespace_inode, &info, sizeof(info)))
			return false;
		ids->pid = info.tgid;
		ids->tid = info.pid;
	} else {
		u64 both = bpf_get_current_pid_tgid();

		ids->pid = both >> 32;
		ids->tid = both;
	}
	return true;
}

/* True when the current task is not what was asked for; otherwise its ids are there. */
static __always_inline bool thread_filtered(struct thread_ids *ids)
{
	if (only_user_threads || only_kernel_threads) {
		struct task_struct *task = (void *)bpf_get_current_task();
		bool kernel = BPF_CORE_READ(task, flags) & PF_KTHREAD;

		if (kernel ? only_user_threads : only_kernel_threads)
			return true;
	}
	if (!current_thread_ids(ids) || is_named_otherwise())
		return true;
	return target_count && !is_target(targets_are_threads ? ids->tid : ids->pid);
}
