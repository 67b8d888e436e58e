// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Calls into the allocator of a process, which are paired with their returns; the kernel's own memory is in a header. */
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "kernel-memory.bpf.h"
#include "outstanding.bpf.h"
#include "page-size.bpf.h"
#include "thread-filter.bpf.h"

#define CALLS 65536
#define MAP_FAILED (~0ULL)

/* More than operator new has on the stack when it calls malloc. */
#define NEW_BYTES 1024

/* How far a return moves the stack pointer. */
#if defined(__TARGET_ARCH_x86)
#define RETURN_BYTES 8
#else
#define RETURN_BYTES 0
#endif

/* A call that has not returned yet. */
struct call {
	u64 stack_pointer;
	u64 size;
	/* Where posix_memalign puts the address. */
	u64 result;
	/* The block that realloc or mremap was given; it is gone unless the call fails. */
	u64 old_address;
	struct block old;
	/* The operator new that made the call. */
	bool by_new;
	struct origin origin;
};

/* An operator new that has not called malloc yet. */
struct new_call {
	u64 stack_pointer;
	u64 size;
	struct origin origin;
};

/* Memory counts from the next exec on. */
const volatile bool from_exec;

/* By thread id. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, CALLS);
	__type(key, u32);
	__type(value, struct call);
} calls SEC(".maps");

/* By thread id. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, CALLS);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, u32);
	__type(value, struct new_call);
} new_calls SEC(".maps");

static __always_inline bool not_traced(void)
{
	struct thread_ids ids;

	return thread_filtered(&ids) || (from_exec && !generation);
}

static __always_inline bool is_inside(struct pt_regs *ctx, const struct new_call *outer)
{
	return PT_REGS_SP(ctx) < outer->stack_pointer && outer->stack_pointer - PT_REGS_SP(ctx) <= NEW_BYTES;
}

/*
 * A call inside another one (mmap of malloc, malloc of realloc) has a lower stack pointer, and does not count. The first
 * one inside operator new counts as its.
 */
static __always_inline int enter(struct pt_regs *ctx, u64 size, u64 result, u64 old)
{
	u32 tid = bpf_get_current_pid_tgid();
	struct call *outer = bpf_map_lookup_elem(&calls, &tid);
	struct new_call *by_new;
	struct call call = {};

	if (not_traced() || (outer && PT_REGS_SP(ctx) < outer->stack_pointer))
		return 0;
	call.stack_pointer = PT_REGS_SP(ctx);
	call.size = size;
	call.result = result;
	if (old && take(old, &call.old))
		call.old_address = old;
	by_new = bpf_map_lookup_elem(&new_calls, &tid);
	if (by_new) {
		if (is_inside(ctx, by_new)) {
			call.by_new = true;
			call.size = by_new->size;
			call.origin = by_new->origin;
		}
		bpf_map_delete_elem(&new_calls, &tid);
	}
	if (bpf_map_update_elem(&calls, &tid, &call, BPF_ANY))
		count_lost(LOST_MAP_FULL);
	return 0;
}

static __always_inline int leave(struct pt_regs *ctx, u64 failure)
{
	u32 tid = bpf_get_current_pid_tgid();
	struct call *stored = bpf_map_lookup_elem(&calls, &tid);
	u64 address = PT_REGS_RC(ctx);
	struct call call;

	if (!stored || PT_REGS_SP(ctx) != stored->stack_pointer + RETURN_BYTES)
		return 0;
	call = *stored;
	bpf_map_delete_elem(&calls, &tid);
	if (call.result) {
		bool failed = (u32)address;

		address = 0;
		if (!failed && bpf_probe_read_user(&address, sizeof(address), (void *)call.result))
			count_lost(LOST_READ_FAULT);
	}
	if (address == failure) {
		/* realloc(address, 0) frees. */
		if (call.old_address && call.size)
			keep(call.old_address, &call.old);
		else if (call.old_address)
			tell(ctx, FREED, call.old_address, call.old.size);
		return 0;
	}
	if (call.old_address)
		tell(ctx, FREED, call.old_address, call.old.size);
	allocated_from(ctx, address, call.size, call.by_new ? &call.origin : 0);
	return 0;
}

/*
 * Its return is not probed: that puts an address onto the stack which exceptions cannot be unwound through, and the
 * program would end at one that it catches. Where it begins its caller has no frame yet.
 */
SEC("uprobe")
int BPF_KPROBE(enter_new, u64 size)
{
	u32 tid = bpf_get_current_pid_tgid();
	struct new_call *outer = bpf_map_lookup_elem(&new_calls, &tid);
	struct new_call call = {};

	/* The forms that do not throw call those that do. */
	if (not_traced() || (outer && is_inside(ctx, outer)))
		return 0;
	call.stack_pointer = PT_REGS_SP(ctx);
	call.size = size;
	call.origin.stack = user_stack_id(ctx);
#if defined(__TARGET_ARCH_x86)
	bpf_probe_read_user(&call.origin.caller, sizeof(call.origin.caller), (void *)PT_REGS_SP(ctx));
#else
	call.origin.caller = PT_REGS_RET(ctx);
#endif
	if (bpf_map_update_elem(&new_calls, &tid, &call, BPF_ANY))
		count_lost(LOST_MAP_FULL);
	return 0;
}

SEC("uprobe")
int BPF_KPROBE(enter_size, u64 size)
{
	return enter(ctx, size, 0, 0);
}

SEC("uprobe")
int BPF_KPROBE(enter_calloc, u64 count, u64 size)
{
	return enter(ctx, count * size, 0, 0);
}

SEC("uprobe")
int BPF_KPROBE(enter_realloc, u64 old, u64 size)
{
	return enter(ctx, size, 0, old);
}

SEC("uprobe")
int BPF_KPROBE(enter_aligned, u64 alignment, u64 size)
{
	return enter(ctx, size, 0, 0);
}

SEC("uprobe")
int BPF_KPROBE(enter_posix_memalign, u64 result, u64 alignment, u64 size)
{
	return enter(ctx, size, result, 0);
}

SEC("uprobe")
int BPF_KPROBE(enter_mmap, u64 wanted, u64 size)
{
	return enter(ctx, size, 0, 0);
}

SEC("uprobe")
int BPF_KPROBE(enter_mremap, u64 old, u64 old_size, u64 size)
{
	return enter(ctx, size, 0, old);
}

SEC("uretprobe")
int BPF_KPROBE(leave_allocator)
{
	return leave(ctx, 0);
}

SEC("uretprobe")
int BPF_KPROBE(leave_map)
{
	return leave(ctx, MAP_FAILED);
}

SEC("uprobe")
int BPF_KPROBE(enter_free, u64 address)
{
	if (!not_traced())
		freed(ctx, address);
	return 0;
}

/* What is left of a mapping begins later; a cut at its end cannot be told from a cut elsewhere, and keeps its size. */
SEC("uprobe")
int BPF_KPROBE(enter_munmap, u64 address, u64 size)
{
	struct block block = {};
	u64 page = 1ULL << page_shift;
	u64 cut = (size + page - 1) & -page;

	if (not_traced() || !address || !take(address, &block))
		return 0;
	if (cut < block.size) {
		block.size -= cut;
		keep(address + cut, &block);
		tell(ctx, FREED, address, cut);
	} else {
		tell(ctx, FREED, address, block.size);
	}
	return 0;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(executed, struct task_struct *task)
{
	struct thread_ids ids;

	if (!thread_filtered(&ids))
		__sync_fetch_and_add(&generation, 1);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
