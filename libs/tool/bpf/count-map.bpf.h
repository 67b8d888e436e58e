/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A hash of counts that user space empties again and again without losing one.
 *
 *	COUNT_MAP(counts, HASH, 10240, struct key, struct value);
 *	static const struct value nothing;
 *
 *	struct value *value = count_of(counts, &key, &nothing);
 *
 *	if (value)
 *		__sync_fetch_and_add(&value->calls, 1);
 *
 * Emptying a hash takes a while, and a program that just got a pointer into it would count into an element that is
 * gone. So there are two hashes, and a map of maps that says which one is in use. User space puts the other one there;
 * the kernel returns from that only when no program can still have the old one, which is then read and emptied.
 *
 * With PERCPU_HASH in place of HASH each CPU has values of its own, which user space adds up. Atomic additions are
 * needed then too: programs can be preempted.
 */
#pragma once
#include "types.h"
#include <bpf/bpf_helpers.h>
#include "events.bpf.h"
#include "kernel-constants.bpf.h"

#define COUNT_MAP(name, kind, entries, key_type, value_type)                                                           \
	struct name##_side {                                                                                           \
		__uint(type, BPF_MAP_TYPE_##kind);                                                                     \
		__uint(max_entries, entries);                                                                          \
		__type(key, key_type);                                                                                 \
		__type(value, value_type);                                                                             \
	};                                                                                                             \
	struct name##_side name SEC(".maps");                                                                          \
	struct name##_side name##_other SEC(".maps");                                                                  \
	struct {                                                                                                       \
		__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);                                                              \
		__uint(max_entries, 1);                                                                                \
		__type(key, u32);                                                                                      \
		__array(values, struct name##_side);                                                                   \
	} name##_in_use SEC(".maps") = { .values = { [0] = &name } }

/* The value of a key, made from *initial when it is new; null, and counted as lost, when the map is full. */
#define count_of(name, key, initial) ((typeof((name).value))__count_of(&name##_in_use, key, initial))

static __always_inline void *__count_of(void *in_use, const void *key, const void *initial)
{
	u32 zero = 0;
	void *side = bpf_map_lookup_elem(in_use, &zero);
	void *value;
	/* Until 6.4 the upper half of the result is not to be relied on. */
	int error;

	if (!side)
		return 0;
	value = bpf_map_lookup_elem(side, key);
	if (value)
		return value;
	error = bpf_map_update_elem(side, key, initial, BPF_NOEXIST);
	value = bpf_map_lookup_elem(side, key);
	if (!value)
		count_lost(error == -EBUSY ? LOST_MAP_BUSY : LOST_MAP_FULL);
	return value;
}
