/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Block devices, user programs, libraries, and texts in unusual shapes. */

//// block requests with process and size, three maps
#include <linux/blkdev.h>
#include <linux/blk-mq.h>
struct issue { u64 ns; u32 bytes; u32 tgid; char comm[TASK_COMM_LEN]; };
struct done { struct issue issue; u64 took; u64 sector; bool write; char disk[DISK_NAME_LEN]; };
BPF_HASH(issues, struct request *, struct issue);
BPF_ARRAY(totals, u64, 2);
BPF_PERF_OUTPUT(dones);
int rq_begin(struct pt_regs *ctx, struct request *rq)
{
	struct issue i = {};
	i.ns = bpf_ktime_get_ns();
	i.bytes = rq->__data_len;
	i.tgid = bpf_get_current_pid_tgid() >> 32;
	bpf_get_current_comm(i.comm, TASK_COMM_LEN);
	return issues.update(&rq, &i);
}
int rq_end(struct pt_regs *ctx, struct request *rq)
{
	struct done d = {};
	struct issue *i = issues.lookup(&rq);
	if (!i)
		return 0;
	d.issue = *i;
	d.took = bpf_ktime_get_ns() - i->ns;
	d.sector = rq->__sector;
#if defined(REQ_WRITE)
	d.write = (rq->cmd_flags & REQ_WRITE) != 0;
#else
	d.write = (rq->cmd_flags & REQ_OP_MASK) == REQ_OP_WRITE;
#endif
	int dir = rq_data_dir(rq);
	totals.increment(dir, blk_rq_bytes(rq));
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 17, 0)
	struct gendisk *disk = rq->q->disk;
#else
	struct gendisk *disk = rq->rq_disk;
#endif
	bpf_probe_read_kernel_str(&d.disk, sizeof(d.disk), disk->disk_name);
	dones.perf_submit(ctx, &d, sizeof(d));
	issues.delete(&rq);
	return 0;
}

//// size of requests by command, with a text as key
struct proc_key_t { char name[TASK_COMM_LEN]; u64 slot; };
BPF_HISTOGRAM(dist, struct proc_key_t);
TRACEPOINT_PROBE(block, block_rq_issue)
{
    struct proc_key_t key = {.slot = bpf_log2l(args->bytes / 1024)};
    bpf_probe_read_kernel(&key.name, sizeof(key.name), args->comm);
    if (args->rwbs[0] == 'W' || args->rwbs[1] == 'W')
        dist.increment(key);
    return 0;
}

//// latency of a device found by its number
#define MAJOR(dev) ((unsigned int)((dev) >> 20))
#define MINOR(dev) ((unsigned int)((dev) & ((1U << 20) - 1)))
struct rq_key { dev_t dev; sector_t sector; };
BPF_HASH(issued, struct rq_key, u64);
BPF_HISTOGRAM(lat);
TRACEPOINT_PROBE(block, block_rq_issue) {
    struct rq_key key = {.dev = args->dev, .sector = args->sector};
    if (MAJOR(key.dev) != 254) return 0;
    u64 t = bpf_ktime_get_ns();
    issued.update(&key, &t);
    return 0;
}
TRACEPOINT_PROBE(block, block_rq_complete) {
    struct rq_key key = {.dev = args->dev, .sector = args->sector};
    u64 *t = issued.lookup(&key);
    if (!t) return 0;
    lat.increment(bpf_log2l((bpf_ktime_get_ns() - *t) / 1000));
    issued.delete(&key);
    return 0;
}

//// bio fields
#include <linux/bio.h>
#include <linux/blk_types.h>
BPF_HASH(bio_bytes, u32, u64);
int kprobe__submit_bio(struct pt_regs *ctx, struct bio *bio)
{
	u32 op = bio->bi_opf & REQ_OP_MASK;
	u64 sector = bio->bi_iter.bi_sector;
	if (sector == 0) return 0;
	bio_bytes.increment(op, bio->bi_iter.bi_size);
	return 0;
}

//// lines typed into a shell
struct typed { u32 tgid; u32 uid; int length; char line[96]; };
BPF_RINGBUF_OUTPUT(lines, 2);
BPF_HASH(only, u32, u8, 16);
int line_read(struct pt_regs *ctx) {
	const char *text = (const char *)PT_REGS_RC(ctx);
	u32 tgid = bpf_get_current_pid_tgid() >> 32;
	if (text == NULL || !only.lookup(&tgid))
		return 0;
	struct typed *t = (struct typed *)lines.ringbuf_reserve(sizeof(struct typed));
	if (t == NULL)
		return 0;
	t->tgid = tgid;
	t->uid = bpf_get_current_uid_gid();
	t->length = bpf_probe_read_user_str(t->line, sizeof(t->line), text);
	if (t->length <= 1 || text[0] == ' ')
		lines.ringbuf_discard(t, 0);
	else
		lines.ringbuf_submit(t, 0);
	return 0;
};

//// host names that are looked up, time between call and return
struct question { u64 asked; char host[64]; };
struct answer { u64 us; u32 tgid; int status; char host[64]; char comm[16]; };
BPF_HASH(questions, u64, struct question);
BPF_PERF_OUTPUT(answers);
int ask(struct pt_regs *ctx, const char *host) {
	struct question q = { .asked = bpf_ktime_get_ns() };
	u64 id = bpf_get_current_pid_tgid();
	if (!host) return 0;
	if (bpf_probe_read_user_str(q.host, sizeof(q.host), host) > 0)
		questions.update(&id, &q);
	return 0;
}
int answered(struct pt_regs *ctx) {
	u64 id = bpf_get_current_pid_tgid();
	struct question *q = questions.lookup(&id);
	struct answer a = {};
	if (!q) return 0;
	a.us = (bpf_ktime_get_ns() - q->asked) / 1000;
	a.tgid = id >> 32;
	a.status = PT_REGS_RC(ctx);
	__builtin_memcpy(a.host, q->host, sizeof(a.host));
	bpf_get_current_comm(&a.comm, sizeof(a.comm));
	questions.delete(&id);
	answers.perf_submit(ctx, &a, sizeof(a));
	return 0;
}

//// strings passed to a library, counted by a key that is the text
typedef char word_t[48];
struct word { word_t text; };
BPF_HASH(words, struct word, u64, 1000);
int on_word(struct pt_regs *ctx, void *text, size_t length) {
	struct word w = {};
	if (length > sizeof(word_t) || bpf_probe_read_user_str(w.text, sizeof(word_t), text) < 2)
		return 0;
	words.increment(w, length ? length : 1);
	return 0;
}

//// data before encryption
#define MOST 4096
struct plain { u64 ns; u32 tid; u32 bytes; u32 kept; u8 data[MOST]; };
BPF_PERCPU_ARRAY(space, struct plain);
BPF_PERF_OUTPUT(plains);
struct range { const void *at; };
BPF_HASH(ranges, u32, struct range);
int encrypt_in(struct pt_regs *ctx, void *session, const void *data) {
	u32 tid = bpf_get_current_pid_tgid();
	struct range r = { data };
	ranges.update(&tid, &r);
	return 0;
}
int encrypt_out(struct pt_regs *ctx) {
	u32 tid = bpf_get_current_pid_tgid(), zero = 0;
	int bytes = PT_REGS_RC(ctx);
	struct range *r = ranges.lookup(&tid);
	struct plain *p;
	if (!r)
		return 0;
	if (bytes > 0 && (p = space.lookup(&zero)) != 0) {
		u64 kept = min_t(u64, bytes, MOST);
		p->ns = bpf_ktime_get_ns();
		p->tid = tid;
		p->bytes = bytes;
		p->kept = kept;
		if (kept <= MOST && bpf_probe_read_user(p->data, kept, r->at) == 0)
			plains.perf_submit(ctx, p, offsetof(struct plain, data) + (kept & (MOST - 1)));
	}
	ranges.delete(&tid);
	return 0;
}

//// methods of a language by USDT, with pointers
struct method { char owner[40]; char name[40]; };
struct frame { u64 thread; struct method m; };
struct cost { u64 calls, ns; s32 last_line; };
BPF_HASH(frames, struct frame, u64);
BPF_HASH(costs, struct method, struct cost);
int method_in(struct pt_regs *ctx) {
	struct frame f = { .thread = bpf_get_current_pid_tgid() };
	u64 now = bpf_ktime_get_ns(), owner;
	char *name;
	bpf_usdt_readarg(1, ctx, &owner);
	bpf_usdt_readarg(2, ctx, &name);
	bpf_probe_read_user_str(f.m.owner, sizeof(f.m.owner), (const char *)owner);
	bpf_probe_read_user_str(f.m.name, sizeof(f.m.name), name);
	frames.update(&f, &now);
	return 0;
}
int method_out(struct pt_regs *ctx) {
	struct frame f = { .thread = bpf_get_current_pid_tgid() };
	struct cost *c, none = {};
	s32 line = 0;
	u16 flags = 0;
	bpf_usdt_readarg_p(1, ctx, &f.m.owner, sizeof(f.m.owner));
	bpf_usdt_readarg_p(2, ctx, f.m.name, sizeof(f.m.name));
	bpf_usdt_readarg(3, ctx, &line);
	bpf_usdt_readarg(4, ctx, &flags);
	u64 *begun = frames.lookup(&f);
	if (!begun || (flags & 0x8000))
		return 0;
	c = costs.lookup_or_try_init(&f.m, &none);
	if (c)
		c->calls++, c->ns += bpf_ktime_get_ns() - *begun, c->last_line = line;
	frames.delete(&f);
	return 0;
}

//// locks of threads by address, stack of the caller
BPF_STACK_TRACE_BUILDID(callers, 2048);
struct holder { u64 lock; u32 tid; s32 caller; };
struct held { u64 since, total; u32 times; };
BPF_HASH(helds, struct holder, struct held, 20000);
int locking(struct pt_regs *ctx) {
	struct holder h = {};
	struct held first = {}, *it;
	h.lock = PT_REGS_PARM1(ctx);
	h.tid = (u32)bpf_get_current_pid_tgid();
	if ((h.caller = callers.get_stackid(ctx, BPF_F_USER_STACK)) < 0)
		h.caller = -1;
	it = helds.lookup_or_try_init(&h, &first);
	if (it) {
		it->since = bpf_ktime_get_ns();
		it->times++;
	}
	return 0;
}

//// a text in one line with comments in odd places and old style names
BPF_HASH(c/* counts */, u32);int kprobe__ksys_read(void *ctx){u32 p=bpf_get_current_pid_tgid()>>32;/* {{{ */c.increment(p);// }
return 0;}

//// two functions of one name chosen by a definition, defined with a default
#ifndef LIMIT
# define LIMIT (8 * 2)
#endif
#ifdef BY_THREAD
# define ID() ((u32)bpf_get_current_pid_tgid())
#else
# define ID() (bpf_get_current_pid_tgid() >> 32)
#endif
#define STORE(map, key, expr) do { \
	typeof(expr) __v = (expr); \
	map.update(&(key), &__v); \
} while (0)
BPF_HASH(values, u32, u64, LIMIT);
#ifdef BY_THREAD
int on_event(struct pt_regs *ctx, int extra)
#else
int on_event(struct pt_regs *ctx)
#endif
{
	u32 id = ID();
	STORE(values, id, bpf_ktime_get_ns());
	return 0;
}

//// results of calls kept in nested unions and bit fields of the text's own
#pragma pack(push, 1)
struct packed { u8 a; u32 b; u16 c:4, d:12; };
#pragma pack(pop)
union both { u64 whole; struct { u32 low, high; }; u8 bytes[8]; };
struct rec { struct packed p; union both u; s8 neg; __u64 arr[2][3]; enum { NONE, SOME = 5 } state; };
BPF_PERF_OUTPUT(recs);
int on_any(struct pt_regs *ctx)
{
	struct rec r;
	__builtin_memset(&r, 0, sizeof(r));
	r.u.whole = bpf_get_current_pid_tgid();
	r.p.b = r.u.high;
	r.p.d = r.u.low;
	r.neg = -1;
	r.arr[1][2] = r.u.bytes[0];
	r.state = r.p.d ? SOME : NONE;
	recs.perf_submit(ctx, &r, sizeof(r));
	return 0;
}

//// functions of the kernel by entry and exit, sized types
#include <linux/fs.h>
BPF_HASH(t0, u32, u64);
BPF_HISTOGRAM(fsync_us);
KFUNC_PROBE(vfs_fsync_range, struct file *file, loff_t start, loff_t end, int datasync)
{
	u32 tid = bpf_get_current_pid_tgid();
	u64 t = bpf_ktime_get_ns();
	if (file->f_inode->i_ino == 1 || datasync > 1) return 0;
	t0.update(&tid, &t);
	return 0;
}
KRETFUNC_PROBE(vfs_fsync_range, struct file *file, loff_t start, loff_t end, int datasync, int ret)
{
	u32 tid = bpf_get_current_pid_tgid();
	u64 *t = t0.lookup(&tid);
	if (t && ret == 0) fsync_us.increment(bpf_log2l((bpf_ktime_get_ns() - *t) / 1000));
	t0.delete(&tid);
	return 0;
}

//// settings in an array that user space writes, one map for options
struct config { u32 pid; u32 min_us; bool only_errors; };
BPF_ARRAY(options, struct config, 1);
BPF_TABLE("lru_hash", u64, u64, recent, 512);
BPF_TABLE("percpu_array", int, u64, dropped, 1);
static __inline bool wanted(u32 pid)
{
	int zero = 0;
	struct config *c = options.lookup(&zero);
	return c && (c->pid == 0 || c->pid == pid);
}
int kretprobe__vfs_statx(struct pt_regs *ctx)
{
	u64 id = bpf_get_current_pid_tgid(), now = bpf_ktime_get_ns();
	int zero = 0;
	u64 *n;
	if (!wanted(id >> 32)) { n = dropped.lookup(&zero); if (n) (*n)++; return 0; }
	if ((int)PT_REGS_RC(ctx) < 0) recent.update(&id, &now);
	return 0;
}

//// interrupts by name and their time, pointer to an action kept
#include <linux/interrupt.h>
#include <linux/irqdesc.h>
struct handled { char who[24]; u32 irq; u32 slot; };
struct open_irq { struct irqaction *action; u64 ns; };
BPF_PERCPU_ARRAY(open_irqs, struct open_irq, 1);
BPF_HISTOGRAM(handlings, struct handled);
int irq_in(struct pt_regs *ctx, struct irq_desc *desc)
{
	int zero = 0;
	struct open_irq *o = open_irqs.lookup(&zero);
	if (!o) return 0;
	o->action = desc->action;
	o->ns = bpf_ktime_get_ns();
	return 0;
}
int irq_out(struct pt_regs *ctx)
{
	int zero = 0;
	struct open_irq *o = open_irqs.lookup(&zero);
	struct handled h = {};
	if (!o || !o->action) return 0;
	bpf_probe_read_kernel_str(h.who, sizeof(h.who), o->action->name);
	h.irq = o->action->irq;
	h.slot = bpf_log2l(bpf_ktime_get_ns() - o->ns);
	handlings.increment(h);
	o->action = NULL;
	return 0;
}
