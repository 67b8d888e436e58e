/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Arguments of USDT probes. The loader (libbpf's bpf_program__attach_usdt) writes into the two maps where each probe's
 * arguments are; their names and the layout of what is in them are its interface.
 */

/* offers: __bcc_usdt_readarg __bcc_usdt_readarg_p bpf_usdt_arg bpf_usdt_arg_cnt */
struct __bpf_usdt_arg_spec {
	u64 val_off;
	enum { BPF_USDT_ARG_CONST, BPF_USDT_ARG_REG, BPF_USDT_ARG_REG_DEREF } arg_type;
	short reg_off;
	_Bool arg_signed;
	char arg_bitshift;
};

struct __bpf_usdt_spec {
	struct __bpf_usdt_arg_spec args[12];
	u64 usdt_cookie;
	short arg_cnt;
};

struct {
	int (*type)[2];
	int (*max_entries)[256];
	int *key;
	struct __bpf_usdt_spec *value;
} __bpf_usdt_specs __attribute__((section(".maps"), weak));

struct {
	int (*type)[1];
	int (*max_entries)[1024];
	long *key;
	u32 *value;
} __bpf_usdt_ip_to_spec_id __attribute__((section(".maps"), weak));

extern const _Bool LINUX_HAS_BPF_COOKIE __attribute__((section(".kconfig"), weak));

static __attribute__((always_inline)) struct __bpf_usdt_spec *__bcc_usdt_spec(struct pt_regs *ctx)
{
	int id;

	if (!LINUX_HAS_BPF_COOKIE) {
		long ip = ctx->__bcc_ip;
		u32 *found = bpf_map_lookup_elem(&__bpf_usdt_ip_to_spec_id, &ip);

		if (!found)
			return 0;
		id = *found;
	} else {
		id = bpf_get_attach_cookie(ctx);
	}
	return bpf_map_lookup_elem(&__bpf_usdt_specs, &id);
}

static __attribute__((always_inline)) int bpf_usdt_arg_cnt(struct pt_regs *ctx)
{
	struct __bpf_usdt_spec *spec = __bcc_usdt_spec(ctx);

	return spec ? spec->arg_cnt : -3;
}

static __attribute__((always_inline)) int bpf_usdt_arg(struct pt_regs *ctx, u64 n, long *result)
{
	struct __bpf_usdt_spec *spec = __bcc_usdt_spec(ctx);
	struct __bpf_usdt_arg_spec *arg;
	unsigned long value = 0;
	int error;

	*result = 0;
	if (!spec)
		return -3;
	if (n >= 12)
		return -2;
	__asm__ volatile("" : "+r"(n));
	if (n >= 12 || n >= spec->arg_cnt)
		return -2;
	arg = &spec->args[n];
	switch (arg->arg_type) {
	case BPF_USDT_ARG_CONST:
		value = arg->val_off;
		break;
	case BPF_USDT_ARG_REG:
		error = bpf_probe_read_kernel(&value, sizeof(value), (void *)ctx + arg->reg_off);
		if (error)
			return error;
		break;
	case BPF_USDT_ARG_REG_DEREF:
		error = bpf_probe_read_kernel(&value, sizeof(value), (void *)ctx + arg->reg_off);
		if (error)
			return error;
		error = bpf_probe_read_user(&value, sizeof(value), (void *)value + arg->val_off);
		if (error)
			return error;
		break;
	default:
		return -22;
	}
	value <<= arg->arg_bitshift;
	if (arg->arg_signed)
		*result = (long)value >> arg->arg_bitshift;
	else
		*result = value >> arg->arg_bitshift;
	return 0;
}

static __attribute__((always_inline)) int __bcc_usdt_readarg(int n, void *ctx, void *to, u64 size)
{
	long value = 0;
	int error = bpf_usdt_arg(ctx, n - 1, &value);

	if (size == 1)
		*(u8 *)to = value;
	else if (size == 2)
		*(u16 *)to = value;
	else if (size == 4)
		*(u32 *)to = value;
	else
		*(u64 *)to = value;
	return error;
}

static __attribute__((always_inline)) int __bcc_usdt_readarg_p(int n, void *ctx, void *to, u64 size)
{
	long value = 0;
	int error = bpf_usdt_arg(ctx, n - 1, &value);

	return error ? error : bpf_probe_read_user(to, size, (void *)value);
}
