/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a probe at the entry of a function or system call remembers for the one at its end.
 *
 *	CALLS(calls, struct call);
 *
 *	remember_call(&calls, THIS_THREAD, &call);
 *
 *	struct call call;
 *	if (!take_call(&calls, THIS_THREAD, &call))
 *		return 0;
 *
 * A thread that is killed inside a call never comes to its end; the oldest calls make room for new ones. Of
 * COUNTED_CALLS, for calls that every thread comes to the end of, none makes room: those that find none are counted.
 */
#pragma once
#include "events.bpf.h"
#include "types.h"
#include <bpf/bpf_helpers.h>

#define CALLS(name, call) __CALLS(name, call, BPF_MAP_TYPE_LRU_HASH)
#define COUNTED_CALLS(name, call) __CALLS(name, call, BPF_MAP_TYPE_HASH)

#define __CALLS(name, call, kind)                                                                                      \
	struct {                                                                                                       \
		__uint(type, kind);                                                                                    \
		__uint(max_entries, 16384);                                                                            \
		__type(key, u64);                                                                                      \
		__type(value, call);                                                                                   \
	} name SEC(".maps")

/* The key of a call that cannot be inside another of its kind: a system call, a kernel function that does not recurse. */
#define THIS_THREAD ((u64)(u32)bpf_get_current_pid_tgid())

/*
 * The key of a call of a user function, which may be inside another: the thread and where its stack is. A return probe
 * finds the stack as the entry probe did, but for the return address where the machine keeps that on the stack.
 */
#if defined(__TARGET_ARCH_x86)
#define USER_CALL_ENTRY(regs) user_call_key(PT_REGS_SP(regs) + sizeof(u64))
#else
#define USER_CALL_ENTRY(regs) user_call_key(PT_REGS_SP(regs))
#endif
#define USER_CALL_EXIT(regs) user_call_key(PT_REGS_SP(regs))

static __always_inline u64 user_call_key(u64 stack)
{
	return THIS_THREAD << 32 | (u32)stack;
}

static __always_inline int remember_call(void *calls, u64 key, const void *call)
{
	if (bpf_map_update_elem(calls, &key, call, BPF_ANY))
		count_lost(LOST_MAP_FULL);
	return 0;
}

/* Copies what was remembered, and forgets it. */
#define take_call(calls, key, call)                                                                                    \
	({                                                                                                             \
		u64 __key = (key);                                                                                     \
		typeof(*(calls)->value) *__stored = bpf_map_lookup_elem(calls, &__key);                                \
		if (__stored) {                                                                                        \
			*(call) = *__stored;                                                                           \
			bpf_map_delete_elem(calls, &__key);                                                            \
		}                                                                                                      \
		__stored != 0;                                                                                         \
	})
