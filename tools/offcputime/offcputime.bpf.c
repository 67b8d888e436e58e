// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "count-map.bpf.h"
#include "stacks.bpf.h"
#include "task-filter.bpf.h"
#include "thread-filter.bpf.h"

#define SUMS 40960
#define THREADS 65536
#define COMM_BYTES 16
/* The last switch of a thread that ends. */
#define TASK_DEAD 0x80
#define ANY_STATE -1

struct waiter {
	u32 pid;
	u32 tid;
	s32 kernel_stack;
	s32 user_stack;
	char comm[COMM_BYTES];
};

/* A thread that is off the CPU. */
struct absence {
	u64 began_ns;
	struct waiter waiter;
};

struct total {
	u64 microseconds;
	u64 times;
};

const volatile u64 option_min_block_time = 1;
const volatile u64 option_max_block_time = ~0ULL;
/* 0: preempted while it could run; otherwise bits of the task's state. */
const volatile s64 option_state = ANY_STATE;

/* By thread id; the idle task of each CPU has one of its own. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, THREADS);
	__type(key, u64);
	__type(value, struct absence);
} absences SEC(".maps");

COUNT_MAP(totals, HASH, SUMS, struct waiter, struct total);

static const struct total nothing;

static __always_inline u64 thread_key(u32 tid)
{
	return tid ? tid : 1ULL << 32 | bpf_get_smp_processor_id();
}

static __always_inline u32 state_of(struct task_struct *task)
{
	struct task_struct___5_10 *old = (void *)task;

	if (bpf_core_field_exists(task->__state))
		return BPF_CORE_READ(task, __state);
	return BPF_CORE_READ(old, state);
}

static __always_inline bool state_differs(u32 state)
{
	if (option_state == ANY_STATE)
		return false;
	return option_state ? !(state & option_state) : state != 0;
}

static __always_inline void leave(void *ctx, u64 now, u32 tid, u32 state)
{
	u64 key = thread_key(tid);
	struct absence absence = {};
	struct thread_ids ids = {};

	if (state & TASK_DEAD || state_differs(state) || thread_filtered(&ids) || task_filtered())
		return;
	absence.began_ns = now;
	absence.waiter.pid = ids.pid;
	absence.waiter.tid = ids.tid;
	absence.waiter.kernel_stack = kernel_stack_id(ctx);
	absence.waiter.user_stack = user_stack_id(ctx);
	bpf_get_current_comm(absence.waiter.comm, sizeof(absence.waiter.comm));
	if (bpf_map_update_elem(&absences, &key, &absence, BPF_ANY))
		count_lost(LOST_MAP_FULL);
}

static __always_inline void come_back(u64 now, u32 tid)
{
	u64 key = thread_key(tid);
	struct absence *absence = bpf_map_lookup_elem(&absences, &key);
	struct total *total;
	u64 microseconds;

	if (!absence)
		return;
	/* Clocks of two CPUs may differ by a little. */
	if (now < absence->began_ns)
		now = absence->began_ns;
	microseconds = (now - absence->began_ns) / NSEC_PER_USEC;
	if (microseconds >= option_min_block_time && microseconds <= option_max_block_time) {
		total = count_of(totals, &absence->waiter, &nothing);
		if (total) {
			__sync_fetch_and_add(&total->microseconds, microseconds);
			__sync_fetch_and_add(&total->times, 1);
		}
	}
	bpf_map_delete_elem(&absences, &key);
}

/* Newer kernels give the state as a fourth argument. Runs before the switch: prev is current. */
SEC("tp_btf/sched_switch")
int BPF_PROG(switched, bool preempt, struct task_struct *prev, struct task_struct *next)
{
	u64 now = bpf_ktime_get_ns();

	leave(ctx, now, prev->pid, preempt ? 0 : state_of(prev));
	come_back(now, next->pid);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
