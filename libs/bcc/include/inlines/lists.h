/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Lists and scatterlists. */

/* offers: sg_is_chain */
static __attribute__((always_inline)) _Bool sg_is_chain(struct scatterlist *sg)
{
	return sg->page_link & 1;
}

/* offers: sg_is_last */
static __attribute__((always_inline)) _Bool sg_is_last(struct scatterlist *sg)
{
	return sg->page_link & 2;
}

/* offers: sg_chain_ptr */
static __attribute__((always_inline)) struct scatterlist *sg_chain_ptr(struct scatterlist *sg)
{
	return (struct scatterlist *)(sg->page_link & ~3UL);
}

/* offers: list_empty */
static __attribute__((always_inline)) int list_empty(const struct list_head *head)
{
	return head->next == head;
}

/* offers: hlist_empty */
static __attribute__((always_inline)) int hlist_empty(const struct hlist_head *head)
{
	return head->first == 0;
}

/* offers: list_is_last */
static __attribute__((always_inline)) int list_is_last(const struct list_head *entry, const struct list_head *head)
{
	return entry->next == head;
}

/* offers: list_is_singular */
static __attribute__((always_inline)) int list_is_singular(const struct list_head *head)
{
	return head->next != head && head->next == head->prev;
}
