// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "calls.bpf.h"
#include "count-map.bpf.h"
#include "events.bpf.h"
#include "inet-socket.bpf.h"
#include "kernel-constants.bpf.h"
#include "task-filter.bpf.h"

#define DNS_PORT 53
#define DNS_HEADER_BYTES 12
#define DNS_RESPONSE 0x80
/* The largest answer that resolvers ask for by default is 4096 bytes; most ask for 1232. */
#define DNS_BYTES 8192
#define CONNECTIONS 16384

enum event_kind {
	EVENT_CONNECT,
	EVENT_DNS_ANSWER,
};

struct event {
	u64 time_ns;
	u32 kind;
	u32 pid;
	u32 tid;
	u32 uid;
	u32 netns;
	/* Of connect(), 0 or a negative error number. */
	s32 ret;
	struct inet_ends ends;
	char comm[16];
	/* A DNS message. */
	u8 answer[];
};

struct record {
	u8 bytes[sizeof(struct event) + DNS_BYTES];
};

struct connection {
	u8 local_address[INET_ADDRESS_BYTES];
	u8 remote_address[INET_ADDRESS_BYTES];
	u16 remote_port;
	/* 0 unless asked for. */
	u16 local_port;
	u32 version;
};

struct connect_call {
	struct sock *sk;
	const void *address;
};

struct receive_call {
	struct sock *sk;
	struct msghdr *message;
};

const volatile u32 option_pid;
/* All ones: every user. */
const volatile u32 option_uid = ~0U;
/* Report calls that failed too. */
const volatile bool option_failed;
const volatile bool option_count;
const volatile bool option_source_port;

EVENT_RING(events, struct event);
EVENT_SCRATCH(scratch, struct record);
CALLS(connecting, struct connect_call);
CALLS(receiving, struct receive_call);

COUNT_MAP(connections, HASH, CONNECTIONS, struct connection, u64);
static const u64 none;

static __always_inline int count_connection(const struct inet_ends *ends)
{
	struct connection key = {
		.remote_port = ends->remote_port,
		.local_port = option_source_port ? ends->local_port : 0,
		.version = ends->version,
	};
	u64 *count;

	__builtin_memcpy(key.local_address, ends->local_address, sizeof(key.local_address));
	__builtin_memcpy(key.remote_address, ends->remote_address, sizeof(key.remote_address));
	count = count_of(connections, &key, &none);
	if (count)
		__sync_fetch_and_add(count, 1);
	return 0;
}

static __always_inline void describe(struct event *event, struct sock *sk, u32 kind)
{
	u64 pid_tgid = bpf_get_current_pid_tgid();

	event->time_ns = bpf_ktime_get_ns();
	event->kind = kind;
	event->pid = pid_tgid >> 32;
	event->tid = pid_tgid;
	event->uid = bpf_get_current_uid_gid();
	event->netns = socket_netns(sk);
	bpf_get_current_comm(event->comm, sizeof(event->comm));
}

/* `version` is that of the function: a dual-stack socket reaches IPv4 through the function for IPv4. */
static __always_inline int connected(void *ctx, struct sock *sk, const void *address, int ret, u32 version)
{
	struct event event = {};
	u32 pid = bpf_get_current_pid_tgid() >> 32;
	u32 uid = bpf_get_current_uid_gid();

	if (ret && !option_failed)
		return 0;
	if ((option_pid && pid != option_pid) || (~option_uid && uid != option_uid) || task_filtered())
		return 0;
	read_ends(&event.ends, sk);
	/* The socket has given up its addresses when the call failed. */
	if (ret) {
		event.ends.version = version;
		read_remote_end(&event.ends, address);
		if (version == 4)
			map_ipv4(event.ends.local_address, 0);
	}
	/* It was reported as an IPv4 connection. */
	if (version == 6 && is_ipv4_mapped(event.ends.remote_address))
		return 0;
	event.ends.version = version;
	if (ends_filtered(&event.ends) || netns_filtered(sk))
		return 0;
	if (option_count)
		return count_connection(&event.ends);
	event.ret = ret;
	describe(&event, sk, EVENT_CONNECT);
	event_output(ctx, &events, &event, sizeof(event));
	return 0;
}

SEC("fexit/tcp_v4_connect")
int BPF_PROG(connected4, struct sock *sk, void *address, int length, int ret)
{
	return connected(ctx, sk, address, ret, 4);
}

SEC("fexit/tcp_v6_connect")
int BPF_PROG(connected6, struct sock *sk, void *address, int length, int ret)
{
	return connected(ctx, sk, address, ret, 6);
}

static __always_inline int connect_begins(struct sock *sk, const void *address, u64 version)
{
	struct connect_call call = { .sk = sk, .address = address };

	return remember_call(&connecting, version << 32 | THIS_THREAD, &call);
}

static __always_inline int connect_ends(void *ctx, int ret, u64 version)
{
	struct connect_call call;

	if (!take_call(&connecting, version << 32 | THIS_THREAD, &call))
		return 0;
	return connected(ctx, call.sk, call.address, ret, version);
}

SEC("kprobe/tcp_v4_connect")
int BPF_KPROBE(connect4_begins, struct sock *sk, void *address)
{
	return connect_begins(sk, address, 4);
}

SEC("kretprobe/tcp_v4_connect")
int BPF_KRETPROBE(connect4_ends, int ret)
{
	return connect_ends(ctx, ret, 4);
}

SEC("kprobe/tcp_v6_connect")
int BPF_KPROBE(connect6_begins, struct sock *sk, void *address)
{
	return connect_begins(sk, address, 6);
}

SEC("kretprobe/tcp_v6_connect")
int BPF_KRETPROBE(connect6_ends, int ret)
{
	return connect_ends(ctx, ret, 6);
}

/* Where one datagram was put, once it is there: one piece of memory, or nothing for a receiver that scatters it. */
static __always_inline const void *received_into(struct iov_iter *iter, u64 *length)
{
	struct iov_iter___5_10 *first = (void *)iter;
	struct iov_iter___6_1 *second = (void *)iter;
	const struct iovec *vector;
	u64 pieces;
	u32 type;

	if (bpf_core_field_exists(first->type))
		type = BPF_CORE_READ(first, type) & ~1;
	else
		type = BPF_CORE_READ(iter, iter_type);
	if (bpf_core_enum_value_exists(enum iter_type, ITER_UBUF) &&
	    type == bpf_core_enum_value(enum iter_type, ITER_UBUF)) {
		*length = BPF_CORE_READ(iter, iov_offset);
		return BPF_CORE_READ(iter, ubuf);
	}
	if (type != bpf_core_enum_value(enum iter_type, ITER_IOVEC))
		return 0;
	vector = bpf_core_field_exists(iter->__iov) ? BPF_CORE_READ(iter, __iov) : BPF_CORE_READ(second, iov);
	pieces = BPF_CORE_READ(iter, nr_segs);
	if (pieces > 1)
		return 0;
	*length = BPF_CORE_READ(iter, iov_offset);
	/* The datagram filled its memory to the last byte. */
	if (!pieces) {
		vector--;
		*length = BPF_CORE_READ(vector, iov_len);
	}
	return BPF_CORE_READ(vector, iov_base);
}

static __always_inline bool is_from_dns(struct sock *sk, struct msghdr *message)
{
	const struct sockaddr_in *from = BPF_CORE_READ(message, msg_name);
	u16 port = BPF_CORE_READ(sk, __sk_common.skc_dport);

	/* A socket that is not connected learns who sent the datagram; port and family are at the same place in both. */
	if (!port && from)
		port = BPF_CORE_READ(from, sin_port);
	return port == bpf_htons(DNS_PORT);
}

static __always_inline int received(void *ctx, struct sock *sk, struct msghdr *message, int ret)
{
	const void *from;
	struct event *event;
	u64 length = 0, size;

	if (ret < DNS_HEADER_BYTES || !is_from_dns(sk, message) || netns_filtered(sk))
		return 0;
	event = (void *)event_scratch(&scratch);
	if (!event)
		return 0;
	from = received_into(__builtin_preserve_access_index(&message->msg_iter), &length);
	size = bounded(length, DNS_BYTES);
	if (!from || bpf_probe_read_user(event->answer, size, from)) {
		count_lost(LOST_READ_FAULT);
		return 0;
	}
	/* Only answers, and only those that have one. */
	if (!(event->answer[2] & DNS_RESPONSE) || !(event->answer[6] | event->answer[7]))
		return 0;
	if (length > size || (u64)ret > length)
		count_lost(LOST_READ_FAULT);
	describe(event, sk, EVENT_DNS_ANSWER);
	event_output(ctx, &events, event, sizeof(struct event) + size);
	return 0;
}

static __always_inline int receive_begins(struct sock *sk, struct msghdr *message)
{
	struct receive_call call = { .sk = sk, .message = message };

	return remember_call(&receiving, THIS_THREAD, &call);
}

static __always_inline int receive_ends(void *ctx, int ret)
{
	struct receive_call call;

	if (!take_call(&receiving, THIS_THREAD, &call))
		return 0;
	return received(ctx, call.sk, call.message, ret);
}

/* Kernels differ in what follows these two arguments, so that the result is not where fexit would look for it. */
SEC("kprobe/udp_recvmsg")
int BPF_KPROBE(receive4_begins, struct sock *sk, struct msghdr *message)
{
	return receive_begins(sk, message);
}

SEC("kretprobe/udp_recvmsg")
int BPF_KRETPROBE(receive4_ends, int ret)
{
	return receive_ends(ctx, ret);
}

SEC("kprobe/udpv6_recvmsg")
int BPF_KPROBE(receive6_begins, struct sock *sk, struct msghdr *message)
{
	return receive_begins(sk, message);
}

SEC("kretprobe/udpv6_recvmsg")
int BPF_KRETPROBE(receive6_ends, int ret)
{
	return receive_ends(ctx, ret);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
