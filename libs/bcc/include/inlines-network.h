/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The kernel's small functions for sockets and packets. Each block names what it offers; a program gets the blocks it needs. */

/* offers: tcp_sk */
static __attribute__((always_inline)) struct tcp_sock *tcp_sk(const struct sock *sk)
{
	return (struct tcp_sock *)sk;
}

/* offers: udp_sk */
static __attribute__((always_inline)) struct udp_sock *udp_sk(const struct sock *sk)
{
	return (struct udp_sock *)sk;
}

/* offers: inet_sk */
static __attribute__((always_inline)) struct inet_sock *inet_sk(const struct sock *sk)
{
	return (struct inet_sock *)sk;
}

/* offers: inet_csk */
static __attribute__((always_inline)) struct inet_connection_sock *inet_csk(const struct sock *sk)
{
	return (struct inet_connection_sock *)sk;
}

/* offers: inet_rsk */
static __attribute__((always_inline)) struct inet_request_sock *inet_rsk(const struct request_sock *rsk)
{
	return (struct inet_request_sock *)rsk;
}

/* offers: unix_sk */
static __attribute__((always_inline)) struct unix_sock *unix_sk(const struct sock *sk)
{
	return (struct unix_sock *)sk;
}

/* offers: skb_transport_header */
static __attribute__((always_inline)) unsigned char *skb_transport_header(const struct sk_buff *skb)
{
	return skb->head + skb->transport_header;
}

/* offers: skb_network_header */
static __attribute__((always_inline)) unsigned char *skb_network_header(const struct sk_buff *skb)
{
	return skb->head + skb->network_header;
}

/* offers: skb_mac_header */
static __attribute__((always_inline)) unsigned char *skb_mac_header(const struct sk_buff *skb)
{
	return skb->head + skb->mac_header;
}

/* offers: tcp_hdr */
static __attribute__((always_inline)) struct tcphdr *tcp_hdr(const struct sk_buff *skb)
{
	return (struct tcphdr *)(skb->head + skb->transport_header);
}

/* offers: udp_hdr */
static __attribute__((always_inline)) struct udphdr *udp_hdr(const struct sk_buff *skb)
{
	return (struct udphdr *)(skb->head + skb->transport_header);
}

/* offers: ip_hdr */
static __attribute__((always_inline)) struct iphdr *ip_hdr(const struct sk_buff *skb)
{
	return (struct iphdr *)(skb->head + skb->network_header);
}

/* offers: ipv6_hdr */
static __attribute__((always_inline)) struct ipv6hdr *ipv6_hdr(const struct sk_buff *skb)
{
	return (struct ipv6hdr *)(skb->head + skb->network_header);
}

/* offers: eth_hdr */
static __attribute__((always_inline)) struct ethhdr *eth_hdr(const struct sk_buff *skb)
{
	return (struct ethhdr *)(skb->head + skb->mac_header);
}

/* offers: skb_headlen */
static __attribute__((always_inline)) unsigned int skb_headlen(const struct sk_buff *skb)
{
	return skb->len - skb->data_len;
}

/* offers: skb_rx_queue_recorded */
static __attribute__((always_inline)) _Bool skb_rx_queue_recorded(const struct sk_buff *skb)
{
	return skb->queue_mapping != 0;
}

/* offers: skb_get_rx_queue */
static __attribute__((always_inline)) u16 skb_get_rx_queue(const struct sk_buff *skb)
{
	return skb->queue_mapping - 1;
}

/* offers: skb_get_queue_mapping */
static __attribute__((always_inline)) u16 skb_get_queue_mapping(const struct sk_buff *skb)
{
	return skb->queue_mapping;
}

/* offers: sock_net */
static __attribute__((always_inline)) struct net *sock_net(const struct sock *sk)
{
	return sk->__sk_common.skc_net.net;
}

/* offers: read_pnet */
static __attribute__((always_inline)) struct net *read_pnet(const possible_net_t *pnet)
{
	return pnet->net;
}

/* offers: dev_net */
static __attribute__((always_inline)) struct net *dev_net(const struct net_device *dev)
{
	return dev->nd_net.net;
}

/* offers: skb_is_nonlinear */
static __attribute__((always_inline)) _Bool skb_is_nonlinear(const struct sk_buff *skb)
{
	return skb->data_len != 0;
}

/* offers: skb_headroom */
static __attribute__((always_inline)) unsigned int skb_headroom(const struct sk_buff *skb)
{
	return skb->data - skb->head;
}

/* offers: skb_tail_pointer */
static __attribute__((always_inline)) unsigned char *skb_tail_pointer(const struct sk_buff *skb)
{
	return skb->head + skb->tail;
}

/* offers: skb_end_pointer */
static __attribute__((always_inline)) unsigned char *skb_end_pointer(const struct sk_buff *skb)
{
	return skb->head + skb->end;
}

/* offers: skb_shinfo */
static __attribute__((always_inline)) struct skb_shared_info *skb_shinfo(const struct sk_buff *skb)
{
	return (struct skb_shared_info *)(skb->head + skb->end);
}

/* offers: skb_is_gso */
static __attribute__((always_inline)) _Bool skb_is_gso(const struct sk_buff *skb)
{
	return ((struct skb_shared_info *)(skb->head + skb->end))->gso_size != 0;
}

/* offers: skb_network_offset */
static __attribute__((always_inline)) int skb_network_offset(const struct sk_buff *skb)
{
	return skb->head + skb->network_header - skb->data;
}

/* offers: skb_transport_offset */
static __attribute__((always_inline)) int skb_transport_offset(const struct sk_buff *skb)
{
	return skb->head + skb->transport_header - skb->data;
}

/* offers: skb_mac_offset */
static __attribute__((always_inline)) int skb_mac_offset(const struct sk_buff *skb)
{
	return skb->head + skb->mac_header - skb->data;
}

/* offers: skb_network_header_len */
static __attribute__((always_inline)) u32 skb_network_header_len(const struct sk_buff *skb)
{
	return skb->transport_header - skb->network_header;
}

/* offers: skb_mac_header_was_set */
static __attribute__((always_inline)) int skb_mac_header_was_set(const struct sk_buff *skb)
{
	return skb->mac_header != 0xffff;
}

/* offers: skb_transport_header_was_set */
static __attribute__((always_inline)) _Bool skb_transport_header_was_set(const struct sk_buff *skb)
{
	return skb->transport_header != 0xffff;
}

/* offers: skb_inner_network_header */
static __attribute__((always_inline)) unsigned char *skb_inner_network_header(const struct sk_buff *skb)
{
	return skb->head + skb->inner_network_header;
}

/* offers: skb_inner_transport_header */
static __attribute__((always_inline)) unsigned char *skb_inner_transport_header(const struct sk_buff *skb)
{
	return skb->head + skb->inner_transport_header;
}

/* offers: skb_vlan_tag_get */
static __attribute__((always_inline)) u16 skb_vlan_tag_get(const struct sk_buff *skb)
{
	return skb->vlan_tci;
}

/* offers: skb_queue_len */
static __attribute__((always_inline)) u32 skb_queue_len(const struct sk_buff_head *list)
{
	return list->qlen;
}

/* offers: skb_queue_empty */
static __attribute__((always_inline)) int skb_queue_empty(const struct sk_buff_head *list)
{
	return list->next == (const struct sk_buff *)list;
}

/* offers: icmp_hdr */
static __attribute__((always_inline)) struct icmphdr *icmp_hdr(const struct sk_buff *skb)
{
	return (struct icmphdr *)(skb->head + skb->transport_header);
}

/* offers: icmp6_hdr */
static __attribute__((always_inline)) struct icmp6hdr *icmp6_hdr(const struct sk_buff *skb)
{
	return (struct icmp6hdr *)(skb->head + skb->transport_header);
}

/* offers: arp_hdr */
static __attribute__((always_inline)) struct arphdr *arp_hdr(const struct sk_buff *skb)
{
	return (struct arphdr *)(skb->head + skb->network_header);
}

/* offers: ip_hdrlen */
static __attribute__((always_inline)) unsigned int ip_hdrlen(const struct sk_buff *skb)
{
	struct iphdr *ip = (struct iphdr *)(skb->head + skb->network_header);

	return ip->ihl * 4;
}

/* offers: tcp_hdrlen */
static __attribute__((always_inline)) unsigned int tcp_hdrlen(const struct sk_buff *skb)
{
	struct tcphdr *tcp = (struct tcphdr *)(skb->head + skb->transport_header);

	return tcp->doff * 4;
}

/* offers: ipv6_addr_any */
static __attribute__((always_inline)) _Bool ipv6_addr_any(const struct in6_addr *a)
{
	return (a->in6_u.u6_addr32[0] | a->in6_u.u6_addr32[1] | a->in6_u.u6_addr32[2] | a->in6_u.u6_addr32[3]) == 0;
}

/* offers: ipv6_addr_loopback */
static __attribute__((always_inline)) _Bool ipv6_addr_loopback(const struct in6_addr *a)
{
	return (a->in6_u.u6_addr32[0] | a->in6_u.u6_addr32[1] | a->in6_u.u6_addr32[2]) == 0 &&
	       a->in6_u.u6_addr32[3] == __builtin_bswap32(1);
}

/* offers: ipv6_addr_v4mapped */
static __attribute__((always_inline)) _Bool ipv6_addr_v4mapped(const struct in6_addr *a)
{
	return (a->in6_u.u6_addr32[0] | a->in6_u.u6_addr32[1]) == 0 && a->in6_u.u6_addr32[2] == __builtin_bswap32(0xffff);
}

/* offers: ipv6_addr_is_multicast */
static __attribute__((always_inline)) _Bool ipv6_addr_is_multicast(const struct in6_addr *a)
{
	return a->in6_u.u6_addr8[0] == 0xff;
}

/* offers: ipv6_addr_equal */
static __attribute__((always_inline)) _Bool ipv6_addr_equal(const struct in6_addr *a, const struct in6_addr *b)
{
	return ((a->in6_u.u6_addr32[0] ^ b->in6_u.u6_addr32[0]) | (a->in6_u.u6_addr32[1] ^ b->in6_u.u6_addr32[1]) |
		(a->in6_u.u6_addr32[2] ^ b->in6_u.u6_addr32[2]) | (a->in6_u.u6_addr32[3] ^ b->in6_u.u6_addr32[3])) == 0;
}

/* offers: ipv4_is_loopback */
static __attribute__((always_inline)) _Bool ipv4_is_loopback(__be32 address)
{
	return (address & 0xff) == 127;
}

/* offers: ipv4_is_multicast */
static __attribute__((always_inline)) _Bool ipv4_is_multicast(__be32 address)
{
	return (address & 0xf0) == 0xe0;
}

/* offers: ipv4_is_lbcast */
static __attribute__((always_inline)) _Bool ipv4_is_lbcast(__be32 address)
{
	return address == 0xffffffff;
}

/* offers: ipv4_is_zeronet */
static __attribute__((always_inline)) _Bool ipv4_is_zeronet(__be32 address)
{
	return (address & 0xff) == 0;
}

/* offers: inet6_sk */
static __attribute__((always_inline)) struct ipv6_pinfo *inet6_sk(const struct sock *sk)
{
	return ((struct inet_sock *)sk)->pinet6;
}

/* offers: sk_fullsock */
static __attribute__((always_inline)) _Bool sk_fullsock(const struct sock *sk)
{
	unsigned char state = sk->__sk_common.skc_state;

	return state != TCP_TIME_WAIT && state != TCP_NEW_SYN_RECV;
}

/* offers: sk_wmem_alloc_get */
static __attribute__((always_inline)) int sk_wmem_alloc_get(const struct sock *sk)
{
	return sk->sk_wmem_alloc.refs.counter - 1;
}

/* offers: sk_rmem_alloc_get */
static __attribute__((always_inline)) int sk_rmem_alloc_get(const struct sock *sk)
{
	return sk->sk_backlog.rmem_alloc.counter;
}

/* offers: sock_flag */
static __attribute__((always_inline)) _Bool sock_flag(const struct sock *sk, int flag)
{
	return (sk->__sk_common.skc_flags >> flag) & 1;
}

/* offers: before */
static __attribute__((always_inline)) _Bool before(u32 one, u32 other)
{
	return (s32)(one - other) < 0;
}

/* offers: after */
static __attribute__((always_inline)) _Bool after(u32 one, u32 other)
{
	return (s32)(other - one) < 0;
}

/* offers: between */
static __attribute__((always_inline)) _Bool between(u32 middle, u32 low, u32 high)
{
	return high - low >= middle - low;
}

/* offers: tcp_left_out */
static __attribute__((always_inline)) unsigned int tcp_left_out(const struct tcp_sock *tp)
{
	return tp->sacked_out + tp->lost_out;
}

/* offers: tcp_packets_in_flight */
static __attribute__((always_inline)) unsigned int tcp_packets_in_flight(const struct tcp_sock *tp)
{
	return tp->packets_out - (tp->sacked_out + tp->lost_out) + tp->retrans_out;
}

/* offers: tcp_in_slow_start */
static __attribute__((always_inline)) _Bool tcp_in_slow_start(const struct tcp_sock *tp)
{
	return tp->snd_cwnd < tp->snd_ssthresh;
}

/* offers: tcp_snd_cwnd */
static __attribute__((always_inline)) u32 tcp_snd_cwnd(const struct tcp_sock *tp)
{
	return tp->snd_cwnd;
}

/* offers: netdev_name */
static __attribute__((always_inline)) const char *netdev_name(const struct net_device *dev)
{
	return dev->name;
}

/* offers: nf_ct_l3num */
static __attribute__((always_inline)) u16 nf_ct_l3num(const struct nf_conn *ct)
{
	return ct->tuplehash[0].tuple.src.l3num;
}

/* offers: nf_ct_protonum */
static __attribute__((always_inline)) u8 nf_ct_protonum(const struct nf_conn *ct)
{
	return ct->tuplehash[0].tuple.dst.protonum;
}
