/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Sockets. */

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
