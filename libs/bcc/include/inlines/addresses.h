/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Addresses of IPv4 and IPv6. */

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
