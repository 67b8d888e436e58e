// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "block-request.bpf.h"
#include "events.bpf.h"
#include "kernel-constants.bpf.h"
#include "task-filter.bpf.h"

#define REQUESTS 65536
#define DISKS 4096
#define BIOS_OF_REQUEST 16
#define COMM_BYTES 16
#define SECTOR_BITS 9
/* Of cmd_flags. */
#define OPERATION 0xff
#define FLUSH 2
/* Requests that are no reads or writes of the block layer's, on any kernel. */
#define FIRST_PASSTHROUGH 32
/* The operation, and the flags whose bits are the same on every kernel. */
#define SHOWN_FLAGS 0x3ff8ff

enum pattern {
	PATTERN_UNKNOWN,
	PATTERN_SEQUENTIAL,
	PATTERN_RANDOM,
};

/* Who made a request or a bio, and when. */
struct maker {
	u64 time_ns;
	u32 pid;
	u32 tid;
	char comm[COMM_BYTES];
	/* Not in the cgroup that was asked for. */
	bool filtered;
};

struct pending {
	struct maker maker;
	u64 created_ns;
	u64 issued_ns;
	u64 sector;
	u32 bytes;
	u32 flags;
};

struct event {
	u64 time_ns;
	u64 created_ns;
	u64 issued_ns;
	u64 sector;
	u32 bytes;
	u32 flags;
	u32 pid;
	u32 tid;
	u32 device;
	/* 0, or what the driver says, in its own numbers. */
	s32 error;
	u8 pattern;
	/* Operations carry the numbers of kernels before 5.19. */
	bool old_operations;
	char comm[COMM_BYTES];
	char disk[DISK_NAME_BYTES];
};

const volatile u32 option_pid;
const volatile u64 least_ns;
const volatile bool option_pattern;
/* Report flushes and passed-through commands too. */
const volatile bool option_flags;

EVENT_RING(events, struct event);

/* Requests on their way, by address. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, REQUESTS);
	__type(key, u64);
	__type(value, struct pending);
} requests SEC(".maps");

/* Where the kernel only says that a request was made for a bio: who made it, until its request is seen. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, REQUESTS);
	__type(key, u64);
	__type(value, struct maker);
} makers SEC(".maps");

/* The sector after the last request of a disk. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, DISKS);
	__type(key, u32);
	__type(value, u64);
} next_sectors SEC(".maps");

static __always_inline void current_maker(struct maker *maker)
{
	u64 pid_tgid = bpf_get_current_pid_tgid();

	maker->time_ns = bpf_ktime_get_ns();
	maker->pid = pid_tgid >> 32;
	maker->tid = pid_tgid;
	maker->filtered = task_filtered();
	bpf_get_current_comm(maker->comm, sizeof(maker->comm));
}

static __always_inline bool wanted(struct request *request)
{
	u32 operation = BPF_CORE_READ(request, cmd_flags) & OPERATION;

	if (!option_flags && (operation == FLUSH || operation >= FIRST_PASSTHROUGH))
		return false;
	return device_wanted(request);
}

static __always_inline void store(struct request *request, const struct pending *pending)
{
	u64 key = (u64)request;

	if (bpf_map_update_elem(&requests, &key, pending, BPF_ANY))
		count_lost(LOST_MAP_FULL);
}

/* Runs in the task that wants the I/O, before anything else is known of the request. */
static __always_inline int created(struct request *request)
{
	struct pending pending = {};

	if (!wanted(request))
		return 0;
	current_maker(&pending.maker);
	pending.created_ns = pending.maker.time_ns;
	store(request, &pending);
	return 0;
}

SEC("tp_btf/block_io_start")
int BPF_PROG(io_started, struct request *request)
{
	return created(request);
}

SEC("fentry/blk_account_io_start")
int BPF_PROG(io_accounted, struct request *request)
{
	return created(request);
}

SEC("tp_btf/block_getrq")
int BPF_PROG(request_allocated, struct bio *bio)
{
	u64 key = (u64)bio;
	struct maker maker = {};

	current_maker(&maker);
	bpf_map_update_elem(&makers, &key, &maker, BPF_ANY);
	return 0;
}

/* Of a request that was seen last under another life of its memory, or never: its bios know, or the current task is it. */
static __always_inline void find_maker(struct request *request, struct pending *pending)
{
	struct bio *bio = BPF_CORE_READ(request, bio);
	int i;

	for (i = 0; i < BIOS_OF_REQUEST && bio; i++) {
		u64 key = (u64)bio;
		struct maker *maker = bpf_map_lookup_elem(&makers, &key);

		if (maker) {
			pending->maker = *maker;
			pending->created_ns = maker->time_ns;
			bpf_map_delete_elem(&makers, &key);
			return;
		}
		bio = BPF_CORE_READ(bio, bi_next);
	}
	current_maker(&pending->maker);
	pending->created_ns = BPF_CORE_READ(request, start_time_ns);
}

static __always_inline struct pending *pending_of(struct request *request)
{
	u64 key = (u64)request;
	struct pending *known = bpf_map_lookup_elem(&requests, &key);
	struct pending pending = {};

	if (known)
		return known;
	find_maker(request, &pending);
	store(request, &pending);
	return bpf_map_lookup_elem(&requests, &key);
}

SEC("tp_btf/block_rq_insert")
int BPF_PROG(request_inserted, struct request *request)
{
	if (wanted(request))
		pending_of(request);
	return 0;
}

SEC("tp_btf/block_rq_issue")
int BPF_PROG(request_issued, struct request *request)
{
	struct pending *pending;

	if (!wanted(request))
		return 0;
	pending = pending_of(request);
	if (!pending)
		return 0;
	/* At completion these are used up. */
	pending->sector = BPF_CORE_READ(request, __sector);
	pending->bytes = BPF_CORE_READ(request, __data_len);
	pending->flags = BPF_CORE_READ(request, cmd_flags) & SHOWN_FLAGS;
	pending->issued_ns = bpf_ktime_get_ns();
	return 0;
}

/* It is part of another one from now on, and its memory is free. */
SEC("tp_btf/block_rq_merge")
int BPF_PROG(request_merged, struct request *request)
{
	u64 key = (u64)request;

	bpf_map_delete_elem(&requests, &key);
	return 0;
}

static __always_inline u8 pattern_of(u32 device, const struct pending *pending)
{
	u64 next = pending->sector + (pending->bytes >> SECTOR_BITS);
	u64 *expected = bpf_map_lookup_elem(&next_sectors, &device);
	u8 pattern = PATTERN_UNKNOWN;

	if (expected)
		pattern = *expected == pending->sector ? PATTERN_SEQUENTIAL : PATTERN_RANDOM;
	if (bpf_map_update_elem(&next_sectors, &device, &next, BPF_ANY))
		count_lost(LOST_MAP_FULL);
	return pattern;
}

SEC("tp_btf/block_rq_complete")
int BPF_PROG(request_completed, struct request *request, int error, unsigned int bytes)
{
	u64 key = (u64)request, now = bpf_ktime_get_ns();
	struct pending *stored = bpf_map_lookup_elem(&requests, &key);
	struct pending pending;
	struct event *event;
	u8 pattern = PATTERN_UNKNOWN;
	u32 device;

	/* A partial completion: the rest is still to come. */
	if (!stored || bytes < BPF_CORE_READ(request, __data_len))
		return 0;
	pending = *stored;
	bpf_map_delete_elem(&requests, &key);
	if (!pending.issued_ns)
		return 0;
	device = request_disk_number(request);
	/* A flush has no place. */
	if (option_pattern && pending.bytes)
		pattern = pattern_of(device, &pending);
	if (pending.maker.filtered || (option_pid && pending.maker.pid != option_pid))
		return 0;
	if (now - pending.issued_ns < least_ns)
		return 0;
	event = event_reserve(&events);
	if (!event)
		return 0;
	event->time_ns = now;
	event->created_ns = pending.created_ns;
	event->issued_ns = pending.issued_ns;
	event->sector = pending.sector;
	event->bytes = pending.bytes;
	event->flags = pending.flags;
	event->pid = pending.maker.pid;
	event->tid = pending.maker.tid;
	event->device = device;
	event->error = error;
	event->pattern = pattern;
	event->old_operations = bpf_core_type_exists(enum req_opf___old);
	__builtin_memcpy(event->comm, pending.maker.comm, sizeof(event->comm));
	event->disk[0] = 0;
	request_disk_name(request, event->disk);
	event_submit(ctx, &events, event);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
