/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Counters and references. */

/* offers: atomic_read */
static __attribute__((always_inline)) int atomic_read(const atomic_t *v)
{
	return v->counter;
}

/* offers: atomic64_read */
static __attribute__((always_inline)) s64 atomic64_read(const atomic64_t *v)
{
	return v->counter;
}

/* offers: atomic_long_read */
static __attribute__((always_inline)) long atomic_long_read(const atomic64_t *v)
{
	return v->counter;
}

/* offers: refcount_read */
static __attribute__((always_inline)) unsigned int refcount_read(const refcount_t *count)
{
	return count->refs.counter;
}

/* offers: kref_read */
static __attribute__((always_inline)) unsigned int kref_read(const struct kref *count)
{
	return count->refcount.refs.counter;
}

/* offers: percpu_counter_read */
static __attribute__((always_inline)) s64 percpu_counter_read(struct percpu_counter *counter)
{
	return counter->count;
}

/* offers: percpu_counter_read_positive */
static __attribute__((always_inline)) s64 percpu_counter_read_positive(struct percpu_counter *counter)
{
	s64 count = counter->count;

	return count >= 0 ? count : 0;
}
