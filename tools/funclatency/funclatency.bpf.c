// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "count-map.bpf.h"
#include "events.bpf.h"
#include "kernel-constants.bpf.h"
#include "log2.bpf.h"
#include "probe-place.bpf.h"
#include "task-filter.bpf.h"

#define THREADS 8192
#define GROUPS 4096
#define SLOTS 64
/* Calls under way that are remembered for a thread; a power of two. */
#define LEVELS 32
/* A stack of the kernel begins at a multiple of its size; frames on different stacks cannot be compared. */
#define KERNEL_STACK_SHIFT 14
#define USER_STACK_BYTES (8 << 20)

struct frame {
	u64 start;
	/* The stack pointer when the function was entered. */
	u64 stack;
	u64 place;
};

/* The calls of a thread that are under way, outermost first. */
struct calls {
	/* More than LEVELS when some are not remembered. */
	u64 depth;
	struct frame frames[LEVELS];
};

struct group {
	/* 0 unless told apart. */
	u32 place;
	u32 tgid;
};

struct latency {
	/* Slot n counts values of 2^(n-1) to 2^n - 1. */
	u64 slots[SLOTS];
	u64 total_ns;
	u64 count;
	u64 tgid;
};

const volatile u32 option_pid;
const volatile bool user_functions;
const volatile bool by_function;
const volatile bool by_process;
const volatile u32 option_level = LEVELS;
/* Nanoseconds. */
const volatile u64 unit = 1;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, THREADS);
	__type(key, u64);
	__type(value, struct calls);
} under_way SEC(".maps");

COUNT_MAP(latencies, HASH, GROUPS, struct group, struct latency);

static const struct calls no_calls;
static const struct latency no_latency;

/* Not its id: the idle threads of all CPUs have the same, and a thread that executes a program gets another one. */
static __always_inline u64 thread_key(void)
{
	return bpf_get_current_task();
}

/* The function of a remembered call has returned unseen if another one is entered where its frame was, or above it. */
static __always_inline bool is_over(const struct frame *frame, u64 stack, u32 place)
{
	if (stack == 0)
		return false;
	if (!user_functions && frame->stack >> KERNEL_STACK_SHIFT != stack >> KERNEL_STACK_SHIFT)
		return false;
	if (frame->stack == stack)
		return frame->place == place;
	return frame->stack < stack && stack - frame->stack < USER_STACK_BYTES;
}

SEC("kprobe")
int function_called(struct pt_regs *ctx)
{
	u64 key = thread_key();
	u64 stack = PT_REGS_SP(ctx);
	struct calls *calls;
	struct frame *frame;
	u64 depth;
	u32 place;
	int i;

	if (option_pid && bpf_get_current_pid_tgid() >> 32 != option_pid)
		return 0;
	if (task_filtered() || !this_place(ctx, &place))
		return 0;
	calls = bpf_map_lookup_elem(&under_way, &key);
	if (!calls) {
		bpf_map_update_elem(&under_way, &key, &no_calls, BPF_NOEXIST);
		calls = bpf_map_lookup_elem(&under_way, &key);
		if (!calls) {
			count_lost(LOST_MAP_FULL);
			return 0;
		}
	}
	for (i = 0; i < LEVELS; i++) {
		depth = calls->depth;
		if (depth == 0 || depth > option_level)
			break;
		if (!is_over(&calls->frames[(depth - 1) & (LEVELS - 1)], stack, place))
			break;
		calls->depth = depth - 1;
		count_lost(LOST_RETURN_UNSEEN);
	}
	depth = calls->depth;
	calls->depth = depth + 1;
	if (depth >= option_level) {
		count_lost(LOST_TOO_DEEP);
		return 0;
	}
	frame = &calls->frames[depth & (LEVELS - 1)];
	frame->stack = stack;
	frame->place = place;
	frame->start = bpf_ktime_get_ns();
	return 0;
}

/* Whether a remembered call is the one that returns. Its address took the place on the stack that is free now. */
static __always_inline bool is_returning(const struct frame *frame, u64 stack, u32 place)
{
	if (place != NO_PLACE)
		return frame->place == place;
#if defined(__TARGET_ARCH_x86)
	stack -= sizeof(u64);
#endif
	return frame->stack == stack;
}

static __always_inline void count_latency(u32 place, u64 nanoseconds)
{
	u32 tgid = bpf_get_current_pid_tgid() >> 32;
	struct group group = {};
	struct latency *latency;
	u64 value = nanoseconds / unit;

	if (by_function)
		group.place = place;
	if (by_process)
		group.tgid = tgid;
	latency = count_of(latencies, &group, &no_latency);
	if (!latency)
		return;
	if (by_process)
		latency->tgid = tgid;
	__sync_fetch_and_add(&latency->slots[log2_slot(value) & (SLOTS - 1)], 1);
	__sync_fetch_and_add(&latency->total_ns, nanoseconds);
	__sync_fetch_and_add(&latency->count, 1);
}

static __always_inline void count_skipped(u64 calls)
{
	u32 cause = LOST_RETURN_UNSEEN;
	u64 *count = bpf_map_lookup_elem(&lost, &cause);

	if (count)
		__sync_fetch_and_add(count, calls);
}

SEC("kretprobe")
int function_returned(struct pt_regs *ctx)
{
	u64 now = bpf_ktime_get_ns();
	u64 key = thread_key();
	u64 stack = PT_REGS_SP(ctx);
	struct calls *calls = bpf_map_lookup_elem(&under_way, &key);
	u32 place = NO_PLACE;
	u64 depth, start;
	int i;

	if (!calls || calls->depth == 0)
		return 0;
	depth = calls->depth;
	if (depth > option_level) {
		calls->depth = depth - 1;
		return 0;
	}
	if (place_identity != PLACE_BY_ADDRESS && !this_place(ctx, &place))
		return 0;
	for (i = 0; i < LEVELS; i++) {
		struct frame *frame;

		if (depth == 0)
			return 0;
		depth--;
		frame = &calls->frames[depth & (LEVELS - 1)];
		if (is_returning(frame, stack, place)) {
			start = frame->start;
			place = frame->place;
			count_skipped(calls->depth - depth - 1);
			calls->depth = depth;
			if (depth == 0)
				bpf_map_delete_elem(&under_way, &key);
			count_latency(place, now - start);
			return 0;
		}
	}
	return 0;
}

/* What a thread had under way when it ended does not return. */
SEC("tp_btf/sched_process_free")
int BPF_PROG(thread_freed, struct task_struct *task)
{
	u64 key = (u64)task;

	bpf_map_delete_elem(&under_way, &key);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
