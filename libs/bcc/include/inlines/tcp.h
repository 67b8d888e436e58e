/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* TCP. */

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
