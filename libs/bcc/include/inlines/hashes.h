/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Hashes. */

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
