/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Pages of files in memory, which kernels since 5.16 handle in folios of one or many pages. */
#pragma once
#include "page-size.bpf.h"
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/* Pages that the bytes before end touch. */
static __always_inline u64 pages_before(u64 end, u64 bytes)
{
	u64 first = (end - bytes) >> page_shift;
	u64 last = (end - 1) >> page_shift;

	return bytes ? last - first + 1 : 0;
}

/* Pages of a folio. A large one says so in the flags, which are its first word on every kernel. */
static __always_inline u64 folio_pages(struct folio *folio)
{
	struct folio___6_12 *old = (void *)folio;
	unsigned long flags = 0;

	bpf_probe_read_kernel(&flags, sizeof(flags), folio);
	if (!(flags & (1UL << bpf_core_enum_value(enum pageflags, PG_head))))
		return 1;
	if (bpf_core_field_exists(folio->_nr_pages))
		return BPF_CORE_READ(folio, _nr_pages);
	return BPF_CORE_READ(old, _folio_nr_pages);
}
