// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "types.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "calls.bpf.h"
#include "count-map.bpf.h"
#include "events.bpf.h"
#include "inet-socket.bpf.h"
#include "task-filter.bpf.h"

#define FLOWS 10240
#define COMM_BYTES 16
/* tcp_recvmsg had so many parameters as long as the kernel could not tell a program what a function returned. */
#define OLD_RECVMSG_PARAMETERS 6
#define MSG_PEEK 0x2
#define MSG_ERRQUEUE 0x2000

struct flow {
	struct inet_ends ends;
	u32 pid;
	char comm[COMM_BYTES];
};

struct traffic {
	u64 received;
	u64 sent;
};

const volatile u32 option_pid;

COUNT_MAP(flows, HASH, FLOWS, struct flow, struct traffic);
CALLS(calls, u64);

static const struct traffic nothing;

static __always_inline struct traffic *wanted_traffic(struct sock *sk, long bytes)
{
	struct flow flow = {};

	if (bytes <= 0)
		return 0;
	flow.pid = bpf_get_current_pid_tgid() >> 32;
	if ((option_pid && flow.pid != option_pid) || task_filtered())
		return 0;
	read_ends(&flow.ends, sk);
	if (ends_filtered(&flow.ends) || netns_filtered(sk))
		return 0;
	bpf_get_current_comm(flow.comm, sizeof(flow.comm));
	return count_of(flows, &flow, &nothing);
}

static __always_inline int count_sent(struct sock *sk, int bytes)
{
	struct traffic *traffic = wanted_traffic(sk, bytes);

	if (traffic)
		__sync_fetch_and_add(&traffic->sent, bytes);
	return 0;
}

static __always_inline int count_received(struct sock *sk, int bytes)
{
	struct traffic *traffic = wanted_traffic(sk, bytes);

	if (traffic)
		__sync_fetch_and_add(&traffic->received, bytes);
	return 0;
}

SEC("fexit/tcp_sendmsg")
int BPF_PROG(message_sent, struct sock *sk, struct msghdr *message, size_t size, int bytes)
{
	return count_sent(sk, bytes);
}

/* sendfile and splice into a socket, before Linux 6.5 made them messages. */
SEC("?fexit/tcp_sendpage")
int BPF_PROG(page_sent, struct sock *sk, struct page *page, int offset, size_t size, int flags, int bytes)
{
	return count_sent(sk, bytes);
}

/* A look ahead takes nothing, and errors are no data. */
static __always_inline bool takes_data(u64 flags)
{
	return !(flags & (MSG_PEEK | MSG_ERRQUEUE));
}

/* The number of parameters differs between kernels, so flags and result are not where a prototype would say. */
SEC("fexit/tcp_recvmsg")
int message_received(u64 *ctx)
{
	u64 bytes = 0, flags = 0;

	if (bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_get_func_ret)) {
		bpf_get_func_ret(ctx, &bytes);
		bpf_get_func_arg(ctx, bpf_get_func_arg_cnt(ctx) == OLD_RECVMSG_PARAMETERS ? 4 : 3, &flags);
	} else {
		bytes = ctx[OLD_RECVMSG_PARAMETERS];
		flags = ctx[4];
	}
	return takes_data(flags) ? count_received((void *)ctx[0], bytes) : 0;
}

SEC("fexit/tcp_splice_read")
int BPF_PROG(stream_spliced, struct socket *socket, loff_t *position, void *pipe, size_t length, unsigned int flags,
	     long bytes)
{
	return count_received(BPF_CORE_READ(socket, sk), bytes);
}

/* The same for kernels without trampolines. */
#define ENTRY(name, section)                                                                                           \
	SEC(section) int BPF_KPROBE(name, struct sock *sk)                                                             \
	{                                                                                                              \
		u64 socket = (u64)sk;                                                                                  \
		return remember_call(&calls, THIS_THREAD, &socket);                                                    \
	}
#define RETURN(name, section, count)                                                                                   \
	SEC(section) int BPF_KRETPROBE(name, int bytes)                                                                \
	{                                                                                                              \
		u64 socket;                                                                                            \
		return take_call(&calls, THIS_THREAD, &socket) ? count((void *)socket, bytes) : 0;                     \
	}

ENTRY(sendmsg_entered, "kprobe/tcp_sendmsg")
RETURN(sendmsg_returned, "kretprobe/tcp_sendmsg", count_sent)
ENTRY(sendpage_entered, "?kprobe/tcp_sendpage")
RETURN(sendpage_returned, "?kretprobe/tcp_sendpage", count_sent)
RETURN(recvmsg_returned, "kretprobe/tcp_recvmsg", count_received)
RETURN(splice_returned, "kretprobe/tcp_splice_read", count_received)

/* Linux 5.19 took away the parameter before the flags, and came with the helper asked for here. */
SEC("kprobe/tcp_recvmsg")
int BPF_KPROBE(recvmsg_entered, struct sock *sk, struct msghdr *message, size_t size, u64 fourth, u64 fifth)
{
	u64 socket = (u64)sk;
	bool since_5_19 = bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_dynptr_data);

	/* Both are read: the verifier takes no choice of what to read from a context. */
	barrier_var(fourth);
	barrier_var(fifth);
	return takes_data(since_5_19 ? fourth : fifth) ? remember_call(&calls, THIS_THREAD, &socket) : 0;
}

SEC("kprobe/tcp_splice_read")
int BPF_KPROBE(splice_entered, struct socket *socket)
{
	u64 sk = (u64)BPF_CORE_READ(socket, sk);

	return remember_call(&calls, THIS_THREAD, &sk);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
