// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "calls.bpf.h"
#include "events.bpf.h"
#include "task-filter.bpf.h"

#define LINE_BYTES 16384
#define COMM_BYTES 16

struct event {
	u64 time_ns;
	u32 pid;
	u32 ppid;
	u32 uid;
	/* It is longer. */
	u32 cut;
	char comm[COMM_BYTES];
	char line[];
};

struct record {
	u8 bytes[sizeof(struct event) + LINE_BYTES];
};

const volatile u32 option_pid;

EVENT_RING(events, struct event);
EVENT_SCRATCH(scratch, struct record);

/* A library is shared with other programs. */
static __always_inline bool is_bash(const char *comm)
{
	return comm[0] == 'b' && comm[1] == 'a' && comm[2] == 's' && comm[3] == 'h' && !comm[4];
}

/*
 * Lines that are being read. Containers of one image share the file that is probed, each under a path of its own: the
 * programs then run once for each of them, and only the first to come takes the line.
 */
CALLS(calls, bool);

SEC("uprobe")
int BPF_KPROBE(line_begins)
{
	bool begun = true;

	if (option_pid && bpf_get_current_pid_tgid() >> 32 != option_pid)
		return 0;
	return remember_call(&calls, USER_CALL_ENTRY(ctx), &begun);
}

SEC("uretprobe")
int BPF_KRETPROBE(line_read, const char *line)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	u32 pid = bpf_get_current_pid_tgid() >> 32;
	struct event *event;
	bool begun;
	long length;

	if (!take_call(&calls, USER_CALL_EXIT(ctx), &begun))
		return 0;
	if (!line || (option_pid && pid != option_pid) || task_filtered())
		return 0;
	event = (void *)event_scratch(&scratch);
	if (!event)
		return 0;
	bpf_get_current_comm(event->comm, sizeof(event->comm));
	if (!is_bash(event->comm))
		return 0;
	event->time_ns = bpf_ktime_get_ns();
	event->pid = pid;
	event->ppid = BPF_CORE_READ(task, real_parent, tgid);
	event->uid = bpf_get_current_uid_gid();
	length = bpf_probe_read_user_str(event->line, LINE_BYTES, line);
	if (length < 0) {
		count_lost(LOST_READ_FAULT);
		return 0;
	}
	/* Of an empty string the NUL is not counted. */
	if (!length)
		length = 1;
	event->cut = length == LINE_BYTES;
	event_output(ctx, &events, event, sizeof(struct event) + bounded(length, LINE_BYTES));
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
