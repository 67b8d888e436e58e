/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#pragma once

/* The slot of a log2 histogram: 1 for 0 and 1, n + 1 for 2^n to 2^(n+1) - 1, at most 63. */
static __always_inline u32 log2_slot(u64 value)
{
	u32 slot = 0;

	if (value >> 32) {
		slot += 32;
		value >>= 32;
	}
	if (value >> 16) {
		slot += 16;
		value >>= 16;
	}
	if (value >> 8) {
		slot += 8;
		value >>= 8;
	}
	if (value >> 4) {
		slot += 4;
		value >>= 4;
	}
	if (value >> 2) {
		slot += 2;
		value >>= 2;
	}
	slot += value >> 1;
	slot++;
	return slot > 63 ? 63 : slot;
}
