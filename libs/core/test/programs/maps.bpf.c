// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* A map of each kind, and a program that fills rings and stacks when it is test-run. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

const volatile _Bool use_perf_buffer;
const volatile __u32 records_per_run = 1;
const volatile char greeting[16] = "hello";
__u64 runs;
__u32 seed = 7;

struct key {
	__u32 pid;
	char comm[16];
};

struct value {
	__u64 count;
	__s32 delta;
	__u8 flags[4];
};

struct record {
	__u64 sequence;
	__u32 cpu;
	char comm[16];
	char text[];
};

#define MAP(name, kind, entries, keys, values)                                                                         \
	struct {                                                                                                       \
		__uint(type, BPF_MAP_TYPE_##kind);                                                                     \
		__uint(max_entries, entries);                                                                          \
		__type(key, keys);                                                                                     \
		__type(value, values);                                                                                 \
	} name SEC(".maps")

MAP(hash, HASH, 4096, struct key, struct value);
MAP(lru_hash, LRU_HASH, 1024, __u32, __u64);
MAP(per_cpu_hash, PERCPU_HASH, 1024, __u32, __u64);
MAP(array, ARRAY, 3000, __u32, struct value);
MAP(per_cpu_array, PERCPU_ARRAY, 16, __u32, __u64);
MAP(per_cpu_small, PERCPU_ARRAY, 2, __u32, __u8);

struct prefix {
	__u32 bits;
	__u8 address[4];
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 64);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct prefix);
	__type(value, __u32);
} trie SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 8);
	__type(value, __u64);
} queue SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK);
	__uint(max_entries, 8);
	__type(value, __u64);
} stack SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, 64);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, 127 * sizeof(__u64));
} stacks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} tail_calls SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_CGROUP_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} cgroups SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, __u32);
	__array(
		values, struct {
			__uint(type, BPF_MAP_TYPE_ARRAY);
			__uint(max_entries, 4);
			__type(key, __u32);
			__type(value, __u64);
		});
} maps_by_number SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
	__type(value, struct record);
} records SEC(".maps");

/* Records that found no room. */
MAP(lost, PERCPU_ARRAY, 1, __u32, __u64);

struct scratch {
	char bytes[96];
};
MAP(event_fallback, PERCPU_ARRAY, 1, __u32, struct scratch);
MAP(scratches, PERCPU_ARRAY, 1, __u32, struct scratch);

static __always_inline void send(void *ctx, struct scratch *scratch, __u64 size)
{
	__u32 zero = 0;
	__u64 *lost_here;
	long error;

	if (use_perf_buffer)
		error = bpf_perf_event_output(ctx, &records, BPF_F_CURRENT_CPU, scratch, size);
	else
		error = bpf_ringbuf_output(&records, scratch, size, 0);
	lost_here = bpf_map_lookup_elem(&lost, &zero);
	if (error && lost_here)
		*lost_here += 1;
}

/* Sends `records_per_run` records, record n carrying n % 8 bytes of text. */
SEC("xdp")
int emit(struct xdp_md *ctx)
{
	__u32 zero = 0;
	struct scratch *scratch = bpf_map_lookup_elem(&scratches, &zero);

	if (!scratch)
		return XDP_ABORTED;
	struct record *record = (void *)scratch->bytes;
	for (__u32 i = 0; i < 64; i++) {
		if (i >= records_per_run)
			break;
		record->sequence = runs++;
		record->cpu = bpf_get_smp_processor_id();
		__builtin_memcpy(record->comm, "a\033b", 4);
		__builtin_memcpy(record->text, "01234567", 8);
		send(ctx, scratch, __builtin_offsetof(struct record, text) + (record->sequence & 7));
	}
	return XDP_PASS;
}

SEC("xdp")
int tail(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &tail_calls, 0);
	return XDP_ABORTED;
}

SEC("xdp")
int tailed(struct xdp_md *ctx)
{
	return XDP_DROP;
}

SEC("kprobe/vfs_mkdir")
int on_mkdir(void *ctx)
{
	__u32 zero = 0, five = 5;
	struct value *value;
	__s64 id = bpf_get_stackid(ctx, &stacks, 0);

	value = bpf_map_lookup_elem(&array, &five);
	if (value && bpf_current_task_under_cgroup(&cgroups, 0) == 1)
		value->delta = id;
	return zero;
}
