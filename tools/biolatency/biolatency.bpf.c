// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "block-request.bpf.h"
#include "count-map.bpf.h"
#include "events.bpf.h"
#include "kernel-constants.bpf.h"
#include "log2.bpf.h"
#include "task-filter.bpf.h"

#define REQUESTS 65536
#define GROUPS 4096
#define SLOTS 64
/* The operation, and the flags whose bits are the same on every kernel. */
#define SHOWN_FLAGS 0x3ff8ff

struct group {
	/* SHOWN_FLAGS of cmd_flags; 0 unless grouped by flags. */
	u32 flags;
	/* Operations carry the numbers of kernels before 5.19. */
	u32 old_operations;
	/* Empty unless grouped by disk. */
	char disk[DISK_NAME_BYTES];
};

struct latency {
	/* Slot n counts values of 2^(n-1) to 2^n - 1. */
	u64 slots[SLOTS];
	u64 total_ns;
	u64 count;
};

const volatile bool option_disks;
const volatile bool option_flags;
const volatile bool option_queued;
const volatile bool option_milliseconds;

#define NOT_ISSUED 0
#define NOT_WANTED (~0ULL)

/* When a request was given to its driver, or one of the two. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, REQUESTS);
	__type(key, u64);
	__type(value, u64);
} issued SEC(".maps");

COUNT_MAP(latencies, HASH, GROUPS, struct group, struct latency);

static const struct latency no_latency;

/* Loaded when tasks are chosen. What goes through a scheduler may be given to the driver by any other task. */
SEC("tp_btf/block_rq_insert")
int BPF_PROG(request_inserted, struct request *request)
{
	u64 key = (u64)request;
	u64 verdict = task_filtered() ? NOT_WANTED : NOT_ISSUED;

	if (device_wanted(request))
		bpf_map_update_elem(&issued, &key, &verdict, BPF_NOEXIST);
	return 0;
}

/* Loaded with the one above. The request is part of another one from now on, and its memory is free. */
SEC("tp_btf/block_rq_merge")
int BPF_PROG(request_merged, struct request *request)
{
	u64 key = (u64)request;

	bpf_map_delete_elem(&issued, &key);
	return 0;
}

SEC("tp_btf/block_rq_issue")
int BPF_PROG(request_issued, struct request *request)
{
	u64 key = (u64)request;
	u64 now = bpf_ktime_get_ns();
	u64 *known;

	if (!device_wanted(request))
		return 0;
	known = bpf_map_lookup_elem(&issued, &key);
	if (known ? *known == NOT_WANTED : task_filtered())
		return 0;
	if (bpf_map_update_elem(&issued, &key, &now, BPF_ANY))
		count_lost(LOST_MAP_FULL);
	return 0;
}

SEC("tp_btf/block_rq_requeue")
int BPF_PROG(request_requeued, struct request *request)
{
	u64 key = (u64)request;
	u64 *known = bpf_map_lookup_elem(&issued, &key);

	if (known && *known != NOT_WANTED && !option_queued)
		*known = NOT_ISSUED;
	return 0;
}

SEC("tp_btf/block_rq_complete")
int BPF_PROG(request_completed, struct request *request, int error, unsigned int bytes)
{
	u64 key = (u64)request;
	u64 *issued_at = bpf_map_lookup_elem(&issued, &key);
	struct latency *latency;
	struct group group = {};
	u64 start, taken;

	/* A partial completion: the rest is still to come. */
	if (!issued_at || bytes < BPF_CORE_READ(request, __data_len))
		return 0;
	start = *issued_at;
	bpf_map_delete_elem(&issued, &key);
	if (start == NOT_ISSUED || start == NOT_WANTED)
		return 0;
	if (option_queued) {
		u64 allocated = BPF_CORE_READ(request, start_time_ns);

		if (allocated && allocated < start)
			start = allocated;
	}
	taken = bpf_ktime_get_ns() - start;
	if (option_disks)
		request_disk_name(request, group.disk);
	if (option_flags) {
		group.flags = BPF_CORE_READ(request, cmd_flags) & SHOWN_FLAGS;
		group.old_operations = bpf_core_type_exists(enum req_opf___old);
	}
	latency = count_of(latencies, &group, &no_latency);
	if (!latency)
		return 0;
	__sync_fetch_and_add(&latency->slots[log2_slot(taken / (option_milliseconds ? NSEC_PER_MSEC : NSEC_PER_USEC))], 1);
	__sync_fetch_and_add(&latency->total_ns, taken);
	__sync_fetch_and_add(&latency->count, 1);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
