/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#pragma once

/* What tools ask of a `struct request`, on every kernel. Needs types.h, bpf_helpers.h and bpf_core_read.h. */

#define DISK_NAME_BYTES 32
#define DEVICE_MINOR_BITS 20

/* Until 5.15 the request itself names its disk, and a partition is a `struct hd_struct`. */
struct request___with_disk {
	struct gendisk *rq_disk;
} __attribute__((preserve_access_index));

struct request___with_hd_struct {
	struct hd_struct___old *part;
} __attribute__((preserve_access_index));

struct hd_struct___old {
	struct device __dev;
} __attribute__((preserve_access_index));

/*
 * The operations until 5.18, with their numbers of then. One value, as the kernel takes no types of which one is an
 * enumeration of nothing.
 */
enum req_opf___old {
	REQ_OP_READ___old,
};

static __always_inline struct gendisk *request_disk(struct request *request)
{
	struct request___with_disk *old = (void *)request;

	if (bpf_core_field_exists(old->rq_disk))
		return BPF_CORE_READ(old, rq_disk);
	return BPF_CORE_READ(request, q, disk);
}

/* Kernel device number: major << 20 | minor. */
static __always_inline u32 request_disk_number(struct request *request)
{
	struct gendisk *disk = request_disk(request);

	return BPF_CORE_READ(disk, major) << DEVICE_MINOR_BITS | BPF_CORE_READ(disk, first_minor);
}

/* The partition the request was made on, or the whole disk; 0 for requests that are not accounted. */
static __always_inline u32 request_partition_number(struct request *request)
{
	struct request___with_hd_struct *old = (void *)request;

	if (bpf_core_type_exists(struct hd_struct___old))
		return BPF_CORE_READ(old, part, __dev.devt);
	return BPF_CORE_READ(request, part, bd_dev);
}

static __always_inline void request_disk_name(struct request *request, char name[DISK_NAME_BYTES])
{
	bpf_probe_read_kernel_str(name, DISK_NAME_BYTES, BPF_CORE_READ(request_disk(request), disk_name));
}

#define DEVICES 16
/* The disks and partitions to watch, by kernel device number; 0 ends the list, none means all. */
const volatile u32 devices[DEVICES];

static __always_inline bool device_wanted(struct request *request)
{
	u32 disk, partition;
	int i;

	if (!devices[0])
		return true;
	disk = request_disk_number(request);
	partition = request_partition_number(request);
	for (i = 0; i < DEVICES && devices[i]; i++) {
		if (devices[i] == disk || devices[i] == partition)
			return true;
	}
	return false;
}
