// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* One program on many places, which counts by the index of the place. */
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

const volatile int target_tgid;
const volatile __u8 place_identity;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u64);
	__type(value, __u32);
} place_of_address SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, __u64);
} hits SEC(".maps");

static __always_inline int count(void *ctx)
{
	__u32 place;
	__u64 *value;

	if (bpf_get_current_pid_tgid() >> 32 != target_tgid)
		return 0;
	if (place_identity == 0) {
		place = bpf_get_attach_cookie(ctx);
	} else if (place_identity == 1) {
		__u64 address = PT_REGS_IP((struct pt_regs *)ctx);
		__u32 *found = bpf_map_lookup_elem(&place_of_address, &address);

		if (!found)
			return 0;
		place = *found;
	} else {
		asm volatile("%0 = 0x5bcc0001" : "=r"(place));
	}
	value = bpf_map_lookup_elem(&hits, &place);
	if (value)
		__sync_fetch_and_add(value, 1);
	return 0;
}

SEC("kprobe")
int entered(struct pt_regs *ctx)
{
	return count(ctx);
}

SEC("tracepoint")
int traced(void *ctx)
{
	return count(ctx);
}
