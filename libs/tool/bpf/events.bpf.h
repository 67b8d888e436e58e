/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Events on their way to user space, and the count of those that did not get there.
 *
 *	EVENT_RING(events, struct event);
 *
 *	struct event *event = event_reserve(&events);
 *	if (!event)
 *		return 0;
 *	event->pid = ...;
 *	event_submit(ctx, &events, event);
 *
 * A record of variable length is put together in per-CPU scratch memory and copied:
 *
 *	EVENT_SCRATCH(scratch, struct record);
 *
 *	struct record *record = event_scratch(&scratch);
 *	...
 *	event_output(ctx, &events, record, bounded(used, sizeof(*record)));
 *
 * Where the kernel lacks the ring buffer (before Linux 5.8) user space turns the map into a perf event array and sets
 * use_perf_buffer; the verifier then drops the other branch, so that neither kernel sees a helper it does not have.
 */
#pragma once
#include "types.h"
#include <bpf/bpf_helpers.h>

/* Set before load; the map event_fallback is needed only then. */
const volatile bool use_perf_buffer;

/* Why something is missing from the output. User space takes the names from the map's key type. */
enum lost_cause {
	/* The reader is too slow for the ring. */
	LOST_RING_FULL,
	/* A map that connects two probes had no room. */
	LOST_MAP_FULL,
	/* No scratch memory for the record. */
	LOST_NO_SCRATCH,
	/* Memory of the kernel or of a process could not be read. */
	LOST_READ_FAULT,
	/* The CPU has no perf buffer: it came online after the start. */
	LOST_NO_BUFFER,
	/* A map's lock was held on that CPU already, by what the program interrupted. */
	LOST_MAP_BUSY,
	/* A call stack's place is taken by another one. */
	LOST_STACK_COLLISION,
	/* No memory for a call stack is left. */
	LOST_STACK_FULL,
	/* A function was called that is not seen to return. */
	LOST_RETURN_UNSEEN,
	/* Functions called each other more deeply than is remembered. */
	LOST_TOO_DEEP,
	LOST_CAUSES,
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, LOST_CAUSES);
	__type(key, enum lost_cause);
	__type(value, u64);
} lost SEC(".maps");

/* Counts one event, or one piece of an event, that will be missing. Atomic, as programs can be preempted. */
static __always_inline void count_lost(enum lost_cause cause)
{
	u32 key = cause;
	u64 *count = bpf_map_lookup_elem(&lost, &key);

	if (count)
		__sync_fetch_and_add(count, 1);
}

/* A ring of records; user space may set another size (a power of two, in bytes) before load. */
#define EVENT_RING_BYTES (256 * 1024)
#define EVENT_RING(name, record)                                                                                       \
	struct {                                                                                                       \
		__uint(type, BPF_MAP_TYPE_RINGBUF);                                                                    \
		__uint(max_entries, EVENT_RING_BYTES);                                                                 \
		__type(value, record);                                                                                 \
	} name SEC(".maps")

/* Memory of one record per CPU, too large for the stack. */
#define EVENT_SCRATCH(name, record)                                                                                    \
	struct {                                                                                                       \
		__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);                                                               \
		__uint(max_entries, 1);                                                                                \
		__type(key, u32);                                                                                      \
		__type(value, record);                                                                                 \
	} name SEC(".maps")

/* The largest record event_reserve can hand out where the kernel has no ring buffer. */
#define EVENT_FALLBACK_BYTES 4096
struct event_fallback {
	u8 bytes[EVENT_FALLBACK_BYTES];
};
EVENT_SCRATCH(event_fallback, struct event_fallback);

/* This CPU's record of an EVENT_SCRATCH map, with what the last event left in it. */
#define event_scratch(scratch) ((typeof((scratch)->value))__event_scratch(scratch))

static __always_inline void *__event_scratch(void *scratch)
{
	u32 zero = 0;
	void *record = bpf_map_lookup_elem(scratch, &zero);

	if (!record)
		count_lost(LOST_NO_SCRATCH);
	return record;
}

/* A record to fill in, not zeroed; null (and counted) when the ring is full. Submit or discard it on every path. */
#define event_reserve(ring)                                                                                            \
	({                                                                                                             \
		_Static_assert(sizeof(*(ring)->value) <= EVENT_FALLBACK_BYTES, "use EVENT_SCRATCH and event_output");  \
		(typeof((ring)->value))__event_reserve(ring, sizeof(*(ring)->value));                                  \
	})

static __always_inline void *__event_reserve(void *ring, u64 size)
{
	void *record;

	if (use_perf_buffer)
		return __event_scratch(&event_fallback);
	record = bpf_ringbuf_reserve(ring, size, 0);
	if (!record)
		count_lost(LOST_RING_FULL);
	return record;
}

static __always_inline void __event_perf(void *ctx, void *ring, void *record, u64 size)
{
	long error = bpf_perf_event_output(ctx, ring, BPF_F_CURRENT_CPU, record, size);

	/* ENOSPC is a full buffer. The kernel tells the reader too, but only with the next record that fits. */
	if (error)
		count_lost(error == -28 ? LOST_RING_FULL : LOST_NO_BUFFER);
}

#define event_submit(ctx, ring, record) __event_submit(ctx, ring, record, sizeof(*(ring)->value))

static __always_inline void __event_submit(void *ctx, void *ring, void *record, u64 size)
{
	if (use_perf_buffer)
		__event_perf(ctx, ring, record, size);
	else
		bpf_ringbuf_submit(record, 0);
}

/* Gives a reserved record back unsent; nothing is counted. */
static __always_inline void event_discard(void *record)
{
	if (!use_perf_buffer)
		bpf_ringbuf_discard(record, 0);
}

/* Sends a copy of size bytes. The verifier must know a bound of size: see bounded(). */
static __always_inline void event_output(void *ctx, void *ring, void *record, u64 size)
{
	if (use_perf_buffer)
		__event_perf(ctx, ring, record, size);
	else if (bpf_ringbuf_output(ring, record, size, 0))
		count_lost(LOST_RING_FULL);
}

/* value, or limit if it is larger, in a way the optimiser keeps and the verifier of every kernel understands. */
static __always_inline u64 bounded(u64 value, u64 limit)
{
	barrier_var(value);
	if (value > limit)
		value = limit;
	return value;
}
