// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "count-map.bpf.h"
#include "events.bpf.h"
#include "kernel-constants.bpf.h"
#include "log2.bpf.h"
#include "task-filter.bpf.h"

/* Threads that wait for a CPU at the same time. */
#define WAITING 65536
#define GROUPS 16384
#define SLOTS 40

enum grouping {
	GROUP_NONE,
	GROUP_PROCESS,
	GROUP_THREAD,
	GROUP_PID_NAMESPACE,
};

struct latency {
	/* Slot n counts values of 2^(n-1) to 2^n - 1. */
	u64 slots[SLOTS];
	u64 total_ns;
	u64 count;
	/* Of the thread that ran last. */
	char comm[16];
};

const volatile u32 grouping;
const volatile bool option_milliseconds;
const volatile u32 option_pid;

/* Since when a thread waits for a CPU. An entry goes when the thread runs, so none is left behind. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, WAITING);
	__type(key, u32);
	__type(value, u64);
} waiting SEC(".maps");

/* By process, thread or pid namespace. User space keeps one entry where all is one group. */
COUNT_MAP(latencies, HASH, GROUPS, u32, struct latency);

static const struct latency no_latency;

static __always_inline bool wanted(struct task_struct *task)
{
	return task->pid && (!option_pid || (u32)task->tgid == option_pid) && !other_task_filtered(task);
}

static __always_inline bool is_runnable(struct task_struct *task)
{
	struct task_struct___5_10 *old = (void *)task;

	if (bpf_core_field_exists(old->state))
		return BPF_CORE_READ(old, state) == TASK_RUNNING;
	return BPF_CORE_READ(task, __state) == TASK_RUNNING;
}

/* An int, which newer kernels made a byte. */
static __always_inline bool is_running(struct task_struct *task)
{
	u32 on_cpu = 0;

	bpf_core_read(&on_cpu, bpf_core_field_size(task->on_cpu), &task->on_cpu);
	return on_cpu != 0;
}

static __always_inline u32 pid_namespace(struct task_struct *task)
{
	struct pid *pid = BPF_CORE_READ(task, thread_pid);
	u32 level = BPF_CORE_READ(pid, level);
	struct upid number = {};

	bpf_probe_read_kernel(&number, sizeof(number),
			      (void *)pid + bpf_core_field_offset(pid->numbers) + level * sizeof(number));
	return BPF_CORE_READ(number.ns, ns.inum);
}

static __always_inline void begin_wait(struct task_struct *task, u64 flags)
{
	u32 thread = task->pid;
	u64 now = bpf_ktime_get_ns();
	/* Until 6.4 the upper half of the result is not to be relied on. */
	int error = bpf_map_update_elem(&waiting, &thread, &now, flags);

	if (error && error != -EEXIST)
		count_lost(LOST_MAP_FULL);
}

static __always_inline void count_wait(struct task_struct *task)
{
	u32 thread = task->pid;
	u64 *since = bpf_map_lookup_elem(&waiting, &thread);
	struct latency *latency;
	u32 group = 0;
	u64 value;
	s64 waited;

	if (!since)
		return;
	waited = bpf_ktime_get_ns() - *since;
	bpf_map_delete_elem(&waiting, &thread);
	if (waited < 0)
		waited = 0;
	value = (u64)waited / (option_milliseconds ? NSEC_PER_MSEC : NSEC_PER_USEC);
	if (grouping == GROUP_PROCESS)
		group = task->tgid;
	else if (grouping == GROUP_THREAD)
		group = thread;
	else if (grouping == GROUP_PID_NAMESPACE)
		group = pid_namespace(task);
	latency = count_of(latencies, &group, &no_latency);
	if (!latency)
		return;
	__sync_fetch_and_add(&latency->slots[bounded(log2_slot(value), SLOTS - 1)], 1);
	__sync_fetch_and_add(&latency->total_ns, waited);
	__sync_fetch_and_add(&latency->count, 1);
	if (grouping == GROUP_PROCESS)
		BPF_CORE_READ_STR_INTO(&latency->comm, task, group_leader, comm);
	else if (grouping == GROUP_THREAD)
		BPF_CORE_READ_STR_INTO(&latency->comm, task, comm);
}

/*
 * Comes before the wakeups, so that it is attached before them: a thread that is seen to wake up is then seen to run.
 * Its first three arguments are the same on every kernel.
 */
SEC("tp_btf/sched_switch")
int BPF_PROG(switched, bool preempted, struct task_struct *prev, struct task_struct *next)
{
	/* A thread that was about to sleep can be preempted: it is still on the run queue, whatever its state says. */
	if ((preempted || is_runnable(prev)) && wanted(prev))
		begin_wait(prev, BPF_ANY);
	if (wanted(next))
		count_wait(next);
	return 0;
}

static __always_inline int woken(struct task_struct *task)
{
	/* A thread that runs already, or was preempted on its way to sleep, does not begin to wait now. */
	if (!is_running(task) && wanted(task))
		begin_wait(task, BPF_NOEXIST);
	return 0;
}

SEC("tp_btf/sched_wakeup")
int BPF_PROG(woken_up, struct task_struct *task)
{
	return woken(task);
}

SEC("tp_btf/sched_wakeup_new")
int BPF_PROG(woken_first, struct task_struct *task)
{
	return woken(task);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
