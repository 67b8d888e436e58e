/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Loads from packets, and byte orders. */

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
