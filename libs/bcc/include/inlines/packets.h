/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Headers of packets in the order of the wire, most significant bit first. Members are not where C would put them: the
 * front-end turns a read into a load from the packet, and an assignment into a store.
 */

/* offers: ethernet_t */
struct ethernet_t {
	unsigned long long dst : 48;
	unsigned long long src : 48;
	unsigned short type;
} __attribute__((packed)) /* packet: bpf_dext_pkt bpf_dins_pkt */;

/* offers: dot1q_t */
struct dot1q_t {
	unsigned int pri : 3;
	unsigned int cfi : 1;
	unsigned int vlanid : 12;
	unsigned short type;
} __attribute__((packed)) /* packet: bpf_dext_pkt bpf_dins_pkt */;

/* offers: arp_t */
struct arp_t {
	unsigned short htype;
	unsigned short ptype;
	unsigned char hlen;
	unsigned char plen;
	unsigned short oper;
	unsigned long long sha : 48;
	unsigned int spa;
	unsigned long long tha : 48;
	unsigned int tpa;
} __attribute__((packed)) /* packet: bpf_dext_pkt bpf_dins_pkt */;

/* offers: ip_t */
struct ip_t {
	unsigned int ver : 4;
	unsigned int hlen : 4;
	unsigned char tos;
	unsigned short tlen;
	unsigned short identification;
	unsigned int ffo_unused : 1;
	unsigned int df : 1;
	unsigned int mf : 1;
	unsigned int foffset : 13;
	unsigned char ttl;
	unsigned char nextp;
	unsigned short hchecksum;
	unsigned int src;
	unsigned int dst;
} __attribute__((packed)) /* packet: bpf_dext_pkt bpf_dins_pkt */;

/* offers: udp_t */
struct udp_t {
	unsigned short sport;
	unsigned short dport;
	unsigned short length;
	unsigned short crc;
} __attribute__((packed)) /* packet: bpf_dext_pkt bpf_dins_pkt */;

/* offers: tcp_t */
struct tcp_t {
	unsigned short src_port;
	unsigned short dst_port;
	unsigned int seq_num;
	unsigned int ack_num;
	unsigned int offset : 4;
	unsigned int reserved : 4;
	unsigned int flag_cwr : 1;
	unsigned int flag_ece : 1;
	unsigned int flag_urg : 1;
	unsigned int flag_ack : 1;
	unsigned int flag_psh : 1;
	unsigned int flag_rst : 1;
	unsigned int flag_syn : 1;
	unsigned int flag_fin : 1;
	unsigned short rcv_wnd;
	unsigned short cksum;
	unsigned short urg_ptr;
} __attribute__((packed)) /* packet: bpf_dext_pkt bpf_dins_pkt */;

/* offers: icmp_t */
struct icmp_t {
	unsigned char type;
	unsigned char code;
	unsigned short checksum;
} __attribute__((packed)) /* packet: bpf_dext_pkt bpf_dins_pkt */;

/* offers: icmp6_t */
struct icmp6_t {
	unsigned char type;
	unsigned char code;
	unsigned short checksum;
} __attribute__((packed)) /* packet: bpf_dext_pkt bpf_dins_pkt */;

/* offers: ip6_t */
struct ip6_t {
	unsigned int ver : 4;
	unsigned char priority;
	unsigned int flow_label : 20;
	unsigned short payload_len;
	unsigned char next_header;
	unsigned char hop_limit;
	unsigned long long src_hi;
	unsigned long long src_lo;
	unsigned long long dst_hi;
	unsigned long long dst_lo;
} __attribute__((packed)) /* packet: bpf_dext_pkt bpf_dins_pkt */;

/* offers: vxlan_t */
struct vxlan_t {
	unsigned int rsv1 : 4;
	unsigned int iflag : 1;
	unsigned int rsv2 : 3;
	unsigned int rsv3 : 24;
	unsigned int key : 24;
	unsigned char rsv4;
} __attribute__((packed)) /* packet: bpf_dext_pkt bpf_dins_pkt */;

/* offers: vxlan_gbp_t */
struct vxlan_gbp_t {
	unsigned int gflag : 1;
	unsigned int rsv1 : 3;
	unsigned int iflag : 1;
	unsigned int rsv2 : 3;
	unsigned int rsv3 : 1;
	unsigned int dflag : 1;
	unsigned int rsv4 : 1;
	unsigned int rsv5 : 1;
	unsigned int aflag : 1;
	unsigned int rsv6 : 3;
	unsigned short tag;
	unsigned int key : 24;
	unsigned char rsv7;
} __attribute__((packed)) /* packet: bpf_dext_pkt bpf_dins_pkt */;

/* offers: incr_cksum_l3 */
int incr_cksum_l3(void *at, unsigned long long from, unsigned long long to);
static __attribute__((always_inline)) int __bcc_incr_cksum_l3(void *skb, unsigned long long at, unsigned long long from,
							      unsigned long long to)
{
	return bpf_l3_csum_replace(skb, at, from, to, 2);
}

/* offers: incr_cksum_l4 */
int incr_cksum_l4(void *at, unsigned long long from, unsigned long long to, unsigned long long is_pseudo);
static __attribute__((always_inline)) int __bcc_incr_cksum_l4(void *skb, unsigned long long at, unsigned long long from,
							      unsigned long long to, unsigned long long is_pseudo)
{
	return bpf_l4_csum_replace(skb, at, from, to, is_pseudo ? 0x12 : 2);
}
