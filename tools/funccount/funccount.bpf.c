// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "events.bpf.h"
#include "probe-place.bpf.h"
#include "task-filter.bpf.h"

const volatile u32 option_pid;
/* All ones: every CPU. */
const volatile u32 option_cpu = ~0U;

/* By index of the place's name; user space sets the size. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
} calls SEC(".maps");

static __always_inline int count_call(void *ctx)
{
	u32 place;
	u64 *count;

	if (option_pid && bpf_get_current_pid_tgid() >> 32 != option_pid)
		return 0;
	if (~option_cpu && bpf_get_smp_processor_id() != option_cpu)
		return 0;
	if (task_filtered() || !this_place(ctx, &place))
		return 0;
	count = bpf_map_lookup_elem(&calls, &place);
	/* Atomic, as a task can be preempted in a program that is called for user space. */
	if (count)
		__sync_fetch_and_add(count, 1);
	return 0;
}

SEC("kprobe")
int function_called(struct pt_regs *ctx)
{
	return count_call(ctx);
}

SEC("tracepoint")
int tracepoint_hit(void *ctx)
{
	return count_call(ctx);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
