/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Call stacks as ids that fit into the key of a map.
 *
 *	struct key {
 *		u32 pid;
 *		s32 kernel_stack;
 *		s32 user_stack;
 *		char comm[16];
 *	};
 *
 *	key.kernel_stack = kernel_stack_id(ctx);
 *	key.user_stack = user_stack_id(ctx);
 *	sum = count_of(sums, &key, &nothing);
 *
 * User space reads the addresses from the two maps below and turns them into names: the kit's `stacks` shape.
 */
#pragma once
#include "events.bpf.h"
#include "kernel-constants.bpf.h"
#include "types.h"
#include <bpf/bpf_helpers.h>

#define STACK_FRAMES 127
#define STACK_STORAGE 16384
/* The share of the second map, whose stacks are told apart by this bit of the id. */
#define STACK_SECOND_SHARE 4
#define STACK_SECOND 0x40000000
/* There is none, or it was not asked for: no error. */
#define NO_STACK -14

/* Set before load. */
const volatile bool want_kernel_stacks = true;
const volatile bool want_user_stacks = true;

/* A stack's place follows from its content; the first to come keeps it. */
struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, STACK_STORAGE);
	__uint(key_size, sizeof(u32));
	__uint(value_size, STACK_FRAMES * sizeof(u64));
} stacks SEC(".maps");

/* For those whose place is taken. */
struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, STACK_STORAGE / STACK_SECOND_SHARE);
	__uint(key_size, sizeof(u32));
	__uint(value_size, STACK_FRAMES * sizeof(u64));
} stacks_second SEC(".maps");

static __always_inline s32 __stack_id(void *ctx, u64 flags)
{
	long id = bpf_get_stackid(ctx, &stacks, flags);

	if (id == -EEXIST) {
		id = bpf_get_stackid(ctx, &stacks_second, flags);
		if (id >= 0)
			return id | STACK_SECOND;
	}
	if (id == -EEXIST)
		count_lost(LOST_STACK_COLLISION);
	else if (id == -ENOMEM)
		count_lost(LOST_STACK_FULL);
	else if (id < 0 && id != NO_STACK)
		count_lost(LOST_READ_FAULT);
	return id;
}

static __always_inline s32 kernel_stack_id(void *ctx)
{
	return want_kernel_stacks ? __stack_id(ctx, 0) : NO_STACK;
}

/* Of the current task. */
static __always_inline s32 user_stack_id(void *ctx)
{
	return want_user_stacks ? __stack_id(ctx, BPF_F_USER_STACK) : NO_STACK;
}
