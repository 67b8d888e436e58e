// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* One program for each way to attach; each counts its runs in its own element of `hits`. */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <linux/ptrace.h>
#include <stdbool.h>
#include <bpf/usdt.bpf.h>

char LICENSE[] SEC("license") = "GPL";

/* Only this process counts. */
const volatile int target_tgid;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 32);
	__type(key, __u32);
	__type(value, __u64);
} hits SEC(".maps");

/* The cookie each program was last run with. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 32);
	__type(key, __u32);
	__type(value, __u64);
} cookies SEC(".maps");

static __always_inline int count(__u32 element)
{
	__u64 *value = bpf_map_lookup_elem(&hits, &element);

	if (value)
		__sync_fetch_and_add(value, 1);
	return 0;
}

static __always_inline int count_ours(__u32 element)
{
	if (target_tgid && bpf_get_current_pid_tgid() >> 32 != target_tgid)
		return 0;
	return count(element);
}

SEC("kprobe/vfs_mkdir")
int on_kprobe(void *ctx)
{
	return count_ours(0);
}

SEC("kretprobe/vfs_mkdir")
int on_kretprobe(void *ctx)
{
	return count_ours(1);
}

SEC("fentry/vfs_mkdir")
int on_fentry(void *ctx)
{
	return count_ours(2);
}

SEC("fexit/vfs_mkdir")
int on_fexit(void *ctx)
{
	return count_ours(3);
}

SEC("tracepoint/syscalls/sys_enter_mkdir")
int on_tracepoint(void *ctx)
{
	return count_ours(4);
}

SEC("raw_tp/sched_process_fork")
int on_raw_tracepoint(void *ctx)
{
	return count_ours(5);
}

SEC("tp_btf/sched_process_fork")
int on_tp_btf(void *ctx)
{
	return count_ours(6);
}

SEC("?lsm/inode_mkdir")
int on_lsm(void *ctx)
{
	return count_ours(7);
}

SEC("uprobe")
int on_uprobe(void *ctx)
{
	return count_ours(8);
}

SEC("uretprobe")
int on_uretprobe(void *ctx)
{
	return count_ours(9);
}

SEC("?usdt")
int on_usdt(struct pt_regs *ctx)
{
	return count(10);
}

SEC("perf_event")
int on_perf_event(void *ctx)
{
	return count(11);
}

SEC("xdp")
int on_xdp(void *ctx)
{
	count(12);
	return XDP_PASS;
}

/* Lets everything through, and counts what is sent in tc's two places. */
SEC("tc")
int on_tc(void *ctx)
{
	count(19);
	return TC_ACT_UNSPEC;
}

SEC("cgroup_skb/egress")
int on_cgroup(void *ctx)
{
	count(13);
	return 1;
}

SEC("?kprobe.multi")
int on_kprobes(void *ctx)
{
	return count_ours(14);
}

SEC("?uprobe.multi")
int on_uprobes(void *ctx)
{
	return count_ours(15);
}

SEC("?iter/task")
int on_iterator(struct {
	void *meta;
} *ctx)
{
	count(16);
	return 0;
}

/* Needs bpf_get_attach_cookie, Linux 5.15. */
SEC("?kprobe")
int on_cookie(void *ctx)
{
	__u32 element = 17;
	__u64 cookie = bpf_get_attach_cookie(ctx);

	bpf_map_update_elem(&cookies, &element, &cookie, BPF_ANY);
	return count_ours(17);
}

SEC("?iter/bpf_map_elem")
int on_elements(struct {
	void *meta;
	void *map;
	void *key;
} *ctx)
{
	/* The last call, after all elements, has none. */
	return ctx->key ? count(18) : 0;
}

/* The verifier refuses it: it reads where it may not. */
SEC("?kprobe/vfs_mkdir")
int refused(void *ctx)
{
	return *(int *)(long)bpf_get_current_pid_tgid();
}

/* Targets that no kernel has. */
SEC("?fentry/no_such_function_anywhere")
int targetless(void *ctx)
{
	return 0;
}

SEC("?tp_btf/no_such_tracepoint_anywhere")
int pointless(void *ctx)
{
	return 0;
}

SEC("?lsm/no_such_hook_anywhere")
int hookless(void *ctx)
{
	return 0;
}

SEC("?iter/no_such_objects_anywhere")
int objectless(void *ctx)
{
	return 0;
}
