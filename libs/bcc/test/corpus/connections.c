/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Sockets and packets. */

//// retransmissions with addresses of both families
#include <net/sock.h>
#include <net/tcp_states.h>
enum cause { BY_TIMER = 1, BY_PROBE = 2 };
struct resend {
	unsigned __int128 from6, to6;
	__be32 from4, to4;
	u16 local, remote;
	u8 family, state;
	enum cause why;
};
BPF_RINGBUF_OUTPUT(resends, 16);
static __always_inline int note(struct sock *s, enum cause why)
{
	struct resend *r;
	u8 st = s->__sk_common.skc_state;

	if (st == TCP_LISTEN)
		return 0;
	r = resends.ringbuf_reserve(sizeof(*r));
	if (!r)
		return 0;
	__builtin_memset(r, 0, sizeof(*r));
	r->why = why;
	r->state = st;
	r->family = s->__sk_common.skc_family;
	r->local = s->__sk_common.skc_num;
	r->remote = be16_to_cpu(s->__sk_common.skc_dport);
	switch (r->family) {
	case AF_INET6:
		bpf_probe_read_kernel(&r->from6, 16, &s->__sk_common.skc_v6_rcv_saddr);
		bpf_probe_read_kernel(&r->to6, 16, s->__sk_common.skc_v6_daddr.in6_u.u6_addr8);
		break;
	case AF_INET:
		r->from4 = s->__sk_common.skc_rcv_saddr;
		r->to4 = s->__sk_common.skc_daddr;
	}
	resends.ringbuf_submit(r, 0);
	return 0;
}
int on_timer(struct pt_regs *ctx, struct sock *s) { return note(s, BY_TIMER); }
int on_probe(struct pt_regs *ctx, struct sock *s) { return note(s, BY_PROBE); }

//// ports by a cast to inet_sock, and members by the names of the kernel's macros
#include <net/inet_sock.h>
#include <net/sock.h>
struct claim { u32 addr; u16 port; u16 proto; u8 shared; u8 transparent; int iface; long rc; };
BPF_HASH(claiming, u32, u64);
BPF_PERF_OUTPUT(claims);
int bind_in(struct pt_regs *ctx, struct socket *so, struct sockaddr *to) {
	u32 t = (u32)bpf_get_current_pid_tgid();
	u64 where = (u64)so;
	if (to->sa_family == AF_INET || to->sa_family == AF_INET6)
		claiming.update(&t, &where);
	return 0;
}
int bind_out(struct pt_regs *ctx) {
	u32 t = (u32)bpf_get_current_pid_tgid();
	u64 *where = claiming.lookup(&t);
	struct claim c;
	if (!where)
		return 0;
	struct sock *sk = ((struct socket *)*where)->sk;
	struct inet_sock *in = (struct inet_sock *)sk;
	memset(&c, 0, sizeof(c));
	c.rc = PT_REGS_RC(ctx);
	c.addr = in->inet_rcv_saddr;
	c.port = ntohs(in->inet_sport);
	c.proto = sk->sk_protocol;
	c.iface = sk->sk_bound_dev_if;
	c.shared = sk->sk_reuseport << 1 | sk->sk_reuse;
	claims.perf_submit(ctx, &c, sizeof(c));
	claiming.delete(&t);
	return 0;
}

//// connections that open, by the names that look like members of struct sock
#include <net/sock.h>
struct attempt { struct sock *sk; u64 begun; };
BPF_TABLE("lru_hash", u64, struct attempt, attempts, 4096);
int kprobe__tcp_v4_connect(struct pt_regs *ctx, struct sock *sk) {
	u64 who = bpf_get_current_pid_tgid();
	struct attempt a = { sk, bpf_ktime_get_ns() };
	return attempts.update(&who, &a);
};
int kretprobe__tcp_v4_connect(struct pt_regs *ctx) {
	u64 who = bpf_get_current_pid_tgid();
	struct attempt *a = attempts.lookup(&who);
	if (!a)
		return 0;
	if (!PT_REGS_RC(ctx)) {
		u32 to = a->sk->sk_daddr;
		u16 port = a->sk->sk_dport;
		bpf_trace_printk("to %x port %d after %llu ns\n", to, ntohs(port), bpf_ktime_get_ns() - a->begun);
		if (a->sk->sk_rcv_saddr == to) bpf_trace_printk("myself, family %d\n", a->sk->sk_family);
	}
	attempts.delete(&who);
	return 0;
}

//// life of connections by the state tracepoint
#include <linux/tcp.h>
#include <net/sock.h>
struct closed { u64 ms; u64 in, out; u8 from[16]; __be32 from4; u16 ports[2]; u16 family; char last[TASK_COMM_LEN]; };
BPF_HASH(since, const void *, u64, 65536);
BPF_PERF_OUTPUT(ended);
TRACEPOINT_PROBE(sock, inet_sock_set_state)
{
	const void *key = args->skaddr;
	u64 now = bpf_ktime_get_ns(), *then;
	if (args->protocol != IPPROTO_TCP)
		return 0;
	if (args->newstate == TCP_SYN_SENT || args->newstate == TCP_SYN_RECV) {
		since.insert(&key, &now);
		return 0;
	}
	if (args->newstate != TCP_CLOSE || !(then = since.lookup(&key)))
		return 0;
	const struct tcp_sock *tp = args->skaddr;
	struct closed c = { .ms = (now - *then) / 1000000, .family = args->family };
	c.in = tp->bytes_received;
	c.out = tp->bytes_acked;
	c.ports[0] = args->sport, c.ports[1] = args->dport;
	if (c.family == AF_INET)
		bpf_probe_read_kernel(&c.from4, 4, args->saddr);
	else
		memcpy(c.from, args->saddr_v6, sizeof(c.from));
	bpf_get_current_comm(c.last, sizeof c.last);
	ended.perf_submit(args, &c, sizeof c);
	since.delete(&key);
	return 0;
}

//// packets that are dropped, with headers read by hand
#include <linux/skbuff.h>
#include <uapi/linux/ip.h>
#include <uapi/linux/tcp.h>
struct lost { __be32 src, dst; u16 ports[2]; u8 bits, ttl, ihl; u32 mark; };
BPF_PERF_OUTPUT(lost_packets);
BPF_STACK_TRACE(by_whom, 1 << 10);
BPF_HASH(places, int, u64);
static inline void *header(struct sk_buff *p, u16 offset) { return p->head + offset; }
int on_free(struct pt_regs *ctx, struct sk_buff *p)
{
	struct lost l = {};
	int id;
	if (p->protocol != htons(ETH_P_IP))
		return 0;
	struct iphdr *net = header(p, p->network_header);
	if (net->protocol != IPPROTO_TCP)
		return 0;
	struct tcphdr *seg = header(p, p->transport_header);
	l.src = net->saddr, l.dst = net->daddr, l.ttl = net->ttl, l.ihl = net->ihl * 4;
	l.ports[0] = ntohs(seg->source);
	l.ports[1] = ntohs(seg->dest);
	l.bits = seg->fin | seg->syn << 1 | seg->rst << 2;
	l.mark = p->mark;
	id = by_whom.get_stackid(ctx, BPF_F_REUSE_STACKID);
	if (id >= 0)
		places.increment(id);
	lost_packets.perf_submit(ctx, &l, sizeof(struct lost));
	return 0;
}

//// round trip times in a histogram, smoothed value of the socket
#include <linux/tcp.h>
#include <net/inet_sock.h>
struct peer { __be32 addr; u32 ms_slot; };
struct sum { u64 us, n; u32 worst; };
BPF_HISTOGRAM(by_peer, struct peer, 4096);
BPF_HASH(sums, __be32, struct sum);
int on_ack(struct pt_regs *ctx, struct sock *sk)
{
	const struct tcp_sock *tp = tcp_sk(sk);
	u32 us = tp->srtt_us / 8, cwnd = tp->snd_cwnd;
	struct peer p = {};
	struct sum none = {}, *s;
	__be16 port;
	bpf_probe_read(&port, sizeof port, &((struct inet_sock *)sk)->inet_sport);
	if (port != __constant_htons(443) && cwnd < 2)
		return 0;
	bpf_probe_read_kernel(&p.addr, sizeof(__be32), &inet_sk(sk)->inet_daddr);
	p.ms_slot = bpf_log2(us / 1000);
	by_peer.atomic_increment(p);
	s = sums.lookup_or_try_init(&p.addr, &none);
	if (s == NULL)
		return 0;
	s->us += us, s->n++;
	if (us > s->worst) s->worst = us;
	return 0;
}

//// bytes of sends and receives by process and connection
#include <net/sock.h>
typedef struct { u64 tgid; __be32 peer; __be16 port; u16 pad; } __attribute__((packed)) flow_t;
typedef struct { u64 up, down, calls; } volume_t;
BPF_PERCPU_HASH(volumes, flow_t, volume_t, 2048);
static __always_inline volume_t *volume(struct sock *sk)
{
	volume_t nothing = { 0, };
	flow_t f;
	f.tgid = bpf_get_current_pid_tgid() >> 32;
	f.peer = sk->__sk_common.skc_daddr;
	f.port = sk->__sk_common.skc_dport;
	f.pad = 0;
	return volumes.lookup_or_try_init(&f, &nothing);
}
int kprobe__tcp_sendmsg(struct pt_regs *ctx, struct sock *sk, struct msghdr *msg, size_t size)
{
	volume_t *v = sk->__sk_common.skc_family == AF_INET ? volume(sk) : 0;
	if (v) v->up += size, v->calls++;
	return 0;
}
int kprobe__tcp_cleanup_rbuf(struct pt_regs *ctx, struct sock *sk, int copied)
{
	volume_t *v;
	if (copied > 0 && (v = volume(sk)))
		v->down += copied;
	return 0;
}

//// DNS questions of a socket filter
#include <uapi/linux/ptrace.h>
#include <net/sock.h>
#include <bcc/proto.h>
#define ETH_P_IPV4 0x0800
struct dns_hdr_t { u16 id; u16 flags; u16 qdcount; u16 ancount; u16 nscount; u16 arcount; } BPF_PACKET_HEADER;
BPF_ARRAY(questions, u64, 2);
int dns_filter(struct __sk_buff *skb)
{
    u8 *cursor = 0;
    struct ethernet_t *ethernet = cursor_advance(cursor, sizeof(*ethernet));
    if (ethernet->type != ETH_P_IPV4) return 0;
    struct ip_t *ip = cursor_advance(cursor, sizeof(*ip));
    if (ip->nextp != IPPROTO_UDP) return 0;
    struct udp_t *udp = cursor_advance(cursor, sizeof(*udp));
    if (udp->dport != 53) return 0;
    struct dns_hdr_t *dns = cursor_advance(cursor, sizeof(*dns));
    if ((dns->flags >> 15) != 0 || dns->qdcount != 1) return 0;
    int slot = 1;
    questions.increment(slot);
    return -1;
}

//// start of a request found with byte loads
#include <bcc/proto.h>
#define IS(a, b, c) (load_byte(skb, at) == (a) && load_byte(skb, at + 1) == (b) && load_byte(skb, at + 2) == (c))
BPF_HISTOGRAM(lengths);
int requests(struct __sk_buff *skb) {
	u8 *cursor = 0;
	u32 at, head, rest;
	struct ethernet_t *frame = cursor_advance(cursor, sizeof(*frame));
	if (frame->type != 0x0800)
		return 0;
	struct ip_t *packet = cursor_advance(cursor, sizeof(*packet));
	if (packet->ver != 4 || packet->nextp != 6)
		return 0;
	head = packet->hlen * 4;
	if (head < 20)
		return 0;
	cursor_advance(cursor, head - 20);
	struct tcp_t *segment = cursor_advance(cursor, sizeof(*segment));
	at = 14 + head + segment->offset * 4;
	rest = packet->tlen + 14 - at;
	if (rest < 3 || segment->flag_rst)
		return 0;
	lengths.increment(bpf_log2l(rest));
	if (IS('G', 'E', 'T') || IS('P', 'O', 'S') || load_half(skb, at) == 0x5055)
		return skb->len;
	return 0;
}

//// packets counted by protocol in XDP, with a pointer that moves
#include <uapi/linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
struct span { void *at, *end; };
BPF_TABLE("percpu_array", uint32_t, uint64_t, protocols, 256);
static inline void *take(struct span *s, unsigned int size) {
	void *here = s->at;
	if (here + size > s->end)
		return NULL;
	s->at = here + size;
	return here;
}
int tally(struct xdp_md *ctx) {
	struct span s = { (void *)(unsigned long)ctx->data, (void *)(unsigned long)ctx->data_end };
	struct ethhdr *frame = take(&s, sizeof(*frame));
	uint32_t which = 255;
	__be16 inner;
	if (!frame)
		return XDP_ABORTED;
	inner = frame->h_proto;
	#pragma unroll
	for (int tags = 0; tags < 2; tags++) {
		if (inner != htons(ETH_P_8021Q) && inner != htons(ETH_P_8021AD))
			break;
		struct vlan_hdr *tag = take(&s, sizeof(struct vlan_hdr));
		if (!tag)
			return XDP_DROP;
		inner = tag->h_vlan_encapsulated_proto;
	}
	if (inner == htons(ETH_P_IP)) {
		struct iphdr *four = take(&s, sizeof(*four));
		if (four)
			which = four->protocol;
	} else if (inner == htons(ETH_P_IPV6)) {
		struct ipv6hdr *six = take(&s, sizeof(*six));
		if (six)
			which = six->nexthdr;
	}
	protocols.increment(which);
	return XDP_PASS;
}

//// mirrored packets swap their addresses
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/udp.h>
struct whole { struct ethhdr eth; struct iphdr ip; struct udphdr udp; } __attribute__((packed));
BPF_ARRAY(echoed, u64, 1);
int echo(struct xdp_md *ctx) {
	struct whole *w = (struct whole *)(long)ctx->data;
	u8 mac[ETH_ALEN];
	int first = 0;
	if ((void *)(w + 1) > (void *)(long)ctx->data_end)
		return XDP_PASS;
	if (w->eth.h_proto != htons(ETH_P_IP) || w->ip.protocol != IPPROTO_UDP || w->udp.dest != htons(7))
		return XDP_PASS;
	memcpy(mac, w->eth.h_dest, ETH_ALEN);
	memcpy(w->eth.h_dest, w->eth.h_source, ETH_ALEN);
	memcpy(w->eth.h_source, mac, ETH_ALEN);
	__be32 addr = w->ip.saddr;
	w->ip.saddr = w->ip.daddr, w->ip.daddr = addr;
	__be16 port = w->udp.source;
	w->udp.source = w->udp.dest; w->udp.dest = port;
	echoed.increment(first);
	return XDP_TX;
}

//// latency of packets between device and socket
#include <linux/skbuff.h>
#include <linux/netdevice.h>
#include <net/net_namespace.h>
struct dev_key { char name[IFNAMSIZ]; u32 ifindex; u32 netns; };
BPF_HASH(rx, struct dev_key, u64);
RAW_TRACEPOINT_PROBE(netif_receive_skb)
{
    struct sk_buff *skb = (struct sk_buff *)ctx->args[0];
    struct net_device *dev = skb->dev;
    struct dev_key key = {};
    bpf_probe_read_kernel_str(&key.name, IFNAMSIZ, dev->name);
    key.ifindex = dev->ifindex;
    possible_net_t *net = &dev->nd_net;
    key.netns = net->net->ns.inum;
    rx.increment(key, skb->len);
    return 0;
}
TRACEPOINT_PROBE(net, net_dev_xmit)
{
    struct dev_key key = {.ifindex = args->len};
    TP_DATA_LOC_READ_STR(key.name, name, sizeof(key.name));
    rx.increment(key);
    return 0;
}

//// connections of Unix sockets with their path
#include <linux/un.h>
#include <net/af_unix.h>
struct unix_t { u32 pid; u64 peer; char path[108]; };
BPF_PERF_OUTPUT(unix_events);
int kprobe__unix_stream_connect(struct pt_regs *ctx, struct socket *sock, struct sockaddr *uaddr, int addr_len)
{
	struct unix_t u = {.pid = bpf_get_current_pid_tgid() >> 32};
	struct sockaddr_un *sun = (struct sockaddr_un *)uaddr;
	struct unix_sock *us = unix_sk(sock->sk);
	bpf_probe_read_kernel_str(u.path, sizeof(u.path), sun->sun_path);
	u.peer = (u64)us->peer;
	unix_events.perf_submit(ctx, &u, sizeof(u));
	return 0;
}

//// backlog of listening sockets
#include <net/sock.h>
#include <net/inet_connection_sock.h>
struct queue_t { u32 now; u32 room; u16 port; u32 ns; };
BPF_PERF_OUTPUT(queues);
int kprobe__tcp_v4_syn_recv_sock(struct pt_regs *ctx, const struct sock *lsk)
{
	struct queue_t q = { lsk->sk_ack_backlog, lsk->sk_max_ack_backlog, lsk->sk_num };
	q.ns = lsk->sk_net.net->ns.inum;
	if (inet_csk(lsk)->icsk_accept_queue.young.counter > 0)
		q.now |= 1 << 31;
	queues.perf_submit(ctx, &q, sizeof(q));
	return 0;
}
