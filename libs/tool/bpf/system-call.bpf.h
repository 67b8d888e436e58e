/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which system call a task is in, by the way it called the kernel, and whether the tool looks at it.
 *
 *	struct system_call call = system_call_of(task, ctx->id);
 *
 *	if (!system_call_wanted(&call))
 *		return 0;
 */
#pragma once
#include "events.bpf.h"
#include "types.h"
#include <bpf/bpf_core_read.h>

/* The ways into the kernel, in the order of user space's tables. */
#define ABI_NATIVE 0
#define ABI_32 1
#define ABI_X32 2
#define ABIS 3

/* Numbers above are names of no table. */
#define CALL_NUMBERS 1024
#define CALLS_PER_WORD 64
#define CALL_WORDS (ABIS * CALL_NUMBERS / CALLS_PER_WORD)
#define NO_CALL ((u32)-1)

/* Set for the time of a call from 32-bit code. */
#define TS_COMPAT 0x2
#define X32_BIT 0x40000000
/* Set for as long as an arm64 task runs 32-bit code. */
#define TIF_32BIT 22

struct system_call {
	u32 number;
	u32 abi;
};

/* Set before load: which calls, a bit for each, if not all. */
const volatile bool filter_calls;
const volatile u64 wanted_calls[CALL_WORDS];

static __always_inline struct system_call system_call_of(struct task_struct *task, u32 number)
{
	struct system_call call = { .number = number };

#if defined(__TARGET_ARCH_arm64)
	if (BPF_CORE_READ(task, thread_info.flags) & (1 << TIF_32BIT))
		call.abi = ABI_32;
#else
	if (BPF_CORE_READ(task, thread_info.status) & TS_COMPAT) {
		call.abi = ABI_32;
	} else if (number != NO_CALL && number & X32_BIT) {
		call.number &= ~X32_BIT;
		call.abi = ABI_X32;
	}
#endif
	return call;
}

static __always_inline bool system_call_wanted(const struct system_call *call)
{
	u32 number = call->number;
	u64 index;

	if (number == NO_CALL)
		return false;
	if (!filter_calls)
		return true;
	if (number >= CALL_NUMBERS || call->abi >= ABIS)
		return false;
	index = bounded((call->abi * CALL_NUMBERS + number) / CALLS_PER_WORD, CALL_WORDS - 1);
	return wanted_calls[index] >> (number % CALLS_PER_WORD) & 1;
}
