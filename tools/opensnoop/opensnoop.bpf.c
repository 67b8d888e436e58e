// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "calls.bpf.h"
#include "events.bpf.h"
#include "followed-tasks.bpf.h"
#include "path-walk.bpf.h"
#include "stacks.bpf.h"
#include "task-filter.bpf.h"

#define PATH_BYTES 4096
#define NAMES_BYTES (PATH_BYTES + 8192)
#define COMM_BYTES 16
#define FLAGS 32
#define AT_FDCWD -100
#define EAGAIN 11

/* The kernel adds it to every call of a 64-bit task. */
#if defined(__TARGET_ARCH_arm64)
#define O_LARGEFILE 0400000
#else
#define O_LARGEFILE 0100000
#endif

enum open_kind {
	OPEN_BY_NAME,
	OPEN_BY_HANDLE,
	OPEN_BY_RING,
};

struct event {
	u64 time_ns;
	u32 pid;
	u32 tid;
	u32 ppid;
	u32 uid;
	s32 ret;
	u32 flags;
	u16 mode;
	/* The names of the directory follow the name, up to the root: none if it is the root itself. */
	bool walked;
	/* It has more levels than could be read, or the name could not be read. */
	bool cut;
	/* Where the call came from, if that was asked for. */
	s32 kernel_stack;
	s32 user_stack;
	/* Length of names. */
	volatile u32 size;
	char comm[COMM_BYTES];
	/* The name as passed; then, where asked for, the names of its directory, innermost first. Each ends with a NUL. */
	char names[];
};

struct record {
	u8 bytes[sizeof(struct event) + NAMES_BYTES];
};

struct call {
	const char *name;
	s32 dirfd;
	u32 flags;
	u32 mode;
};

const volatile u32 option_pid;
const volatile u32 option_tid;
/* All ones: every user. */
const volatile u32 option_uid = ~0U;
/* Any of these flags, some of which are more than one bit; 0 ends the list. */
const volatile u32 wanted_flags[FLAGS];
const volatile bool option_failed;
const volatile bool option_full_path;
const volatile bool option_callers;
/* A part of comm, which has a NUL at its end; empty is no filter. */
const volatile char option_name[COMM_BYTES];

EVENT_RING(events, struct event);
/* One for each kind: newer kernels preempt a program, and may run another one then. */
EVENT_SCRATCH(scratch, struct record);
EVENT_SCRATCH(handle_scratch, struct record);
EVENT_SCRATCH(ring_result_scratch, struct record);

COUNTED_CALLS(calls, struct call);

/* An open through io_uring. The kernel gives its copy of the name back before the result is known. */
struct ring_call {
	struct call call;
	/* The result, where it was posted while the call was carried out. */
	s64 posted;
	char name[PATH_BYTES];
};

#define NOT_POSTED (1LL << 62)

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, u32);
	__type(value, struct ring_call);
} ring_calls SEC(".maps");

EVENT_SCRATCH(ring_scratch, struct ring_call);

static __always_inline bool name_matches(const char *comm)
{
	u32 at, index;

	if (!option_name[0])
		return true;
	for (at = 0; at < COMM_BYTES; at++) {
		for (index = 0; index < COMM_BYTES; index++) {
			if (!option_name[index])
				return true;
			if (at + index >= COMM_BYTES || comm[at + index] != option_name[index])
				break;
		}
	}
	return false;
}

static __always_inline bool flags_wanted(u32 flags)
{
	int i;

	for (i = 0; i < FLAGS && wanted_flags[i]; i++) {
		if ((flags & wanted_flags[i]) == wanted_flags[i])
			return true;
	}
	return !wanted_flags[0];
}

static __always_inline bool wanted(s32 ret, u32 flags, u32 pid, u32 tid, u32 uid)
{
	if (option_failed && ret >= 0)
		return false;
	if (option_tid ? tid != option_tid : option_pid && pid != option_pid)
		return false;
	if (~option_uid && uid != option_uid)
		return false;
	if (!flags_wanted(flags))
		return false;
	return is_followed(pid) && !task_filtered();
}

static __always_inline int report(void *ctx, const struct call *call, s32 ret, u8 kind)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	u64 pid_tgid = bpf_get_current_pid_tgid();
	u32 uid = bpf_get_current_uid_gid();
	struct event *event;
	long length;

	if (!wanted(ret, call->flags, pid_tgid >> 32, pid_tgid, uid))
		return 0;
	if (kind == OPEN_BY_HANDLE)
		event = (void *)event_scratch(&handle_scratch);
	else if (kind == OPEN_BY_RING)
		event = (void *)event_scratch(&ring_result_scratch);
	else
		event = (void *)event_scratch(&scratch);
	if (!event)
		return 0;
	bpf_get_current_comm(event->comm, sizeof(event->comm));
	if (!name_matches(event->comm))
		return 0;
	event->time_ns = bpf_ktime_get_ns();
	event->pid = pid_tgid >> 32;
	event->tid = pid_tgid;
	event->ppid = BPF_CORE_READ(task, real_parent, tgid);
	event->uid = uid;
	event->ret = ret;
	event->flags = call->flags & ~O_LARGEFILE;
	event->mode = call->mode;
	event->walked = false;
	event->cut = false;
	event->kernel_stack = option_callers ? kernel_stack_id(ctx) : NO_STACK;
	event->user_stack = option_callers ? user_stack_id(ctx) : NO_STACK;
	event->names[0] = 0;
	event->size = 1;
	if (kind != OPEN_BY_HANDLE) {
		length = kind == OPEN_BY_RING ? bpf_probe_read_kernel_str(event->names, PATH_BYTES, call->name) :
						bpf_probe_read_user_str(event->names, PATH_BYTES, call->name);
		if (length > 0)
			event->size = length;
		else if (length < 0)
			event->cut = true;
	}
	/* What could not be opened for want of a name is no directory. */
	if (kind == OPEN_BY_HANDLE ? ret >= 0 : option_full_path && event->names[0] != '/' && (event->names[0] || ret >= 0)) {
		const struct path *from = kind == OPEN_BY_HANDLE ? path_of_descriptor(ret) :
			call->dirfd == AT_FDCWD ? working_directory() : path_of_descriptor(call->dirfd);

		if (from && (kind == OPEN_BY_HANDLE || is_directory(from))) {
			event->walked = true;
			if (!append_path(event->names, &event->size, NAMES_BYTES, from))
				event->cut = true;
		}
	}
	event_output(ctx, &events, event, sizeof(struct event) + bounded(event->size, NAMES_BYTES));
	return 0;
}

/* Every system call that opens by name ends here: open, openat, openat2, creat, and their 32-bit forms. */
SEC("fexit/do_sys_openat2")
int BPF_PROG(opened, int dirfd, const char *name, struct open_how *how, int ret)
{
	struct call call = { .name = name, .dirfd = dirfd, .flags = how->flags, .mode = how->mode };

	return report(ctx, &call, ret, OPEN_BY_NAME);
}

SEC("?fexit/do_handle_open")
int BPF_PROG(opened_by_handle, int mount, void *handle, int flags, int ret)
{
	struct call call = { .dirfd = AT_FDCWD, .flags = flags };

	return report(ctx, &call, ret, OPEN_BY_HANDLE);
}

static __always_inline const char *ring_name(struct io_open *open)
{
	struct io_open___6_12 *old = (void *)open;
	struct filename *filename;

	if (bpf_core_field_exists(old->filename))
		filename = BPF_CORE_READ(old, filename);
	else
		filename = BPF_CORE_READ(open, filename.__incomplete_filename);
	return BPF_CORE_READ(filename, name);
}

/*
 * io_uring opens here, in the calling thread or in one it started for that. What the operation needs is at the start of
 * the request.
 */
SEC("?fentry/io_openat2")
int BPF_PROG(ring_open_begins, struct io_kiocb *request)
{
	struct ring_call *begun = (void *)event_scratch(&ring_scratch);
	struct io_open *open = (void *)request;
	u32 tid = bpf_get_current_pid_tgid();

	if (!begun)
		return 0;
	begun->call.name = 0;
	begun->call.dirfd = BPF_CORE_READ(open, dfd);
	begun->call.flags = BPF_CORE_READ(open, how.flags);
	begun->call.mode = BPF_CORE_READ(open, how.mode);
	begun->posted = NOT_POSTED;
	if (bpf_probe_read_kernel_str(begun->name, PATH_BYTES, ring_name(open)) < 0)
		begun->name[0] = 0;
	if (bpf_map_update_elem(&ring_calls, &tid, begun, BPF_ANY))
		count_lost(LOST_MAP_FULL);
	return 0;
}

/* Loaded on kernels that post a result without keeping it in the request. */
SEC("?tp_btf/io_uring_complete")
int BPF_PROG(ring_posted, void *ring, u64 user_data, long result)
{
	u32 tid = bpf_get_current_pid_tgid();
	struct ring_call *begun = bpf_map_lookup_elem(&ring_calls, &tid);

	if (begun)
		begun->posted = result;
	return 0;
}

SEC("?fexit/io_openat2")
int BPF_PROG(ring_opened, struct io_kiocb *request, unsigned int issue_flags, int ret)
{
	struct io_kiocb___5_10 *old = (void *)request;
	u32 tid = bpf_get_current_pid_tgid();
	struct ring_call *begun = bpf_map_lookup_elem(&ring_calls, &tid);
	struct call call;
	s32 result;

	if (!begun)
		return 0;
	call = begun->call;
	call.name = begun->name;
	if (begun->posted != NOT_POSTED)
		result = begun->posted;
	else if (bpf_core_field_exists(old->result))
		result = BPF_CORE_READ(old, result);
	else
		result = BPF_CORE_READ(request, cqe.res);
	/* It would have had to wait, and is tried again in another thread. */
	if (ret != -EAGAIN)
		report(ctx, &call, result, OPEN_BY_RING);
	bpf_map_delete_elem(&ring_calls, &tid);
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_open")
int open_enter(struct trace_event_raw_sys_enter *ctx)
{
	struct call call = { (void *)ctx->args[0], AT_FDCWD, ctx->args[1], ctx->args[2] };

	return remember_call(&calls, THIS_THREAD, &call);
}

SEC("tracepoint/syscalls/sys_enter_openat")
int openat_enter(struct trace_event_raw_sys_enter *ctx)
{
	struct call call = { (void *)ctx->args[1], ctx->args[0], ctx->args[2], ctx->args[3] };

	return remember_call(&calls, THIS_THREAD, &call);
}

SEC("tracepoint/syscalls/sys_enter_openat2")
int openat2_enter(struct trace_event_raw_sys_enter *ctx)
{
	struct call call = { (void *)ctx->args[1], ctx->args[0], 0, 0 };
	struct open_how how = {};

	bpf_probe_read_user(&how, sizeof(how), (void *)ctx->args[2]);
	call.flags = how.flags;
	call.mode = how.mode;
	return remember_call(&calls, THIS_THREAD, &call);
}

static __always_inline int call_returned(struct trace_event_raw_sys_exit *ctx)
{
	struct call call;

	return take_call(&calls, THIS_THREAD, &call) ? report(ctx, &call, ctx->ret, OPEN_BY_NAME) : 0;
}

SEC("tracepoint/syscalls/sys_exit_open")
int open_exit(struct trace_event_raw_sys_exit *ctx)
{
	return call_returned(ctx);
}

SEC("tracepoint/syscalls/sys_exit_openat")
int openat_exit(struct trace_event_raw_sys_exit *ctx)
{
	return call_returned(ctx);
}

SEC("tracepoint/syscalls/sys_exit_openat2")
int openat2_exit(struct trace_event_raw_sys_exit *ctx)
{
	return call_returned(ctx);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
