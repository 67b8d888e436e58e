/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Socket buffers and the headers in them. */

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
