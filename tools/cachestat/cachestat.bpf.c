// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "events.bpf.h"
#include "page-cache.bpf.h"
#include "task-filter.bpf.h"

/* All in pages. */
struct counters {
	/* Looked at by read calls and page faults. */
	u64 accessed;
	/* Read from storage on behalf of them, ahead of time or not. */
	u64 read;
	/* How often a reader found nothing and had to wait. */
	u64 waits;
	u64 dirtied;
};

const volatile u32 option_pid;

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct counters);
} counters SEC(".maps");

static __always_inline struct counters *wanted_counters(void)
{
	u32 zero = 0;

	if (option_pid && bpf_get_current_pid_tgid() >> 32 != option_pid)
		return 0;
	return task_filtered() ? 0 : bpf_map_lookup_elem(&counters, &zero);
}

/* Atomic, as a program can be preempted by another one on its CPU. */
#define count(field, amount)                                                                                           \
	({                                                                                                             \
		struct counters *__counters = wanted_counters();                                                       \
		if (__counters)                                                                                        \
			__sync_fetch_and_add(&__counters->field, amount);                                              \
	})

/* total includes what an earlier part of the call, such as direct I/O, has read. */
SEC("fexit/filemap_read")
int BPF_PROG(file_read, struct kiocb *iocb, struct iov_iter *iter, long already, long total)
{
	if (total > already)
		count(accessed, pages_before(BPF_CORE_READ(iocb, ki_pos), total - already));
	return 0;
}

/* The same before Linux 5.12. */
SEC("fexit/generic_file_buffered_read")
int BPF_PROG(file_read_5_10, struct kiocb *iocb, struct iov_iter *iter, long already, long total)
{
	if (total > already)
		count(accessed, pages_before(BPF_CORE_READ(iocb, ki_pos), total - already));
	return 0;
}

/* sendfile and splice, which earlier go through a read call. */
SEC("?fexit/filemap_splice_read")
int BPF_PROG(file_spliced, struct file *in, loff_t *position, struct pipe_inode_info *pipe, size_t length,
	     unsigned int flags, long total)
{
	loff_t end = 0;

	if (total > 0 && !bpf_probe_read_kernel(&end, sizeof(end), position))
		count(accessed, pages_before(end, total));
	return 0;
}

SEC("fentry/filemap_fault")
int BPF_PROG(file_fault, struct vm_fault *fault)
{
	count(accessed, 1);
	return 0;
}

/* What is read without looking ahead, as for a mapping with MADV_RANDOM. Nothing tells it before Linux 5.16. */
SEC("?fentry/filemap_read_folio")
int BPF_PROG(folio_read, struct file *file, void *filler, struct folio *folio)
{
	count(read, folio_pages(folio));
	return 0;
}

/* All other pages that the kernel reads into the cache for readers come through here. */
SEC("fentry/read_pages")
int BPF_PROG(pages_read, struct readahead_control *request)
{
	u64 pages = BPF_CORE_READ(request, _nr_pages);

	if (pages)
		count(read, pages);
	return 0;
}

SEC("fentry/page_cache_sync_ra")
int BPF_PROG(page_missing)
{
	count(waits, 1);
	return 0;
}

SEC("tp_btf/writeback_dirty_folio")
int BPF_PROG(folio_dirtied, struct folio *folio)
{
	count(dirtied, folio_pages(folio));
	return 0;
}

SEC("tp_btf/writeback_dirty_page")
int BPF_PROG(page_dirtied)
{
	count(dirtied, 1);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
