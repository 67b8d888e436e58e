/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Packets by cursor: members of headers are loaded from and stored into the packet. */

//// packets of one protocol
#include <bcc/proto.h>
int filter(struct __sk_buff *skb) {
  u8 *cursor = 0;
  struct ethernet_t *ethernet = cursor_advance(cursor, sizeof(*ethernet));
  if (ethernet->type != ETH_P_IP) return 0;
  struct ip_t *ip = cursor_advance(cursor, sizeof(*ip));
  if (ip->nextp != IPPROTO_TCP || ip->ver != 4) return 0;
  cursor_advance(cursor, (ip->hlen << 2) - sizeof(*ip));
  struct tcp_t *tcp = cursor_advance(cursor, sizeof(*tcp));
  if (tcp->dst_port == 80 && tcp->flag_syn && !tcp->flag_ack) return -1;
  return load_byte(skb, ETH_HLEN + (ip->hlen << 2) + (tcp->offset << 2)) == 'H' ? -1 : 0;
}

//// flows counted by address
#include <bcc/proto.h>
struct flow { u32 src, dst; u16 sport, dport; };
BPF_HASH(flows, struct flow, u64);
int count(struct __sk_buff *skb) {
  u8 *cursor = 0;
  struct ethernet_t *eth = cursor_advance(cursor, sizeof(*eth));
  struct flow f = {};
  switch (eth->type) {
    case ETH_P_IP: goto ip;
    default: return 0;
  }
ip: ;
  struct ip_t *ip = cursor_advance(cursor, sizeof(*ip));
  f.src = ip->src;
  f.dst = ip->dst;
  if (ip->nextp == 17) {
    struct udp_t *udp = cursor_advance(cursor, sizeof(*udp));
    f.sport = udp->sport;
    f.dport = udp->dport;
  }
  flows.increment(f, ip->tlen);
  return load_byte(skb, 0) == 1;
}

//// addresses and checksums rewritten
#include <bcc/proto.h>
int rewrite(struct __sk_buff *skb) {
  u8 *cursor = 0;
  struct ethernet_t *eth = cursor_advance(cursor, sizeof(*eth));
  if (eth->type != 0x0800) return 0;
  struct ip_t *ip = cursor_advance(cursor, sizeof(*ip));
  u32 before = ip->dst, after = 0x0a000001;
  incr_cksum_l3(&ip->hchecksum, before, after);
  ip->dst = after;
  ip->ttl = ip->ttl - 1;
  eth->dst = eth->src;
  struct udp_t *udp = cursor_advance(cursor, sizeof(*udp));
  incr_cksum_l4(&udp->crc, before, after, 1);
  bpf_dins_pkt(skb, 22, 0, 8, bpf_dext_pkt(skb, 22, 0, 8) - 1);
  return 0;
}

//// vlan, version six and an own header
#include <bcc/proto.h>
struct hello_t { unsigned char kind:4; unsigned char flags:4; u16 length; u32 id; } BPF_PACKET_HEADER;
int filter(struct __sk_buff *skb) {
  u8 *cursor = 0;
  struct ethernet_t *eth = cursor_advance(cursor, sizeof(*eth));
  struct dot1q_t *tag = cursor_advance(cursor, sizeof(*tag));
  if (tag->vlanid != 5) return 0;
  struct ip6_t *ip = cursor_advance(cursor, sizeof(*ip));
  struct hello_t *hello = cursor_advance(cursor, sizeof(*hello));
  return load_byte(skb, 0) && ip->src_hi == 1 && ip->flow_label == 2 && hello->flags == 3 && hello->id == 4 && eth->type ? -1 : 0;
}

//// a header in a function of its own
#include <bcc/proto.h>
static inline int is_dns(struct __sk_buff *skb, struct udp_t *udp) { return udp->dport == 53; }
int filter(struct __sk_buff *skb) {
  u8 *cursor = 0;
  cursor_advance(cursor, 34);
  struct udp_t *udp = cursor_advance(cursor, sizeof(*udp));
  return load_half(skb, 12) == 0x0800 && is_dns(skb, udp) ? -1 : 0;
}

//// a packet as a context without a type
#include <bcc/proto.h>
int filter(void *ctx) {
  u8 *cursor = 0;
  struct ethernet_t *eth = cursor_advance(cursor, sizeof(*eth));
  bpf_trace_printk("to %llx from %llx\n", eth->dst, eth->src);
  return 0;
}

//// bytes of a packet as conditions
#include <bcc/proto.h>
int filter(struct __sk_buff *skb) {
  u8 *cursor = 0;
  struct ethernet_t *eth = cursor_advance(cursor, sizeof(*eth));
  if (eth->type == ETH_P_IP && load_byte(skb, 23) == 6) {
    return -1;
  }
  if (load_half(skb, 12)) {
    return 0;
  }
  return load_word(skb, 26);
}

//// a packet parsed by functions that get the context; reads: 0
struct ports { u16 source, dest; };
BPF_HASH(seen, struct ports);
static inline int ports_of(struct xdp_md *context, u32 offset, struct ports *ports) {
  void *data = (void *)(long)context->data, *end = (void *)(long)context->data_end;
  struct udphdr *udp = data + offset;
  if ((void *)(udp + 1) > end) return -1;
  ports->source = udp->source;
  ports->dest = udp->dest;
  return 0;
}
static inline int protocol_of(struct xdp_md *context) {
  void *data = (void *)(long)context->data, *end = (void *)(long)context->data_end;
  struct iphdr *ip = data + sizeof(struct ethhdr);
  if ((void *)(ip + 1) > end) return -1;
  return ip->protocol;
}
int xdp_ports(struct xdp_md *ctx) {
  struct ports ports = {};
  if (protocol_of(ctx) != IPPROTO_UDP || ports_of(ctx, 34, &ports) < 0) return XDP_PASS;
  seen.increment(ports);
  return XDP_PASS;
}

//// a cursor in a struct that moves through a packet; reads: 0
struct cursor { void *at; };
static __always_inline int parse_ethernet(struct cursor *next, void *end, struct ethhdr **header) {
  struct ethhdr *ethernet = next->at;
  if ((void *)(ethernet + 1) > end) return -1;
  next->at = ethernet + 1;
  *header = ethernet;
  return ethernet->h_proto;
}
static __always_inline int parse_ip(struct cursor *next, void *end, struct iphdr **header) {
  struct iphdr *ip = next->at;
  if ((void *)(ip + 1) > end) return -1;
  int length = ip->ihl * 4;
  if (length < sizeof(*ip) || next->at + length > end) return -1;
  next->at += length;
  *header = ip;
  return ip->protocol;
}
int xdp_cursor(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct cursor next = { .at = data };
  struct ethhdr *ethernet;
  struct iphdr *ip;
  if (parse_ethernet(&next, end, &ethernet) != htons(ETH_P_IP)) return XDP_PASS;
  if (parse_ip(&next, end, &ip) != IPPROTO_UDP) return XDP_PASS;
  struct udphdr *udp = next.at;
  if ((void *)(udp + 1) > end) return XDP_PASS;
  ip->ttl--;
  ethernet->h_source[0] = 2;
  return udp->dest == htons(53) ? XDP_TX : XDP_DROP;
}

//// members of headers and sockets that are macros in the kernel's headers
int xdp_echo(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
  struct icmp6hdr *icmp = data + 54;
  if ((void *)(icmp + 1) > end) return XDP_PASS;
  return icmp->icmp6_type == ICMPV6_ECHO_REQUEST && ntohs(icmp->icmp6_sequence) % 2 && icmp->icmp6_mtu ? XDP_DROP : XDP_PASS;
}
int kprobe__ip_route_output_key_hash(struct pt_regs *ctx, struct net *net, struct flowi4 *flow) {
  return flow->flowi4_oif + flow->flowi4_proto + flow->fl4_dport + flow->daddr;
}
int kprobe__send_signal_locked(struct pt_regs *ctx, int sig, struct kernel_siginfo *info) {
  return info->si_signo + info->si_pid + info->si_uid + (info->si_addr != 0);
}
