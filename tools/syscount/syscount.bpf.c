// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "count-map.bpf.h"
#include "events.bpf.h"
#include "followed-tasks.bpf.h"
#include "kernel-constants.bpf.h"
#include "system-call.bpf.h"
#include "task-filter.bpf.h"

#define CALLS 2048
#define PROCESSES 10240
#define CALLS_IN_FLIGHT 65536
#define COMM_BYTES 16
/* Numbers of the calls that make a task; those of 32-bit code are the same on both architectures. */
#define CLONE3 435
#define FORK_32 2
#define CLONE_32 120
#define VFORK_32 190
#if defined(__TARGET_ARCH_arm64)
#define CLONE 220
#else
#define CLONE 56
#define FORK 57
#define VFORK 58
#endif

struct totals {
	u64 count;
	u64 time_ns;
	/* The process's name at its last call. */
	char comm[COMM_BYTES];
};

struct started_call {
	u64 time_ns;
	struct system_call call;
};

const volatile u32 option_pid;
const volatile u32 option_tid;
const volatile u32 option_ppid;
const volatile bool option_failures;
const volatile u32 option_errno;
const volatile bool option_latency;
const volatile bool option_process;

COUNT_MAP(calls, PERCPU_HASH, CALLS, struct system_call, struct totals);
/* By process, whose id is in the place of the number. */
COUNT_MAP(processes, HASH, PROCESSES, struct system_call, struct totals);

/* By task, whose thread id would change when a thread other than the first executes a program. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, CALLS_IN_FLIGHT);
	__type(key, u64);
	__type(value, struct started_call);
} started SEC(".maps");

static const struct totals nothing;

static __always_inline bool task_wanted(struct task_struct *task)
{
	u64 pid_tgid = bpf_get_current_pid_tgid();
	u32 pid = pid_tgid >> 32;

	if (option_pid && pid != option_pid)
		return false;
	if (option_tid && (u32)pid_tgid != option_tid)
		return false;
	if (option_ppid && BPF_CORE_READ(task, real_parent, tgid) != option_ppid)
		return false;
	return is_followed(pid) && !task_filtered();
}

/* fork and its like return twice; the child's return, with 0, is no call of its own. */
static __always_inline bool returns_in_child(const struct system_call *call, long result)
{
	u32 number = call->number;

	if (result)
		return false;
	if (number == CLONE3)
		return true;
	if (call->abi == ABI_32)
		return number == FORK_32 || number == CLONE_32 || number == VFORK_32;
#if defined(__TARGET_ARCH_arm64)
	return number == CLONE;
#else
	return number == CLONE || number == FORK || number == VFORK;
#endif
}

/*
 * A call that a signal interrupted returns to the program only after the signal is delivered, which settles whether it
 * fails with EINTR or begins anew. Until then it has one of these results.
 */
static __always_inline bool was_interrupted(long result)
{
	return result == -ERESTARTSYS || result == -ERESTARTNOHAND || result == -ERESTART_RESTARTBLOCK;
}

static __always_inline bool result_wanted(long result)
{
	if (option_errno == EINTR && was_interrupted(result))
		return true;
	if (option_errno)
		return result == -(long)option_errno;
	return !option_failures || (result < 0 && result >= -MAX_ERRNO);
}

/*
 * Not tp_btf: where the kernel can preempt such a program (as 7.2 does), it leaves out the calls of all other tasks on
 * that CPU until the program goes on. These run without preemption.
 */
SEC("tracepoint/raw_syscalls/sys_enter")
int call_entered(struct trace_event_raw_sys_enter *ctx)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	struct started_call start = {};
	u64 key = (u64)task;

	if (!task_wanted(task))
		return 0;
	start.call = system_call_of(task, ctx->id);
	if (!system_call_wanted(&start.call))
		return 0;
	start.time_ns = bpf_ktime_get_ns();
	if (bpf_map_update_elem(&started, &key, &start, BPF_ANY))
		count_lost(LOST_MAP_FULL);
	return 0;
}

SEC("tracepoint/raw_syscalls/sys_exit")
int call_returned(struct trace_event_raw_sys_exit *ctx)
{
	long result = ctx->ret;
	struct task_struct *task = (void *)bpf_get_current_task();
	struct system_call key = {};
	struct totals *totals;
	u64 taken = 0;

	if (option_latency) {
		u64 task_key = (u64)task;
		u64 now = bpf_ktime_get_ns();
		struct started_call *start = bpf_map_lookup_elem(&started, &task_key);

		/* It began before tracing did, or was not wanted. */
		if (!start)
			return 0;
		key = start->call;
		taken = now - start->time_ns;
		bpf_map_delete_elem(&started, &task_key);
	} else {
		if (!result_wanted(result) || !task_wanted(task))
			return 0;
		key = system_call_of(task, ctx->id);
		if (!system_call_wanted(&key) || returns_in_child(&key, result))
			return 0;
	}
	if (option_latency && !result_wanted(result))
		return 0;
	if (option_process) {
		struct task_struct *leader = BPF_CORE_READ(task, group_leader);

		key.number = bpf_get_current_pid_tgid() >> 32;
		key.abi = ABI_NATIVE;
		totals = count_of(processes, &key, &nothing);
		if (totals)
			bpf_probe_read_kernel_str(totals->comm, sizeof(totals->comm), leader->comm);
	} else {
		totals = count_of(calls, &key, &nothing);
	}
	if (!totals)
		return 0;
	__sync_fetch_and_add(&totals->count, 1);
	if (option_latency)
		__sync_fetch_and_add(&totals->time_ns, taken);
	return 0;
}

/* A task that ends does so in a call that never returns. */
SEC("tp_btf/sched_process_exit")
int BPF_PROG(task_exited, struct task_struct *task)
{
	u64 key = (u64)task;

	bpf_map_delete_elem(&started, &key);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
