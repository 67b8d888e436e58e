/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Logarithms, divisions, bits and rotations. */

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

/* offers: div_u64 */
static __attribute__((always_inline)) u64 div_u64(u64 dividend, u32 divisor)
{
	return dividend / divisor;
}

/* offers: div64_u64 */
static __attribute__((always_inline)) u64 div64_u64(u64 dividend, u64 divisor)
{
	return dividend / divisor;
}

/* offers: fls */
static __attribute__((always_inline)) int fls(unsigned int x)
{
	return x == 0 ? 0 : bpf_log2(x);
}

/* offers: ilog2 */
static __attribute__((always_inline)) int ilog2(unsigned long x)
{
	return (int)bpf_log2l(x) - 1;
}

/* offers: div_s64 */
static __attribute__((always_inline)) s64 div_s64(s64 dividend, s32 divisor)
{
	s64 size = dividend < 0 ? -dividend : dividend;
	u64 by = divisor < 0 ? -(s64)divisor : divisor;
	u64 result = (u64)size / by;

	return (dividend < 0) != (divisor < 0) ? -(s64)result : (s64)result;
}

/* offers: fls64 */
static __attribute__((always_inline)) int fls64(u64 x)
{
	return x == 0 ? 0 : bpf_log2l(x);
}

/* offers: hweight32 */
static __attribute__((always_inline)) unsigned int hweight32(u32 x)
{
	x -= (x >> 1) & 0x55555555;
	x = (x & 0x33333333) + ((x >> 2) & 0x33333333);
	x = (x + (x >> 4)) & 0x0f0f0f0f;
	return (x * 0x01010101) >> 24;
}

/* offers: hweight64 */
static __attribute__((always_inline)) unsigned int hweight64(u64 x)
{
	return hweight32(x) + hweight32(x >> 32);
}

/* offers: rol32 */
static __attribute__((always_inline)) u32 rol32(u32 word, unsigned int by)
{
	return (word << (by & 31)) | (word >> (-by & 31));
}

/* offers: ror32 */
static __attribute__((always_inline)) u32 ror32(u32 word, unsigned int by)
{
	return (word >> (by & 31)) | (word << (-by & 31));
}

/* offers: rol64 */
static __attribute__((always_inline)) u64 rol64(u64 word, unsigned int by)
{
	return (word << (by & 63)) | (word >> (-by & 63));
}

/* offers: test_bit */
static __attribute__((always_inline)) _Bool test_bit(unsigned long bit, const unsigned long *words)
{
	return (words[bit / 64] >> (bit % 64)) & 1;
}
