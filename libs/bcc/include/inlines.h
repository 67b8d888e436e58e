/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Functions a program may call. Each block names what it offers; a program gets the blocks it needs. */

/* offers: bpf_log2 */
static __attribute__((always_inline)) unsigned int bpf_log2(unsigned int v)
{
	unsigned int slot = 1;
	unsigned int shift;

	shift = (v > 0xffff) << 4;
	v >>= shift;
	slot += shift;
	shift = (v > 0xff) << 3;
	v >>= shift;
	slot += shift;
	shift = (v > 0xf) << 2;
	v >>= shift;
	slot += shift;
	shift = (v > 0x3) << 1;
	v >>= shift;
	slot += shift;
	return slot + (v >> 1);
}

/* offers: bpf_log2l */
static __attribute__((always_inline)) unsigned int bpf_log2l(unsigned long v)
{
	unsigned int high = v >> 32;

	return high ? bpf_log2(high) + 32 : bpf_log2(v);
}
