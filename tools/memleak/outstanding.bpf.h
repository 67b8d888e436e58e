/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Memory that was allocated and not freed: single blocks by address, and their sums by stack. */
#pragma once
#include "types.h"
#include <bpf/bpf_helpers.h>
#include "events.bpf.h"
#include "stacks.bpf.h"

#define BLOCKS 1000000
#define STACK_SUMS 40960
#define COMM_BYTES 16
enum action {
	ALLOCATED,
	FREED,
};

/* Memory that was allocated and not freed yet. */
struct block {
	u64 size;
	u64 time_ns;
	s32 stack;
	/* The program the process ran then: an exec takes all its memory away. */
	u32 generation;
	/* Of the stack, where that is not one of its own frames; or 0. */
	u64 caller;
};

/* Where memory is asked for. */
struct origin {
	u64 caller;
	s32 stack;
};

struct stack_key {
	s32 stack;
	u32 generation;
	u64 caller;
};

struct stack_sum {
	u64 bytes;
	u64 blocks;
};

struct event {
	u64 time_ns;
	u64 address;
	u64 size;
	u32 pid;
	u32 tid;
	u32 cpu;
	u32 action;
	char comm[COMM_BYTES];
};

const volatile bool option_trace;
const volatile bool in_kernel;
const volatile u64 option_min_size;
const volatile u64 option_max_size = ~0ULL;
const volatile u32 option_sample_rate = 1;

u32 generation;

/* By address; pages by their number. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, BLOCKS);
	__type(key, u64);
	__type(value, struct block);
} blocks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, STACK_SUMS);
	__type(key, struct stack_key);
	__type(value, struct stack_sum);
} stack_sums SEC(".maps");

EVENT_RING(events, struct event);

static const struct stack_sum nothing;

static __always_inline void tell(void *ctx, enum action action, u64 address, u64 size)
{
	u64 both = bpf_get_current_pid_tgid();
	struct event *event;

	if (!option_trace)
		return;
	event = event_reserve(&events);
	if (!event)
		return;
	event->time_ns = bpf_ktime_get_ns();
	event->address = address;
	event->size = size;
	event->pid = both >> 32;
	event->tid = both;
	event->cpu = bpf_get_smp_processor_id();
	event->action = action;
	bpf_get_current_comm(event->comm, sizeof(event->comm));
	event_submit(ctx, &events, event);
}

static __always_inline void add_to_stack(const struct block *block, s64 sign)
{
	struct stack_key key = { .stack = block->stack, .generation = block->generation, .caller = block->caller };
	struct stack_sum *sum = bpf_map_lookup_elem(&stack_sums, &key);

	if (!sum && sign > 0) {
		bpf_map_update_elem(&stack_sums, &key, &nothing, BPF_NOEXIST);
		sum = bpf_map_lookup_elem(&stack_sums, &key);
		if (!sum)
			count_lost(LOST_MAP_FULL);
	}
	if (!sum)
		return;
	__sync_fetch_and_add(&sum->bytes, sign * block->size);
	__sync_fetch_and_add(&sum->blocks, sign);
}

/* Puts a block there, or back. */
static __always_inline void keep(u64 address, const struct block *block)
{
	if (bpf_map_update_elem(&blocks, &address, block, BPF_ANY)) {
		count_lost(LOST_MAP_FULL);
		return;
	}
	add_to_stack(block, 1);
}

/* Takes a block away and copies it; false when it is not known. */
static __always_inline bool take(u64 address, struct block *block)
{
	struct block *known = bpf_map_lookup_elem(&blocks, &address);

	if (!known)
		return false;
	*block = *known;
	if (bpf_map_delete_elem(&blocks, &address))
		return false;
	add_to_stack(block, -1);
	return true;
}

/* origin has the stack, where that was taken before; null: it is that of now. */
static __always_inline void allocated_from(void *ctx, u64 address, u64 size, const struct origin *origin)
{
	struct block block = {}, old = {};

	if (!address || size < option_min_size || size > option_max_size)
		return;
	if (option_sample_rate > 1 && bpf_get_prandom_u32() % option_sample_rate)
		return;
	/* Its free was not seen: nobody else can have the address. */
	take(address, &old);
	block.size = size;
	block.time_ns = bpf_ktime_get_ns();
	if (origin) {
		block.stack = origin->stack;
		block.caller = origin->caller;
	} else {
		block.stack = in_kernel ? kernel_stack_id(ctx) : user_stack_id(ctx);
	}
	block.generation = generation;
	keep(address, &block);
	tell(ctx, ALLOCATED, address, size);
}

static __always_inline void allocated(void *ctx, u64 address, u64 size)
{
	allocated_from(ctx, address, size, 0);
}

static __always_inline void freed(void *ctx, u64 address)
{
	struct block block = {};

	if (address && take(address, &block))
		tell(ctx, FREED, address, block.size);
}
