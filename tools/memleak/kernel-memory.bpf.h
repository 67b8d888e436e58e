/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What the kernel allocates for itself, by its tracepoints: slabs, pages and memory per CPU. */
#pragma once
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include "outstanding.bpf.h"
#include "page-size.bpf.h"
#include "task-filter.bpf.h"

#define NO_PAGE (~0ULL)

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

SEC("?tracepoint/kmem/kmalloc")
int kmalloc(struct trace_event_raw_kmalloc *ctx)
{
	if (bpf_core_type_exists(struct trace_event_raw_kmem_alloc___5_10))
		return slab_allocated((void *)ctx);
	return kernel_allocated(ctx, (u64)BPF_CORE_READ(ctx, ptr), BPF_CORE_READ(ctx, bytes_alloc));
}

SEC("?tracepoint/kmem/kmem_cache_alloc")
int kmem_cache_alloc(struct trace_event_raw_kmem_cache_alloc *ctx)
{
	if (bpf_core_type_exists(struct trace_event_raw_kmem_alloc___5_10))
		return slab_allocated((void *)ctx);
	return kernel_allocated(ctx, (u64)BPF_CORE_READ(ctx, ptr), BPF_CORE_READ(ctx, bytes_alloc));
}

/* Events of their own before Linux 6.1. */
SEC("?tracepoint/kmem/kmalloc_node")
int kmalloc_node(struct trace_event_raw_kmem_alloc___5_10 *ctx)
{
	return slab_allocated(ctx);
}

SEC("?tracepoint/kmem/kmem_cache_alloc_node")
int kmem_cache_alloc_node(struct trace_event_raw_kmem_alloc___5_10 *ctx)
{
	return slab_allocated(ctx);
}

SEC("?tracepoint/kmem/kfree")
int kfree(struct trace_event_raw_kfree *ctx)
{
	struct trace_event_raw_kmem_free___5_10 *old = (void *)ctx;

	if (bpf_core_type_exists(struct trace_event_raw_kmem_free___5_10))
		freed(ctx, (u64)BPF_CORE_READ(old, ptr));
	else
		freed(ctx, (u64)BPF_CORE_READ(ctx, ptr));
	return 0;
}

SEC("?tracepoint/kmem/kmem_cache_free")
int kmem_cache_free(struct trace_event_raw_kmem_cache_free *ctx)
{
	struct trace_event_raw_kmem_free___5_10 *old = (void *)ctx;

	if (bpf_core_type_exists(struct trace_event_raw_kmem_free___5_10))
		freed(ctx, (u64)BPF_CORE_READ(old, ptr));
	else
		freed(ctx, (u64)BPF_CORE_READ(ctx, ptr));
	return 0;
}

SEC("?tracepoint/kmem/mm_page_alloc")
int mm_page_alloc(struct trace_event_raw_mm_page_alloc *ctx)
{
	u64 page = BPF_CORE_READ(ctx, pfn);

	return page == NO_PAGE ? 0 : kernel_allocated(ctx, page, 1ULL << (page_shift + BPF_CORE_READ(ctx, order)));
}

SEC("?tracepoint/kmem/mm_page_free")
int mm_page_free(struct trace_event_raw_mm_page_free *ctx)
{
	freed(ctx, BPF_CORE_READ(ctx, pfn));
	return 0;
}

SEC("?tracepoint/percpu/percpu_alloc_percpu")
int percpu_alloc_percpu(struct trace_event_raw_percpu_alloc_percpu *ctx)
{
	u64 size = bpf_core_field_exists(ctx->bytes_alloc) ? BPF_CORE_READ(ctx, bytes_alloc) : BPF_CORE_READ(ctx, size);

	return kernel_allocated(ctx, (u64)BPF_CORE_READ(ctx, ptr), size);
}

SEC("?tracepoint/percpu/percpu_free_percpu")
int percpu_free_percpu(struct trace_event_raw_percpu_free_percpu *ctx)
{
	freed(ctx, (u64)BPF_CORE_READ(ctx, ptr));
	return 0;
}
