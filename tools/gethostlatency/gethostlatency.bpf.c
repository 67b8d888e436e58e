// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "calls.bpf.h"
#include "events.bpf.h"
#include "task-filter.bpf.h"

/* A DNS name has at most 255 bytes; what is longer is no name, but may be asked for. */
#define HOST_BYTES 264
#define COMM_BYTES 16
/* In struct addrinfo, of glibc and musl. */
#define FAMILY_OFFSET 4
#define AF_INET 2

enum call_name {
	CALL_GETADDRINFO,
	CALL_GETHOSTBYNAME,
	CALL_GETHOSTBYNAME2,
	CALL_GETHOSTBYNAME_R,
	CALL_GETHOSTBYNAME2_R,
};

struct lookup {
	u64 time_ns;
	u64 host;
	/* Arguments from the second on: which is what depends on the function. */
	u64 second;
	u64 third;
	u64 fifth;
	u64 sixth;
	u32 stack;
};

struct event {
	u64 time_ns;
	u64 latency_ns;
	u32 pid;
	u32 tid;
	u32 uid;
	/* What the function returned; of those that return a pointer, 0 when it is null. */
	s32 ret;
	u32 call;
	/* The family of addresses that was asked for; 0 is any. */
	u32 family;
	u8 failed;
	/* The name is longer. */
	u8 cut;
	char comm[COMM_BYTES];
	char host[HOST_BYTES];
};

const volatile u32 option_pid;
const volatile bool option_failed;

EVENT_RING(events, struct event);
CALLS(lookups, struct lookup);
/* The first of the calls that a thread is in. */
CALLS(outermost, struct lookup);

/*
 * The C library implements some of these functions by others: the call inside has the same host in the same memory. A
 * remembered call that the stack has left (its function was not returned from) is none that this one could be inside of.
 */
static __always_inline bool is_part_of_another(const struct lookup *lookup)
{
	u64 thread = THIS_THREAD;
	struct lookup *outer = bpf_map_lookup_elem(&outermost, &thread);

	return outer && outer->stack > lookup->stack && outer->host == lookup->host;
}

SEC("uprobe")
int BPF_KPROBE(lookup_begins, const char *host)
{
	u64 key = USER_CALL_ENTRY(ctx);
	struct lookup lookup = { .host = (u64)host, .stack = key };
	u64 thread = THIS_THREAD;
	struct lookup *outer;

	if (!host || (option_pid && bpf_get_current_pid_tgid() >> 32 != option_pid) || task_filtered())
		return 0;
	if (is_part_of_another(&lookup))
		return 0;
	lookup.second = PT_REGS_PARM2(ctx);
	lookup.third = PT_REGS_PARM3(ctx);
	lookup.fifth = PT_REGS_PARM5(ctx);
	lookup.sixth = PT_REGS_PARM6(ctx);
	lookup.time_ns = bpf_ktime_get_ns();
	remember_call(&lookups, key, &lookup);
	outer = bpf_map_lookup_elem(&outermost, &thread);
	if (!outer || outer->stack <= lookup.stack)
		remember_call(&outermost, thread, &lookup);
	return 0;
}

/* What the function has read or written is present by now. */
static __always_inline void read_argument(void *to, u32 size, u64 address)
{
	if (bpf_probe_read_user(to, size, (void *)address))
		count_lost(LOST_READ_FAULT);
}

static __always_inline u32 family_asked_for(u32 call, const struct lookup *lookup)
{
	u32 family = 0;

	if (call == CALL_GETHOSTBYNAME || call == CALL_GETHOSTBYNAME_R)
		return AF_INET;
	if (call != CALL_GETADDRINFO)
		return lookup->second;
	if (lookup->third)
		read_argument(&family, sizeof(family), lookup->third + FAMILY_OFFSET);
	return family;
}

/* The forms with _r may find nothing and return 0 all the same: then the result that they were to point to is null. */
static __always_inline bool has_failed(u32 call, const struct lookup *lookup, s32 ret)
{
	u64 result = 0;

	if (call == CALL_GETHOSTBYNAME || call == CALL_GETHOSTBYNAME2)
		return ret == 0;
	if (call == CALL_GETADDRINFO || ret)
		return ret != 0;
	read_argument(&result, sizeof(result), call == CALL_GETHOSTBYNAME_R ? lookup->fifth : lookup->sixth);
	return result == 0;
}

static __always_inline int lookup_ends(struct pt_regs *ctx, u32 call, s32 ret)
{
	u64 key = USER_CALL_EXIT(ctx), thread = THIS_THREAD;
	u64 pid_tgid = bpf_get_current_pid_tgid();
	struct lookup lookup, *outer;
	struct event *event;
	bool failed;
	long length;

	if (!take_call(&lookups, key, &lookup))
		return 0;
	outer = bpf_map_lookup_elem(&outermost, &thread);
	if (outer && outer->stack == lookup.stack)
		bpf_map_delete_elem(&outermost, &thread);
	failed = has_failed(call, &lookup, ret);
	if (option_failed && !failed)
		return 0;
	event = event_reserve(&events);
	if (!event)
		return 0;
	event->time_ns = bpf_ktime_get_ns();
	event->latency_ns = event->time_ns - lookup.time_ns;
	event->pid = pid_tgid >> 32;
	event->tid = pid_tgid;
	event->uid = bpf_get_current_uid_gid();
	event->ret = ret;
	event->call = call;
	event->family = family_asked_for(call, &lookup);
	event->failed = failed;
	bpf_get_current_comm(event->comm, sizeof(event->comm));
	/* Now the function has read it, so that its memory is present. */
	length = bpf_probe_read_user_str(event->host, sizeof(event->host), (void *)lookup.host);
	event->cut = length == HOST_BYTES;
	if (length < 0) {
		event->host[0] = 0;
		count_lost(LOST_READ_FAULT);
	}
	event_submit(ctx, &events, event);
	return 0;
}

SEC("uretprobe")
int BPF_KRETPROBE(getaddrinfo_ends, int ret)
{
	return lookup_ends(ctx, CALL_GETADDRINFO, ret);
}

SEC("uretprobe")
int BPF_KRETPROBE(gethostbyname_ends, void *ret)
{
	return lookup_ends(ctx, CALL_GETHOSTBYNAME, ret != 0);
}

SEC("uretprobe")
int BPF_KRETPROBE(gethostbyname2_ends, void *ret)
{
	return lookup_ends(ctx, CALL_GETHOSTBYNAME2, ret != 0);
}

SEC("uretprobe")
int BPF_KRETPROBE(gethostbyname_r_ends, int ret)
{
	return lookup_ends(ctx, CALL_GETHOSTBYNAME_R, ret);
}

SEC("uretprobe")
int BPF_KRETPROBE(gethostbyname2_r_ends, int ret)
{
	return lookup_ends(ctx, CALL_GETHOSTBYNAME2_R, ret);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
