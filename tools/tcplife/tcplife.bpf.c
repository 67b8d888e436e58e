// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "events.bpf.h"
#include "inet-socket.bpf.h"
#include "kernel-constants.bpf.h"
#include "task-filter.bpf.h"

#define SESSIONS 131072
#define COMM_BYTES 16

struct session {
	/* When it was seen first, and when it came nearer to being established; 0 when it was open before. */
	u64 first_ns;
	u64 begun_ns;
	u32 pid;
	u32 uid;
	bool owned;
	/* The owner is not in the cgroup or set that was asked for. */
	bool filtered;
	char comm[COMM_BYTES];
};

struct event {
	u64 time_ns;
	u64 first_ns;
	u64 begun_ns;
	u64 acked_bytes;
	u64 received_bytes;
	u32 pid;
	u32 uid;
	u32 netns;
	u32 retransmits;
	u32 segments_out;
	u32 segments_in;
	/* Smoothed, in eighths of a microsecond. */
	u32 round_trip;
	struct inet_ends ends;
	char comm[COMM_BYTES];
};

const volatile u32 option_pid;
/* Report sessions too that were open before. */
const volatile bool option_existing;

EVENT_RING(events, struct event);

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, SESSIONS);
	__type(key, u64);
	__type(value, struct session);
} sessions SEC(".maps");

static __always_inline bool is_tcp(struct sock *sk)
{
	u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);

	return BPF_CORE_READ(sk, sk_protocol) == IPPROTO_TCP && (family == AF_INET || family == AF_INET6);
}

/* The current task is at work on the socket for itself. */
static __always_inline void own(struct session *session)
{
	session->owned = true;
	session->filtered = task_filtered();
	session->pid = bpf_get_current_pid_tgid() >> 32;
	session->uid = bpf_get_current_uid_gid();
	bpf_get_current_comm(session->comm, sizeof(session->comm));
}

static __always_inline void begins(struct sock *sk, int old_state, int state)
{
	u64 key = (u64)sk, now = bpf_ktime_get_ns();
	struct session *known = bpf_map_lookup_elem(&sessions, &key);
	struct session session = {};

	/* What is known of a socket that only begins now is of another one, whose end was not seen. */
	if (known && old_state != TCP_CLOSE && old_state != TCP_LISTEN) {
		if (known->begun_ns)
			known->begun_ns = now;
		return;
	}
	session.first_ns = now;
	session.begun_ns = now;
	session.filtered = filters_tasks();
	/* A connection is made by the task that wants it; what happens later may be the work of an interrupt. */
	if (state == TCP_SYN_SENT)
		own(&session);
	if (bpf_map_update_elem(&sessions, &key, &session, BPF_ANY))
		count_lost(LOST_MAP_FULL);
}

/* What was sent and acknowledged. The kernel counts SYN and FIN as a byte each, but not among those sent. */
static __always_inline u64 acked_bytes(struct tcp_sock *tcp)
{
	u64 sent = BPF_CORE_READ(tcp, bytes_sent) - BPF_CORE_READ(tcp, bytes_retrans);
	u64 acked = BPF_CORE_READ(tcp, bytes_acked);

	return acked < sent ? acked : sent;
}

/* What came in order. A FIN, which the kernel notes so, is no data either. */
static __always_inline u64 received_bytes(struct tcp_sock *tcp)
{
	struct sock *sk = (void *)tcp;
	u64 bytes = BPF_CORE_READ(tcp, bytes_received);
	u64 fin = BPF_CORE_READ(sk, __sk_common.skc_flags) >> bpf_core_enum_value(enum sock_flags, SOCK_DONE) & 1;

	return bytes - (bytes ? fin : 0);
}

static __always_inline void report(void *ctx, struct sock *sk, const struct session *session)
{
	struct tcp_sock *tcp = (void *)sk;
	struct inet_ends ends = {};
	struct event *event;

	if (session->filtered || (option_pid && session->pid != option_pid))
		return;
	read_ends(&ends, sk);
	if (ends_filtered(&ends) || netns_filtered(sk))
		return;
	event = event_reserve(&events);
	if (!event)
		return;
	event->time_ns = bpf_ktime_get_ns();
	event->first_ns = session->first_ns;
	event->begun_ns = session->begun_ns;
	event->acked_bytes = acked_bytes(tcp);
	event->received_bytes = received_bytes(tcp);
	event->pid = session->pid;
	event->uid = session->uid;
	event->netns = socket_netns(sk);
	event->retransmits = BPF_CORE_READ(tcp, total_retrans);
	event->segments_out = BPF_CORE_READ(tcp, segs_out);
	event->segments_in = BPF_CORE_READ(tcp, segs_in);
	event->round_trip = BPF_CORE_READ(tcp, srtt_us);
	event->ends = ends;
	__builtin_memcpy(event->comm, session->comm, sizeof(event->comm));
	event_submit(ctx, &events, event);
}

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(state_changed, struct sock *sk, int old_state, int state)
{
	u64 key = (u64)sk;
	struct session *session;

	if (!is_tcp(sk))
		return 0;
	if (state == TCP_ESTABLISHED || state == TCP_SYN_SENT || state == TCP_SYN_RECV) {
		begins(sk, old_state, state);
		return 0;
	}
	session = bpf_map_lookup_elem(&sessions, &key);
	if (!session)
		return 0;
	/* The end that closes does so itself. */
	if ((state == TCP_FIN_WAIT1 || state == TCP_LAST_ACK) && !session->owned)
		own(session);
	if (state == TCP_CLOSE) {
		struct session last = *session;

		bpf_map_delete_elem(&sessions, &key);
		/* An interrupt that ends a session notes why. What it interrupted has nothing to do with it. */
		if (!last.owned && !BPF_CORE_READ(sk, sk_err))
			own(&last);
		report(ctx, sk, &last);
	}
	return 0;
}

/* The task that accepts a connection owns it, not the interrupt that made its socket. */
SEC("fentry/security_sock_graft")
int BPF_PROG(accepted, struct sock *sk, struct socket *parent)
{
	u64 key = (u64)sk;
	struct session *session = bpf_map_lookup_elem(&sessions, &key);
	struct session existing = {};

	if (session) {
		own(session);
	} else if (option_existing && is_tcp(sk)) {
		own(&existing);
		bpf_map_update_elem(&sessions, &key, &existing, BPF_NOEXIST);
	}
	return 0;
}

SEC("kretprobe/inet_csk_accept")
int BPF_KRETPROBE(accept_returned, struct sock *sk)
{
	u64 key = (u64)sk;
	struct session *session = bpf_map_lookup_elem(&sessions, &key);

	if (session)
		own(session);
	return 0;
}

/* Runs once for every open file: sockets that are connected already get their owner. */
SEC("iter/task_file")
int find_existing(struct bpf_iter__task_file *ctx)
{
	struct task_struct *task = ctx->task;
	struct file *file = ctx->file;
	struct session session = {};
	struct socket *socket;
	struct sock *sk;
	u8 state;
	u64 key;

	if (!task || !file || (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK)
		return 0;
	socket = BPF_CORE_READ(file, private_data);
	if (!socket)
		return 0;
	sk = BPF_CORE_READ(socket, sk);
	if (!sk || !is_tcp(sk))
		return 0;
	state = BPF_CORE_READ(sk, __sk_common.skc_state);
	if (state == TCP_CLOSE || state == TCP_LISTEN)
		return 0;
	key = (u64)sk;
	session.owned = true;
	session.filtered = other_task_filtered(task);
	session.pid = BPF_CORE_READ(task, tgid);
	session.uid = BPF_CORE_READ(task, cred, uid.val);
	BPF_CORE_READ_STR_INTO(&session.comm, task, group_leader, comm);
	bpf_map_update_elem(&sessions, &key, &session, BPF_NOEXIST);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
