/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The two ends of an IPv4 or IPv6 socket, and the filters that tools with connections have.
 *
 *	struct inet_ends ends;
 *
 *	read_ends(&ends, sk);
 *	if (ends_filtered(&ends) || netns_filtered(sk))
 *		return 0;
 *
 * User space sets the filters with applyInetFilter().
 */
#pragma once
#include "types.h"
#include "kernel-constants.bpf.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define INET_ADDRESS_BYTES 16
#define INET_PORTS 64

struct inet_ends {
	/* IPv4 addresses as ::ffff:a.b.c.d. */
	u8 local_address[INET_ADDRESS_BYTES];
	u8 remote_address[INET_ADDRESS_BYTES];
	u16 local_port;
	u16 remote_port;
	/* 4 or 6. A dual-stack socket that talks IPv4 counts as IPv4. */
	u32 version;
};

/* 4, 6, or 0 for both. */
const volatile u32 only_version;
/* Any of these; 0 ends a list, an empty one means all. */
const volatile u16 local_ports[INET_PORTS];
const volatile u16 remote_ports[INET_PORTS];
/* The remote address under a mask; no mask, no filter. */
const volatile u64 remote_network[2];
const volatile u64 remote_mask[2];
/* Inode number of a network namespace, or 0. */
const volatile u32 target_netns;

static __always_inline void map_ipv4(u8 address[INET_ADDRESS_BYTES], u32 ipv4)
{
	u32 *words = (u32 *)address;

	words[0] = 0;
	words[1] = 0;
	words[2] = bpf_htonl(0xffff);
	words[3] = ipv4;
}

static __always_inline bool is_ipv4_mapped(const void *address)
{
	const u32 *words = address;

	return !words[0] && !words[1] && words[2] == bpf_htonl(0xffff);
}

/*
 * The local port is the one bound last, also after the socket has let it go.
 */
static __always_inline void read_ends(struct inet_ends *ends, struct sock *sk)
{
	struct inet_sock *inet = (void *)sk;

	if (BPF_CORE_READ(sk, __sk_common.skc_family) == AF_INET6) {
		BPF_CORE_READ_INTO(&ends->local_address, sk, __sk_common.skc_v6_rcv_saddr.in6_u.u6_addr8);
		BPF_CORE_READ_INTO(&ends->remote_address, sk, __sk_common.skc_v6_daddr.in6_u.u6_addr8);
		ends->version = is_ipv4_mapped(ends->remote_address) ? 4 : 6;
	} else {
		map_ipv4(ends->local_address, BPF_CORE_READ(sk, __sk_common.skc_rcv_saddr));
		map_ipv4(ends->remote_address, BPF_CORE_READ(sk, __sk_common.skc_daddr));
		ends->version = 4;
	}
	ends->local_port = bpf_ntohs(BPF_CORE_READ(inet, inet_sport));
	ends->remote_port = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));
}

/* The remote end as a caller of connect() gave it. `address` is in kernel memory. */
static __always_inline void read_remote_end(struct inet_ends *ends, const void *address)
{
	const struct sockaddr_in *in = address;
	const struct sockaddr_in6 *in6 = address;
	u16 port;

	if (ends->version == 4) {
		u32 ipv4 = 0;

		bpf_core_read(&ipv4, sizeof(ipv4), &in->sin_addr.s_addr);
		map_ipv4(ends->remote_address, ipv4);
	} else {
		bpf_core_read(ends->remote_address, sizeof(ends->remote_address), &in6->sin6_addr);
	}
	bpf_core_read(&port, sizeof(port), &in->sin_port);
	ends->remote_port = bpf_ntohs(port);
}

static __always_inline bool port_listed(const volatile u16 ports[INET_PORTS], u16 port)
{
	int i;

	if (!ports[0])
		return true;
	for (i = 0; i < INET_PORTS && ports[i]; i++) {
		if (ports[i] == port)
			return true;
	}
	return false;
}

/* True when the ends are not what the filters ask for. */
static __always_inline bool ends_filtered(const struct inet_ends *ends)
{
	const u64 *remote = (const u64 *)ends->remote_address;

	if (only_version && ends->version != only_version)
		return true;
	if ((remote[0] & remote_mask[0]) != remote_network[0] || (remote[1] & remote_mask[1]) != remote_network[1])
		return true;
	return !port_listed(local_ports, ends->local_port) || !port_listed(remote_ports, ends->remote_port);
}

static __always_inline u32 socket_netns(struct sock *sk)
{
	return BPF_CORE_READ(sk, __sk_common.skc_net.net, ns.inum);
}

static __always_inline bool netns_filtered(struct sock *sk)
{
	return target_netns && socket_netns(sk) != target_netns;
}
