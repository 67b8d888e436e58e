// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "events.bpf.h"
#include "kernel-constants.bpf.h"
#include "stacks.bpf.h"
#include "task-filter.bpf.h"
#include "thread-filter.bpf.h"

#define BLOCKS 1000000
#define STACK_SUMS 40960
#define CALLS 65536
#define COMM_BYTES 16
#define MAP_FAILED (~0ULL)
#define NO_PAGE (~0ULL)

/* How far a return moves the stack pointer. */
#if defined(__TARGET_ARCH_x86)
#define RETURN_BYTES 8
#else
#define RETURN_BYTES 0
#endif

enum action {
	ALLOCATED,
	FREED,
};

/* Memory that was allocated and not freed yet. */
struct block {
	u64 size;
	u64 time_ns;
	s32 stack;
	/* The program the process ran then: an exec takes all its memory away. */
	u32 generation;
};

struct stack_key {
	s32 stack;
	u32 generation;
};

struct stack_sum {
	u64 bytes;
	u64 blocks;
};

/* A call that has not returned yet. */
struct call {
	u64 stack_pointer;
	u64 size;
	/* Where posix_memalign puts the address. */
	u64 result;
	/* The block that realloc or mremap was given; it is gone unless the call fails. */
	u64 old_address;
	struct block old;
};

struct event {
	u64 time_ns;
	u64 address;
	u64 size;
	u32 pid;
	u32 tid;
	u32 cpu;
	u32 action;
	char comm[COMM_BYTES];
};

const volatile bool option_trace;
const volatile bool in_kernel;
const volatile u64 option_min_size;
const volatile u64 option_max_size = ~0ULL;
const volatile u32 option_sample_rate = 1;
const volatile u64 page_size = 4096;
/* Memory counts from the next exec on. */
const volatile bool from_exec;

u32 generation;

/* By address; pages by their number. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, BLOCKS);
	__type(key, u64);
	__type(value, struct block);
} blocks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, STACK_SUMS);
	__type(key, struct stack_key);
	__type(value, struct stack_sum);
} stack_sums SEC(".maps");

/* By thread id. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, CALLS);
	__type(key, u32);
	__type(value, struct call);
} calls SEC(".maps");

EVENT_RING(events, struct event);

static const struct stack_sum nothing;

static __always_inline void tell(void *ctx, enum action action, u64 address, u64 size)
{
	u64 both = bpf_get_current_pid_tgid();
	struct event *event;

	if (!option_trace)
		return;
	event = event_reserve(&events);
	if (!event)
		return;
	event->time_ns = bpf_ktime_get_ns();
	event->address = address;
	event->size = size;
	event->pid = both >> 32;
	event->tid = both;
	event->cpu = bpf_get_smp_processor_id();
	event->action = action;
	bpf_get_current_comm(event->comm, sizeof(event->comm));
	event_submit(ctx, &events, event);
}

static __always_inline void add_to_stack(const struct block *block, s64 sign)
{
	struct stack_key key = { .stack = block->stack, .generation = block->generation };
	struct stack_sum *sum = bpf_map_lookup_elem(&stack_sums, &key);

	if (!sum && sign > 0) {
		bpf_map_update_elem(&stack_sums, &key, &nothing, BPF_NOEXIST);
		sum = bpf_map_lookup_elem(&stack_sums, &key);
		if (!sum)
			count_lost(LOST_MAP_FULL);
	}
	if (!sum)
		return;
	__sync_fetch_and_add(&sum->bytes, sign * block->size);
	__sync_fetch_and_add(&sum->blocks, sign);
}

/* Puts a block there, or back. */
static __always_inline void keep(u64 address, const struct block *block)
{
	if (bpf_map_update_elem(&blocks, &address, block, BPF_ANY)) {
		count_lost(LOST_MAP_FULL);
		return;
	}
	add_to_stack(block, 1);
}

/* Takes a block away and copies it; false when it is not known. */
static __always_inline bool take(u64 address, struct block *block)
{
	struct block *known = bpf_map_lookup_elem(&blocks, &address);

	if (!known)
		return false;
	*block = *known;
	if (bpf_map_delete_elem(&blocks, &address))
		return false;
	add_to_stack(block, -1);
	return true;
}

static __always_inline void allocated(void *ctx, u64 address, u64 size)
{
	struct block block = {}, old = {};

	if (!address || size < option_min_size || size > option_max_size)
		return;
	if (option_sample_rate > 1 && bpf_get_prandom_u32() % option_sample_rate)
		return;
	/* Its free was not seen: nobody else can have the address. */
	take(address, &old);
	block.size = size;
	block.time_ns = bpf_ktime_get_ns();
	block.stack = in_kernel ? kernel_stack_id(ctx) : user_stack_id(ctx);
	block.generation = generation;
	keep(address, &block);
	tell(ctx, ALLOCATED, address, size);
}

static __always_inline void freed(void *ctx, u64 address)
{
	struct block block = {};

	if (address && take(address, &block))
		tell(ctx, FREED, address, block.size);
}

/* Calls into the allocator of a process. */

static __always_inline bool not_traced(void)
{
	struct thread_ids ids;

	return thread_filtered(&ids) || (from_exec && !generation);
}

/*
 * A call inside another one (mmap of malloc, malloc of operator new) has a lower stack pointer, and does not count. A
 * call that never returned (an exception) is forgotten at the next one.
 */
static __always_inline int enter(struct pt_regs *ctx, u64 size, u64 result, u64 old)
{
	u32 tid = bpf_get_current_pid_tgid();
	struct call *outer = bpf_map_lookup_elem(&calls, &tid);
	struct call call = {};

	if (not_traced() || (outer && PT_REGS_SP(ctx) < outer->stack_pointer))
		return 0;
	call.stack_pointer = PT_REGS_SP(ctx);
	call.size = size;
	call.result = result;
	if (old && take(old, &call.old))
		call.old_address = old;
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
	allocated(ctx, address, call.size);
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
	u64 cut = (size + page_size - 1) / page_size * page_size;

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

/* Memory of the kernel. */

static __always_inline int kernel_allocated(void *ctx, u64 address, u64 size)
{
	if (!task_filtered())
		allocated(ctx, address, size);
	return 0;
}

static __always_inline int slab_allocated(struct trace_event_raw_kmem_alloc___5_10 *ctx)
{
	if (!bpf_core_type_exists(struct trace_event_raw_kmem_alloc___5_10))
		return 0;
	return kernel_allocated(ctx, (u64)BPF_CORE_READ(ctx, ptr), BPF_CORE_READ(ctx, bytes_alloc));
}

SEC("tracepoint/kmem/kmalloc")
int kmalloc(struct trace_event_raw_kmalloc *ctx)
{
	if (bpf_core_type_exists(struct trace_event_raw_kmem_alloc___5_10))
		return slab_allocated((void *)ctx);
	return kernel_allocated(ctx, (u64)BPF_CORE_READ(ctx, ptr), BPF_CORE_READ(ctx, bytes_alloc));
}

SEC("tracepoint/kmem/kmem_cache_alloc")
int kmem_cache_alloc(struct trace_event_raw_kmem_cache_alloc *ctx)
{
	if (bpf_core_type_exists(struct trace_event_raw_kmem_alloc___5_10))
		return slab_allocated((void *)ctx);
	return kernel_allocated(ctx, (u64)BPF_CORE_READ(ctx, ptr), BPF_CORE_READ(ctx, bytes_alloc));
}

/* Events of their own before Linux 6.1. */
SEC("tracepoint/kmem/kmalloc_node")
int kmalloc_node(struct trace_event_raw_kmem_alloc___5_10 *ctx)
{
	return slab_allocated(ctx);
}

SEC("tracepoint/kmem/kmem_cache_alloc_node")
int kmem_cache_alloc_node(struct trace_event_raw_kmem_alloc___5_10 *ctx)
{
	return slab_allocated(ctx);
}

SEC("tracepoint/kmem/kfree")
int kfree(struct trace_event_raw_kfree *ctx)
{
	struct trace_event_raw_kmem_free___5_10 *old = (void *)ctx;

	if (bpf_core_type_exists(struct trace_event_raw_kmem_free___5_10))
		freed(ctx, (u64)BPF_CORE_READ(old, ptr));
	else
		freed(ctx, (u64)BPF_CORE_READ(ctx, ptr));
	return 0;
}

SEC("tracepoint/kmem/kmem_cache_free")
int kmem_cache_free(struct trace_event_raw_kmem_cache_free *ctx)
{
	struct trace_event_raw_kmem_free___5_10 *old = (void *)ctx;

	if (bpf_core_type_exists(struct trace_event_raw_kmem_free___5_10))
		freed(ctx, (u64)BPF_CORE_READ(old, ptr));
	else
		freed(ctx, (u64)BPF_CORE_READ(ctx, ptr));
	return 0;
}

SEC("tracepoint/kmem/mm_page_alloc")
int mm_page_alloc(struct trace_event_raw_mm_page_alloc *ctx)
{
	u64 page = BPF_CORE_READ(ctx, pfn);

	return page == NO_PAGE ? 0 : kernel_allocated(ctx, page, page_size << BPF_CORE_READ(ctx, order));
}

SEC("tracepoint/kmem/mm_page_free")
int mm_page_free(struct trace_event_raw_mm_page_free *ctx)
{
	freed(ctx, BPF_CORE_READ(ctx, pfn));
	return 0;
}

SEC("tracepoint/percpu/percpu_alloc_percpu")
int percpu_alloc_percpu(struct trace_event_raw_percpu_alloc_percpu *ctx)
{
	u64 size = bpf_core_field_exists(ctx->bytes_alloc) ? BPF_CORE_READ(ctx, bytes_alloc) : BPF_CORE_READ(ctx, size);

	return kernel_allocated(ctx, (u64)BPF_CORE_READ(ctx, ptr), size);
}

SEC("tracepoint/percpu/percpu_free_percpu")
int percpu_free_percpu(struct trace_event_raw_percpu_free_percpu *ctx)
{
	freed(ctx, (u64)BPF_CORE_READ(ctx, ptr));
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
