// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "count-map.bpf.h"
#include "stacks.bpf.h"
#include "task-filter.bpf.h"
#include "thread-filter.bpf.h"

#define SAMPLES 40960
#define COMM_BYTES 16

struct sample {
	u32 pid;
	/* 0 unless threads are kept apart. */
	u32 tid;
	s32 kernel_stack;
	s32 user_stack;
	char comm[COMM_BYTES];
};

const volatile bool option_include_idle;
const volatile bool option_threads;

COUNT_MAP(samples, HASH, SAMPLES, struct sample, u64);

static const u64 none;

SEC("perf_event")
int take_sample(struct bpf_perf_event_data *ctx)
{
	struct sample sample = {};
	struct thread_ids ids = {};
	u64 *count;

	if (!option_include_idle && !(u32)bpf_get_current_pid_tgid())
		return 0;
	if (thread_filtered(&ids) || task_filtered())
		return 0;
	bpf_get_current_comm(sample.comm, sizeof(sample.comm));
	sample.pid = ids.pid;
	sample.tid = option_threads ? ids.tid : 0;
	sample.kernel_stack = kernel_stack_id(ctx);
	sample.user_stack = user_stack_id(ctx);
	count = count_of(samples, &sample, &none);
	if (count)
		__sync_fetch_and_add(count, 1);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
