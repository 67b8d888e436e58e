/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Numbers and bytes of packets: functions a program may call. Each block names what it offers; a program gets the blocks it needs. */

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

/* offers: load_byte */
unsigned long long load_byte(void *skb, unsigned long long offset) __asm__("llvm.bpf.load.byte");

/* offers: load_half */
unsigned long long load_half(void *skb, unsigned long long offset) __asm__("llvm.bpf.load.half");

/* offers: load_word */
unsigned long long load_word(void *skb, unsigned long long offset) __asm__("llvm.bpf.load.word");

/* offers: load_dword */
static __attribute__((always_inline)) u64 load_dword(void *skb, u64 offset)
{
	return (load_word(skb, offset) << 32) | load_word(skb, offset + 4);
}

/* offers: bpf_dext_pkt */
static __attribute__((always_inline)) u64 bpf_dext_pkt(void *skb, u64 offset, u64 bit, u64 width)
{
	u64 mask = width >= 64 ? ~0ULL : (1ULL << width) - 1;

	if (bit + width <= 8)
		return (load_byte(skb, offset) >> (8 - bit - width)) & mask;
	if (bit + width <= 16)
		return (load_half(skb, offset) >> (16 - bit - width)) & mask;
	if (bit + width <= 32)
		return (load_word(skb, offset) >> (32 - bit - width)) & mask;
	return (load_dword(skb, offset) >> (64 - bit - width)) & mask;
}

/* offers: bpf_dins_pkt */
static __attribute__((always_inline)) void bpf_dins_pkt(void *skb, u64 offset, u64 bit, u64 width, u64 value)
{
	u64 mask = width >= 64 ? ~0ULL : (1ULL << width) - 1;
	u64 shift;

	if (bit + width <= 8) {
		u8 old = load_byte(skb, offset);

		shift = 8 - bit - width;
		old = (old & ~(mask << shift)) | ((value & mask) << shift);
		bpf_skb_store_bytes(skb, offset, &old, sizeof(old), 0);
	} else if (bit + width <= 16) {
		u16 old = load_half(skb, offset);

		shift = 16 - bit - width;
		old = __builtin_bswap16((old & ~(mask << shift)) | ((value & mask) << shift));
		bpf_skb_store_bytes(skb, offset, &old, sizeof(old), 0);
	} else if (bit + width <= 32) {
		u32 old = load_word(skb, offset);

		shift = 32 - bit - width;
		old = __builtin_bswap32((old & ~(mask << shift)) | ((value & mask) << shift));
		bpf_skb_store_bytes(skb, offset, &old, sizeof(old), 0);
	} else {
		u64 old = load_dword(skb, offset);

		shift = 64 - bit - width;
		old = __builtin_bswap64((old & ~(mask << shift)) | ((value & mask) << shift));
		bpf_skb_store_bytes(skb, offset, &old, sizeof(old), 0);
	}
}

/* offers: bpf_ntoh128 */
static __attribute__((always_inline)) unsigned __int128 bpf_ntoh128(unsigned __int128 value)
{
	return ((unsigned __int128)__builtin_bswap64(value) << 64) | (u64)__builtin_bswap64(value >> 64);
}

/* offers: bpf_hton128 */
static __attribute__((always_inline)) unsigned __int128 bpf_hton128(unsigned __int128 value)
{
	return ((unsigned __int128)__builtin_bswap64(value) << 64) | (u64)__builtin_bswap64(value >> 64);
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

/* offers: hash_32 */
static __attribute__((always_inline)) u32 hash_32(u32 value, unsigned int bits)
{
	return (value * 0x61c88647u) >> (32 - bits);
}

/* offers: hash_64 */
static __attribute__((always_inline)) u32 hash_64(u64 value, unsigned int bits)
{
	return (value * 0x61c8864680b583ebULL) >> (64 - bits);
}

/* offers: hash_long */
static __attribute__((always_inline)) u32 hash_long(unsigned long value, unsigned int bits)
{
	return (value * 0x61c8864680b583ebULL) >> (64 - bits);
}

/* offers: hash_ptr */
static __attribute__((always_inline)) u32 hash_ptr(const void *pointer, unsigned int bits)
{
	return ((u64)pointer * 0x61c8864680b583ebULL) >> (64 - bits);
}

/* offers: __bcc_jhash_mix */
static __attribute__((always_inline)) void __bcc_jhash_mix(u32 *a, u32 *b, u32 *c)
{
	*a = (*a - *c) ^ rol32(*c, 4);
	*c += *b;
	*b = (*b - *a) ^ rol32(*a, 6);
	*a += *c;
	*c = (*c - *b) ^ rol32(*b, 8);
	*b += *a;
	*a = (*a - *c) ^ rol32(*c, 16);
	*c += *b;
	*b = (*b - *a) ^ rol32(*a, 19);
	*a += *c;
	*c = (*c - *b) ^ rol32(*b, 4);
	*b += *a;
}

/* offers: __bcc_jhash_final */
static __attribute__((always_inline)) u32 __bcc_jhash_final(u32 a, u32 b, u32 c)
{
	c = (c ^ b) - rol32(b, 14);
	a = (a ^ c) - rol32(c, 11);
	b = (b ^ a) - rol32(a, 25);
	c = (c ^ b) - rol32(b, 16);
	a = (a ^ c) - rol32(c, 4);
	b = (b ^ a) - rol32(a, 14);
	return (c ^ b) - rol32(b, 24);
}

/* offers: jhash */
static __attribute__((always_inline)) u32 jhash(const void *key, u32 length, u32 seed)
{
	const u8 *bytes = key;
	u32 a = 0xdeadbeef + length + seed;
	u32 b = a;
	u32 c = a;
	u32 rest[3] = {};

	/* The length is a constant: nothing of these loops is left. */
#pragma unroll
	for (; length > 12; length -= 12, bytes += 12) {
		a += *(const u32 *)bytes;
		b += *(const u32 *)(bytes + 4);
		c += *(const u32 *)(bytes + 8);
		__bcc_jhash_mix(&a, &b, &c);
	}
	if (length == 0)
		return c;
#pragma unroll
	for (u32 at = 0; at < 12; at++)
		if (at < length)
			rest[at / 4] |= (u32)bytes[at] << (at % 4 * 8);
	return __bcc_jhash_final(a + rest[0], b + rest[1], c + rest[2]);
}

/* offers: jhash2 */
static __attribute__((always_inline)) u32 jhash2(const u32 *words, u32 length, u32 seed)
{
	u32 a = 0xdeadbeef + (length << 2) + seed;
	u32 b = a;
	u32 c = a;

#pragma unroll
	for (; length > 3; length -= 3, words += 3) {
		a += words[0];
		b += words[1];
		c += words[2];
		__bcc_jhash_mix(&a, &b, &c);
	}
	if (length == 0)
		return c;
	if (length > 2)
		c += words[2];
	if (length > 1)
		b += words[1];
	return __bcc_jhash_final(a + words[0], b, c);
}

/* offers: jhash_3words */
static __attribute__((always_inline)) u32 jhash_3words(u32 a, u32 b, u32 c, u32 seed)
{
	seed += 0xdeadbeef + (3 << 2);
	return __bcc_jhash_final(a + seed, b + seed, c + seed);
}

/* offers: jhash_2words */
static __attribute__((always_inline)) u32 jhash_2words(u32 a, u32 b, u32 seed)
{
	seed += 0xdeadbeef + (2 << 2);
	return __bcc_jhash_final(a + seed, b + seed, seed);
}

/* offers: jhash_1word */
static __attribute__((always_inline)) u32 jhash_1word(u32 a, u32 seed)
{
	seed += 0xdeadbeef + (1 << 2);
	return __bcc_jhash_final(a + seed, seed, seed);
}
