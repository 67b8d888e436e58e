/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the front-end puts around a read. The place is written once, so that reads within reads do not grow. */
#define __bcc_read(helper, place)                                                                                      \
	({                                                                                                             \
		__auto_type __bcc_p = &(place);                                                                        \
		typeof(((void)0, *__bcc_p)) __bcc_v;                                                                   \
		helper((void *)&__bcc_v, sizeof(__bcc_v), (const void *)__bcc_p);                                      \
		__bcc_v;                                                                                               \
	})
#define __bcc_read_bits(helper, offset, size, shift, width, base)                                                      \
	({                                                                                                             \
		unsigned long long __bcc_b = 0;                                                                        \
		helper((void *)&__bcc_b, size, (const char *)(base) + (offset));                                       \
		__bcc_b = (__bcc_b << (64 - (shift) - (width))) >> (64 - (width));                                     \
		__builtin_choose_expr((width) < 32, (int)__bcc_b, __bcc_b);                                            \
	})
#define __bcc_read_signed_bits(helper, offset, size, shift, width, base)                                               \
	({                                                                                                             \
		unsigned long long __bcc_b = 0;                                                                        \
		helper((void *)&__bcc_b, size, (const char *)(base) + (offset));                                       \
		(long long)(__bcc_b << (64 - (shift) - (width))) >> (64 - (width));                                    \
	})
#define __bcc_copy_with_bpf_probe_read_kernel(to, from, size) ((void)bpf_probe_read_kernel(to, size, from), (void *)(to))
#define __bcc_copy_with_bpf_probe_read(to, from, size) ((void)bpf_probe_read(to, size, from), (void *)(to))
/* What a method's argument points at; only sizes of it are asked for. */
struct __bcc_key {
	char byte;
};
struct __bcc_value {
	char byte;
};
