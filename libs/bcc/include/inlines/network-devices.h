/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Network namespaces, devices and connection tracking. */

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
