/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One program on many places: the index of the name of the place it was called at. User space (ProbeSet of the core
 * library) says how it is found out, as not every kernel has attach cookies (Linux 5.15).
 *
 *	u32 place;
 *
 *	if (!this_place(ctx, &place))
 *		return 0;
 */
#pragma once
#include "events.bpf.h"
#include "types.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

enum place_identity {
	/* The cookie given at attach. */
	PLACE_BY_COOKIE,
	/* The address of the probe. Not known when a function returns. */
	PLACE_BY_ADDRESS,
	/* Each place runs a copy of the program, with a number of its own. */
	PLACE_BY_COPY,
};

const volatile u8 place_identity;

/* Of PLACE_BY_ADDRESS. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, u64);
	__type(value, u32);
} place_of_address SEC(".maps");

#define NO_PLACE 0xffffffff

/* False for a place that user space did not choose, which is counted. */
static __always_inline bool this_place(void *ctx, u32 *place)
{
	if (place_identity == PLACE_BY_COOKIE) {
		*place = bpf_get_attach_cookie(ctx);
		return true;
	}
	if (place_identity == PLACE_BY_ADDRESS) {
		u64 address = PT_REGS_IP((struct pt_regs *)ctx);
		u32 *found = bpf_map_lookup_elem(&place_of_address, &address);

		if (!found) {
			count_lost(LOST_READ_FAULT);
			return false;
		}
		*place = *found;
		return true;
	}
	/* The number that each copy of the program has its own in place of. */
	asm volatile("%0 = 0x5bcc0001" : "=r"(*place));
	return true;
}
