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
