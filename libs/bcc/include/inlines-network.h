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
