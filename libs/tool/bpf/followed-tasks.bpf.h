/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Restricts tracing to the command of --exec and all processes it starts:
 *
 *	if (!is_followed(bpf_get_current_pid_tgid() >> 32))
 *		return 0;
 *
 * User space sets followed_pid, and loads follow_fork and follow_exit only then. Without it every process passes.
 */
#pragma once
#include "types.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "events.bpf.h"

#define FOLLOWED_TASKS 10240

const volatile u32 followed_pid;

/* Descendants of followed_pid, by process id. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, FOLLOWED_TASKS);
	__type(key, u32);
	__type(value, u8);
} followed_tasks SEC(".maps");

static __always_inline bool is_followed(u32 pid)
{
	return !followed_pid || pid == followed_pid || bpf_map_lookup_elem(&followed_tasks, &pid);
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(follow_fork, struct task_struct *parent, struct task_struct *child)
{
	u32 pid = parent->tgid;
	u32 child_pid = child->tgid;
	u8 one = 1;

	if (pid != child_pid && is_followed(pid) && bpf_map_update_elem(&followed_tasks, &child_pid, &one, BPF_ANY))
		count_lost(LOST_MAP_FULL);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(follow_exit, struct task_struct *task)
{
	u32 pid = task->tgid;

	/* The last thread; the first one may end before others. */
	if (task->signal->live.counter == 0)
		bpf_map_delete_elem(&followed_tasks, &pid);
	return 0;
}
