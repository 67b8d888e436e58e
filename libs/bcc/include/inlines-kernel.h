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

/* offers: d_is_positive */
static __attribute__((always_inline)) _Bool d_is_positive(const struct dentry *dentry)
{
	return dentry->d_inode != 0;
}

/* offers: d_really_is_positive */
static __attribute__((always_inline)) _Bool d_really_is_positive(const struct dentry *dentry)
{
	return dentry->d_inode != 0;
}

/* offers: d_really_is_negative */
static __attribute__((always_inline)) _Bool d_really_is_negative(const struct dentry *dentry)
{
	return dentry->d_inode == 0;
}

/* offers: d_backing_inode */
static __attribute__((always_inline)) struct inode *d_backing_inode(const struct dentry *dentry)
{
	return dentry->d_inode;
}

/* offers: d_is_dir */
static __attribute__((always_inline)) _Bool d_is_dir(const struct dentry *dentry)
{
	return dentry->d_inode && (dentry->d_inode->i_mode & 0170000) == 0040000;
}

/* offers: d_is_reg */
static __attribute__((always_inline)) _Bool d_is_reg(const struct dentry *dentry)
{
	return dentry->d_inode && (dentry->d_inode->i_mode & 0170000) == 0100000;
}

/* offers: d_is_symlink */
static __attribute__((always_inline)) _Bool d_is_symlink(const struct dentry *dentry)
{
	return dentry->d_inode && (dentry->d_inode->i_mode & 0170000) == 0120000;
}

/* offers: file_dentry */
static __attribute__((always_inline)) struct dentry *file_dentry(const struct file *f)
{
	return f->f_path.dentry;
}

/* offers: iminor */
static __attribute__((always_inline)) unsigned int iminor(const struct inode *inode)
{
	return inode->i_rdev & 0xfffff;
}

/* offers: imajor */
static __attribute__((always_inline)) unsigned int imajor(const struct inode *inode)
{
	return inode->i_rdev >> 20;
}

/* offers: i_uid_read */
static __attribute__((always_inline)) uid_t i_uid_read(const struct inode *inode)
{
	return inode->i_uid.val;
}

/* offers: i_gid_read */
static __attribute__((always_inline)) gid_t i_gid_read(const struct inode *inode)
{
	return inode->i_gid.val;
}

/* offers: new_encode_dev */
static __attribute__((always_inline)) u32 new_encode_dev(dev_t dev)
{
	unsigned int minor = dev & 0xfffff;

	return (minor & 0xff) | ((dev >> 20) << 8) | ((minor & ~0xffu) << 12);
}

/* offers: new_decode_dev */
static __attribute__((always_inline)) dev_t new_decode_dev(u32 dev)
{
	return (((dev & 0xfff00) >> 8) << 20) | (dev & 0xff) | ((dev >> 12) & 0xfff00);
}

/* offers: old_encode_dev */
static __attribute__((always_inline)) u16 old_encode_dev(dev_t dev)
{
	return ((dev >> 20) << 8) | (dev & 0xff);
}

/* offers: huge_encode_dev */
static __attribute__((always_inline)) u64 huge_encode_dev(dev_t dev)
{
	return new_encode_dev(dev);
}

/* offers: disk_devt */
static __attribute__((always_inline)) dev_t disk_devt(struct gendisk *disk)
{
	return ((unsigned int)disk->major << 20) | disk->first_minor;
}

/* offers: blk_rq_is_passthrough */
static __attribute__((always_inline)) _Bool blk_rq_is_passthrough(const struct request *rq)
{
	unsigned int op = rq->cmd_flags & 0xff;

	return op >= 32 && op < 36;
}

/* offers: op_is_flush */
static __attribute__((always_inline)) _Bool op_is_flush(unsigned int op)
{
	return op & ((1u << __REQ_FUA) | (1u << __REQ_PREFLUSH));
}

/* offers: op_is_sync */
static __attribute__((always_inline)) _Bool op_is_sync(unsigned int op)
{
	return (op & 0xff) == 0 || op & ((1u << __REQ_SYNC) | (1u << __REQ_FUA) | (1u << __REQ_PREFLUSH));
}

/* offers: op_is_discard */
static __attribute__((always_inline)) _Bool op_is_discard(unsigned int op)
{
	return (op & 0xff) == 3;
}

/* offers: bio_sectors */
static __attribute__((always_inline)) unsigned int bio_sectors(const struct bio *bio)
{
	return bio->bi_iter.bi_size >> 9;
}

/* offers: bio_end_sector */
static __attribute__((always_inline)) sector_t bio_end_sector(const struct bio *bio)
{
	return bio->bi_iter.bi_sector + (bio->bi_iter.bi_size >> 9);
}

/* offers: bio_has_data */
static __attribute__((always_inline)) _Bool bio_has_data(const struct bio *bio)
{
	unsigned int op = bio->bi_opf & 0xff;

	return bio->bi_iter.bi_size && op != REQ_OP_DISCARD && op != REQ_OP_SECURE_ERASE && op != REQ_OP_WRITE_ZEROES;
}

/* offers: is_idle_task */
static __attribute__((always_inline)) _Bool is_idle_task(const struct task_struct *task)
{
	return task->flags & 2;
}

/* offers: thread_group_leader */
static __attribute__((always_inline)) _Bool thread_group_leader(const struct task_struct *task)
{
	return task->exit_signal >= 0;
}

/* offers: same_thread_group */
static __attribute__((always_inline)) _Bool same_thread_group(const struct task_struct *one, const struct task_struct *other)
{
	return one->signal == other->signal;
}

/* offers: get_nr_threads */
static __attribute__((always_inline)) int get_nr_threads(const struct task_struct *task)
{
	return task->signal->nr_threads;
}

/* offers: task_nice */
static __attribute__((always_inline)) int task_nice(const struct task_struct *task)
{
	return task->static_prio - 120;
}

/* offers: task_tgid */
static __attribute__((always_inline)) struct pid *task_tgid(struct task_struct *task)
{
	return task->signal->pids[PIDTYPE_TGID];
}

/* offers: task_pgrp */
static __attribute__((always_inline)) struct pid *task_pgrp(struct task_struct *task)
{
	return task->signal->pids[PIDTYPE_PGID];
}

/* offers: task_session */
static __attribute__((always_inline)) struct pid *task_session(struct task_struct *task)
{
	return task->signal->pids[PIDTYPE_SID];
}

/* offers: pid_alive */
static __attribute__((always_inline)) int pid_alive(const struct task_struct *task)
{
	return task->thread_pid != 0;
}

/* offers: pid_nr */
static __attribute__((always_inline)) pid_t pid_nr(struct pid *pid)
{
	return pid ? pid->numbers[0].nr : 0;
}

/* offers: task_dfl_cgroup */
static __attribute__((always_inline)) struct cgroup *task_dfl_cgroup(struct task_struct *task)
{
	return task->cgroups->dfl_cgrp;
}

/* offers: cgroup_id */
static __attribute__((always_inline)) u64 cgroup_id(const struct cgroup *cgroup)
{
	return cgroup->kn->id;
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

/* offers: test_bit */
static __attribute__((always_inline)) _Bool test_bit(unsigned long bit, const unsigned long *words)
{
	return (words[bit / 64] >> (bit % 64)) & 1;
}

/* offers: uid_eq */
static __attribute__((always_inline)) _Bool uid_eq(kuid_t one, kuid_t other)
{
	return one.val == other.val;
}

/* offers: gid_eq */
static __attribute__((always_inline)) _Bool gid_eq(kgid_t one, kgid_t other)
{
	return one.val == other.val;
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

/* offers: usb_endpoint_num */
static __attribute__((always_inline)) int usb_endpoint_num(const struct usb_endpoint_descriptor *endpoint)
{
	return endpoint->bEndpointAddress & 0x0f;
}

/* offers: usb_endpoint_type */
static __attribute__((always_inline)) int usb_endpoint_type(const struct usb_endpoint_descriptor *endpoint)
{
	return endpoint->bmAttributes & 3;
}

/* offers: usb_endpoint_dir_in */
static __attribute__((always_inline)) int usb_endpoint_dir_in(const struct usb_endpoint_descriptor *endpoint)
{
	return (endpoint->bEndpointAddress & 0x80) != 0;
}

/* offers: usb_endpoint_dir_out */
static __attribute__((always_inline)) int usb_endpoint_dir_out(const struct usb_endpoint_descriptor *endpoint)
{
	return (endpoint->bEndpointAddress & 0x80) == 0;
}

/* offers: usb_urb_dir_in */
static __attribute__((always_inline)) int usb_urb_dir_in(struct urb *urb)
{
	return (urb->transfer_flags & 0x200) != 0;
}

/* offers: usb_urb_dir_out */
static __attribute__((always_inline)) int usb_urb_dir_out(struct urb *urb)
{
	return (urb->transfer_flags & 0x200) == 0;
}
