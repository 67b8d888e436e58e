// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "calls.bpf.h"
#include "events.bpf.h"
#include "task-filter.bpf.h"

#define PATH_BYTES 4096
#define ARGUMENT_BYTES 4096
#define ARGS_BYTES 24576
#define FAILED_ARGUMENTS 64
#define AT_FDCWD -100

/* Whose memory the arguments are in, and how wide its pointers are. */
enum caller {
	NATIVE_CALLER,
	COMPAT_CALLER,
	KERNEL_CALLER,
};

enum exec_flags {
	/* Not everything fitted, or a page could not be read. */
	EXEC_CUT = 1,
	/* The kernel put an interpreter's words before the path. */
	EXEC_INTERPRETED = 2,
};

struct event {
	u64 time_ns;
	u32 pid;
	u32 ppid;
	u32 uid;
	u32 cpu;
	s32 ret;
	s32 dirfd;
	u32 flags;
	/* Length of args. In memory, so that the verifier sees one state per turn of a loop. */
	volatile u32 size;
	char comm[16];
	char pcomm[16];
	/* The path given to exec, then argv[0], argv[1] ..., each ended by a NUL. */
	char args[];
};

/* A record is put together in scratch memory, as its length is known only at the end. */
#define RECORD_ARGS (PATH_BYTES + ARGS_BYTES)
struct record {
	u8 bytes[sizeof(struct event) + RECORD_ARGS];
};

struct call {
	const char *path;
	const void *argv;
	s32 dirfd;
};

/* All ones: every user. */
const volatile u32 option_uid = ~0U;
const volatile u32 option_ppid;

EVENT_RING(events, struct event);
/* Newer kernels preempt the program of a success, and may run that of a failure then. */
EVENT_SCRATCH(scratch, struct record);
EVENT_SCRATCH(failed_scratch, struct record);

/* Calls in flight, by thread: they are reported when they fail. */
COUNTED_CALLS(calls, struct call);

static __always_inline struct event *begin_event(s32 ret)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	struct task_struct *parent;
	struct event *event;
	u32 uid = bpf_get_current_uid_gid();
	u32 ppid;

	if (~option_uid && uid != option_uid)
		return 0;
	parent = BPF_CORE_READ(task, real_parent);
	ppid = BPF_CORE_READ(parent, tgid);
	if (option_ppid && ppid != option_ppid)
		return 0;
	if (task_filtered())
		return 0;
	event = ret ? (void *)event_scratch(&failed_scratch) : (void *)event_scratch(&scratch);
	if (!event)
		return 0;
	event->time_ns = bpf_ktime_get_ns();
	event->pid = bpf_get_current_pid_tgid() >> 32;
	event->ppid = ppid;
	event->uid = uid;
	event->cpu = bpf_get_smp_processor_id();
	event->ret = ret;
	event->dirfd = AT_FDCWD;
	event->flags = 0;
	bpf_get_current_comm(event->comm, sizeof(event->comm));
	BPF_CORE_READ_STR_INTO(&event->pcomm, parent, comm);
	return event;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(exec_done, struct task_struct *task, pid_t old_pid, struct linux_binprm *bprm)
{
	struct mm_struct *mm = BPF_CORE_READ(task, mm);
	const char *path = BPF_CORE_READ(bprm, filename);
	unsigned long start, all;
	struct event *event;
	u64 thread = (u32)old_pid;
	u64 used, length;

	bpf_map_delete_elem(&calls, &thread);
	event = begin_event(0);
	if (!event)
		return 0;
	if (BPF_CORE_READ(bprm, interp) != path)
		event->flags |= EXEC_INTERPRETED;
	event->args[0] = 0;
	used = bounded(bpf_probe_read_kernel_str(event->args, PATH_BYTES, path), PATH_BYTES);
	start = BPF_CORE_READ(mm, arg_start);
	all = BPF_CORE_READ(mm, arg_end) - start;
	length = bounded(all, ARGS_BYTES);
	if (all != length)
		event->flags |= EXEC_CUT;
	if (bpf_probe_read_user(event->args + used, length, (void *)start)) {
		length = 0;
		event->flags |= EXEC_CUT;
	}
	event->size = used + length;
	event_output(ctx, &events, event, sizeof(struct event) + used + length);
	return 0;
}

static __always_inline const char *argument(const void *argv, int index, enum caller caller)
{
	const char *pointer = 0;

	if (caller == KERNEL_CALLER)
		bpf_probe_read_kernel(&pointer, sizeof(pointer), (const char **)argv + index);
	else if (caller == COMPAT_CALLER)
		bpf_probe_read_user(&pointer, sizeof(u32), (const u32 *)argv + index);
	else
		bpf_probe_read_user(&pointer, sizeof(pointer), (const char **)argv + index);
	return pointer;
}

static __always_inline int exec_failed(void *ctx, const struct call *call, s32 ret, enum caller caller)
{
	const char *pointer = call->path;
	struct event *event;
	int i;

	if (ret >= 0)
		return 0;
	event = begin_event(ret);
	if (!event)
		return 0;
	event->dirfd = call->dirfd;
	event->size = 0;
	for (i = 0; i <= FAILED_ARGUMENTS; i++) {
		u64 used = event->size;
		long length;

		if (used > RECORD_ARGS - ARGUMENT_BYTES)
			break;
		if (caller == KERNEL_CALLER)
			length = bpf_probe_read_kernel_str(event->args + used, ARGUMENT_BYTES, pointer);
		else
			length = bpf_probe_read_user_str(event->args + used, ARGUMENT_BYTES, pointer);
		if (length < 0) {
			/* An unreadable path is an empty one: the arguments still tell. */
			event->flags |= EXEC_CUT;
			if (i)
				goto done;
			event->args[0] = 0;
			length = 1;
		}
		if (length == ARGUMENT_BYTES)
			event->flags |= EXEC_CUT;
		event->size = used + length;
		pointer = argument(call->argv, i, caller);
		if (!pointer)
			goto done;
	}
	event->flags |= EXEC_CUT;
done:
	event_output(ctx, &events, event, sizeof(struct event) + bounded(event->size, RECORD_ARGS));
	return 0;
}

static __always_inline int call_begins(unsigned long path, unsigned long argv, s32 dirfd)
{
	struct call call = { .path = (void *)path, .argv = (void *)argv, .dirfd = dirfd };

	return remember_call(&calls, THIS_THREAD, &call);
}

static __always_inline int call_returned(void *ctx, s32 ret, enum caller caller)
{
	struct call call;

	return take_call(&calls, THIS_THREAD, &call) ? exec_failed(ctx, &call, ret, caller) : 0;
}

SEC("tracepoint/syscalls/sys_enter_execve")
int execve_enter(struct trace_event_raw_sys_enter *ctx)
{
	return call_begins(ctx->args[0], ctx->args[1], AT_FDCWD);
}

SEC("tracepoint/syscalls/sys_enter_execveat")
int execveat_enter(struct trace_event_raw_sys_enter *ctx)
{
	return call_begins(ctx->args[1], ctx->args[2], ctx->args[0]);
}

SEC("tracepoint/syscalls/sys_exit_execve")
int execve_exit(struct trace_event_raw_sys_exit *ctx)
{
	return call_returned(ctx, ctx->ret, NATIVE_CALLER);
}

SEC("tracepoint/syscalls/sys_exit_execveat")
int execveat_exit(struct trace_event_raw_sys_exit *ctx)
{
	return call_returned(ctx, ctx->ret, NATIVE_CALLER);
}

/* 32-bit callers do not pass the system call tracepoints. */
#if defined(__TARGET_ARCH_x86)
#define COMPAT "__ia32_compat_sys_"
#define COMPAT_PARM1(regs) BPF_CORE_READ(regs, bx)
#define COMPAT_PARM2(regs) BPF_CORE_READ(regs, cx)
#define COMPAT_PARM3(regs) BPF_CORE_READ(regs, dx)
#else
#define COMPAT "__arm64_compat_sys_"
#define COMPAT_PARM1(regs) PT_REGS_PARM1_CORE_SYSCALL(regs)
#define COMPAT_PARM2(regs) PT_REGS_PARM2_CORE_SYSCALL(regs)
#define COMPAT_PARM3(regs) PT_REGS_PARM3_CORE_SYSCALL(regs)
#endif

SEC("?kprobe/" COMPAT "execve")
int BPF_KPROBE(compat_execve_enter, struct pt_regs *regs)
{
	return call_begins((u32)COMPAT_PARM1(regs), (u32)COMPAT_PARM2(regs), AT_FDCWD);
}

SEC("?kprobe/" COMPAT "execveat")
int BPF_KPROBE(compat_execveat_enter, struct pt_regs *regs)
{
	return call_begins((u32)COMPAT_PARM2(regs), (u32)COMPAT_PARM3(regs), COMPAT_PARM1(regs));
}

SEC("?kretprobe/" COMPAT "execve")
int BPF_KRETPROBE(compat_execve_exit, int ret)
{
	return call_returned(ctx, ret, COMPAT_CALLER);
}

SEC("?kretprobe/" COMPAT "execveat")
int BPF_KRETPROBE(compat_execveat_exit, int ret)
{
	return call_returned(ctx, ret, COMPAT_CALLER);
}

/* Programs the kernel starts: modprobe, the core dump handler. */
SEC("kprobe/kernel_execve")
int BPF_KPROBE(kernel_execve_enter, const char *path, const char *const *argv)
{
	return call_begins((unsigned long)path, (unsigned long)argv, AT_FDCWD);
}

SEC("kretprobe/kernel_execve")
int BPF_KRETPROBE(kernel_execve_exit, int ret)
{
	return call_returned(ctx, ret, KERNEL_CALLER);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
