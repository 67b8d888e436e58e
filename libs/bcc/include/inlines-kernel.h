/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The kernel's small functions for files, block requests, tasks, lists and counters. Each block names what it offers; a program gets the blocks it needs. */

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

/* offers: file_inode */
static __attribute__((always_inline)) struct inode *file_inode(const struct file *f)
{
	return f->f_inode;
}

/* offers: d_inode */
static __attribute__((always_inline)) struct inode *d_inode(const struct dentry *dentry)
{
	return dentry->d_inode;
}

/* offers: d_is_negative */
static __attribute__((always_inline)) _Bool d_is_negative(const struct dentry *dentry)
{
	return dentry->d_inode == 0;
}

/* offers: i_size_read */
static __attribute__((always_inline)) loff_t i_size_read(const struct inode *inode)
{
	return inode->i_size;
}

/* offers: blk_rq_pos */
static __attribute__((always_inline)) sector_t blk_rq_pos(const struct request *rq)
{
	return rq->__sector;
}

/* offers: blk_rq_bytes */
static __attribute__((always_inline)) unsigned int blk_rq_bytes(const struct request *rq)
{
	return rq->__data_len;
}

/* offers: blk_rq_sectors */
static __attribute__((always_inline)) unsigned int blk_rq_sectors(const struct request *rq)
{
	return rq->__data_len >> 9;
}

/* offers: req_op */
static __attribute__((always_inline)) unsigned int req_op(const struct request *rq)
{
	return rq->cmd_flags & 0xff;
}

/* offers: bio_op */
static __attribute__((always_inline)) unsigned int bio_op(const struct bio *bio)
{
	return bio->bi_opf & 0xff;
}

/* offers: op_is_write */
static __attribute__((always_inline)) _Bool op_is_write(unsigned int op)
{
	return op & 1;
}

/* offers: rq_data_dir */
static __attribute__((always_inline)) int rq_data_dir(const struct request *rq)
{
	return rq->cmd_flags & 1;
}

/* offers: bio_data_dir */
static __attribute__((always_inline)) int bio_data_dir(const struct bio *bio)
{
	return bio->bi_opf & 1;
}

/* offers: task_pid_nr */
static __attribute__((always_inline)) pid_t task_pid_nr(struct task_struct *task)
{
	return task->pid;
}

/* offers: task_tgid_nr */
static __attribute__((always_inline)) pid_t task_tgid_nr(struct task_struct *task)
{
	return task->tgid;
}

/* offers: task_pid */
static __attribute__((always_inline)) struct pid *task_pid(struct task_struct *task)
{
	return task->thread_pid;
}

/* offers: ktime_to_ns */
static __attribute__((always_inline)) s64 ktime_to_ns(s64 time)
{
	return time;
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

/* offers: from_kuid_val __kuid_val */
static __attribute__((always_inline)) uid_t __kuid_val(kuid_t uid)
{
	return uid.val;
}

/* offers: __kgid_val */
static __attribute__((always_inline)) gid_t __kgid_val(kgid_t gid)
{
	return gid.val;
}
