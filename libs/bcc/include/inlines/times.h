/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Times. */

/* offers: ktime_to_ns */
static __attribute__((always_inline)) s64 ktime_to_ns(s64 time)
{
	return time;
}

/* offers: ktime_to_us */
static __attribute__((always_inline)) s64 ktime_to_us(s64 time)
{
	return div_s64(time, 1000);
}

/* offers: ktime_to_ms */
static __attribute__((always_inline)) s64 ktime_to_ms(s64 time)
{
	return div_s64(time, 1000000);
}

/* offers: ktime_add */
static __attribute__((always_inline)) s64 ktime_add(s64 one, s64 other)
{
	return one + other;
}

/* offers: ktime_sub */
static __attribute__((always_inline)) s64 ktime_sub(s64 later, s64 earlier)
{
	return later - earlier;
}

/* offers: ktime_us_delta */
static __attribute__((always_inline)) s64 ktime_us_delta(s64 later, s64 earlier)
{
	return div_s64(later - earlier, 1000);
}

/* offers: ktime_ms_delta */
static __attribute__((always_inline)) s64 ktime_ms_delta(s64 later, s64 earlier)
{
	return div_s64(later - earlier, 1000000);
}

/* offers: ktime_after */
static __attribute__((always_inline)) _Bool ktime_after(s64 one, s64 other)
{
	return one > other;
}

/* offers: ktime_before */
static __attribute__((always_inline)) _Bool ktime_before(s64 one, s64 other)
{
	return one < other;
}

/* offers: ns_to_ktime */
static __attribute__((always_inline)) s64 ns_to_ktime(u64 ns)
{
	return ns;
}

/* offers: timespec64_to_ns */
static __attribute__((always_inline)) s64 timespec64_to_ns(const struct timespec64 *time)
{
	return time->tv_sec * 1000000000LL + time->tv_nsec;
}
