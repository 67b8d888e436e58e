/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Files and file systems, written as in notes and blog posts: several styles, several ages of the interface. */

//// latency of reads and writes of the VFS by operation
#include <uapi/linux/ptrace.h>
#include <linux/fs.h>
#define OP_READ  0
#define OP_WRITE 1
#define FACTOR   1000

typedef struct {
	u32 op;
	u64 bucket;
} lat_key_t;

struct begin {
	u64 at;
	int op;
};

BPF_HASH(began, u64, struct begin);
BPF_HISTOGRAM(latency, lat_key_t, 128);

static __always_inline int vfs_begin(int op)
{
	u64 me = bpf_get_current_pid_tgid();
	struct begin b = { 0 };
	b.at = bpf_ktime_get_ns();
	b.op = op;
	began.update(&me, &b);
	return 0;
}

int do_read_entry(struct pt_regs *ctx, struct file *file, char __user *buf, size_t count) { return vfs_begin(OP_READ); }
int do_write_entry(struct pt_regs *ctx, struct file *file, const char __user *buf, size_t count) { return vfs_begin(OP_WRITE); }

int do_rw_return(struct pt_regs *ctx)
{
	u64 me = bpf_get_current_pid_tgid();
	struct begin *b = began.lookup(&me);
	if (!b)
		return 0;
	lat_key_t k = {};
	k.op = b->op;
	k.bucket = bpf_log2l((bpf_ktime_get_ns() - b->at) / FACTOR);
	began.delete(&me);
	if ((ssize_t)PT_REGS_RC(ctx) < 0)
		return 0;
	latency.increment(k);
	return 0;
}

//// calls of five functions counted in one array
enum call { CALL_READ = 1, CALL_WRITE, CALL_SYNC, CALL_OPEN, CALLS };
BPF_ARRAY(called, u64, CALLS);
#define COUNTER(name, which) void name(struct pt_regs *ctx) { int slot = which; called.atomic_increment(slot); }
COUNTER(on_read, CALL_READ)
COUNTER(on_write, CALL_WRITE)
COUNTER(on_sync, CALL_SYNC)
COUNTER(on_open, CALL_OPEN)

//// bytes written by inode and name, keyed by a struct with an array
#include <linux/fs.h>
#include <linux/dcache.h>
#include <linux/stat.h>
struct where { dev_t dev; ino_t ino; char type; char name[DNAME_INLINE_LEN]; };
struct amount { u64 calls; u64 bytes; };
BPF_HASH(written, struct where, struct amount, 4096);
int kprobe__vfs_write(struct pt_regs *ctx, struct file *f, const char __user *buf, size_t count)
{
	umode_t mode = f->f_inode->i_mode;
	struct amount none = {}, *a;
	struct where w = {};
	struct qstr name = f->f_path.dentry->d_name;
	if (name.len == 0)
		return 0;
	w.type = S_ISREG(mode) ? 'f' : S_ISDIR(mode) ? 'd' : S_ISSOCK(mode) ? 's' : '?';
	w.ino = f->f_inode->i_ino;
	w.dev = f->f_inode->i_sb->s_dev;
	bpf_probe_read_kernel_str(w.name, DNAME_INLINE_LEN, name.name);
	a = written.lookup_or_try_init(&w, &none);
	if (a) {
		__sync_fetch_and_add(&a->calls, 1);
		__sync_fetch_and_add(&a->bytes, count);
	}
	return 0;
}

//// parents of a dentry walked with a bounded loop
#include <linux/dcache.h>
#include <linux/fs.h>
#define DEPTH 6
struct path_event { u32 pid; u32 depth; char part[DEPTH][24]; };
BPF_PERCPU_ARRAY(heap, struct path_event, 1);
BPF_PERF_OUTPUT(paths);
int kprobe__vfs_unlink(struct pt_regs *ctx)
{
    int zero = 0;
    struct path_event *e = heap.lookup(&zero);
    struct dentry *d, *parent;
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 12, 0)
    d = (struct dentry *)PT_REGS_PARM3(ctx);
#else
    d = (struct dentry *)PT_REGS_PARM2(ctx);
#endif
    if (e == NULL)
        return 0;
    e->pid = bpf_get_current_pid_tgid();
    e->depth = 0;
#pragma unroll
    for (int i = 0; i < DEPTH; i++) {
        bpf_probe_read_kernel_str(e->part[i], sizeof(e->part[i]), d->d_name.name);
        e->depth++;
        parent = d->d_parent;
        if (parent == d)
            break;
        d = parent;
    }
    paths.perf_submit(ctx, e, sizeof(*e));
    return 0;
}

//// filters pasted into the text: a process and a threshold
#include <linux/fs.h>
struct tardy { u64 us; s64 got; u32 tgid; char name[40]; };
struct underway { u64 ns; struct kiocb *cb; };
BPF_HASH(underways, u64, struct underway);
BPF_PERF_OUTPUT(tardies);
int iter_in(struct pt_regs *ctx, struct kiocb *cb) {
	u64 id = bpf_get_current_pid_tgid();
	if ((id >> 32) != 4242) { return 0; }
	if ((u64)cb->ki_filp->f_op != 18446744072101294080ULL) return 0;
	struct underway u = { bpf_ktime_get_ns(), cb };
	underways.update(&id, &u);
	return 0;
}
int iter_out(struct pt_regs *ctx) {
	u64 id = bpf_get_current_pid_tgid();
	struct underway *u = underways.lookup(&id);
	struct tardy t = {};
	if (!u) return 0;
	struct dentry *de = u->cb->ki_filp->f_path.dentry;
	t.us = (bpf_ktime_get_ns() - u->ns) / 1000;
	underways.delete(&id);
	if (t.us < 10000) return 0;
	t.got = PT_REGS_RC(ctx);
	t.tgid = id >> 32;
	if (bpf_probe_read_kernel_str(t.name, sizeof(t.name), de->d_name.name) > 1)
		tardies.perf_submit(ctx, &t, sizeof(t));
	return 0;
}

//// opened files by tracepoint, name kept between entry and exit
struct open_args { const char *name; int flags; };
struct open_event { u64 id; int ret; int flags; u32 uid; char comm[16]; char name[256]; };
BPF_HASH(active, u64, struct open_args, 10240);
BPF_PERCPU_ARRAY(buffer, struct open_event, 1);
BPF_PERF_OUTPUT(opens);
TRACEPOINT_PROBE(syscalls, sys_enter_openat)
{
    u64 id = bpf_get_current_pid_tgid();
    struct open_args a = {};
    a.name = args->filename;
    a.flags = args->flags;
    active.update(&id, &a);
    return 0;
}
TRACEPOINT_PROBE(syscalls, sys_exit_openat)
{
    u64 id = bpf_get_current_pid_tgid();
    u32 zero = 0;
    struct open_args *a = active.lookup(&id);
    struct open_event *e = buffer.lookup(&zero);
    if (a == 0 || e == 0)
        return 0;
    e->id = id;
    e->ret = args->ret;
    e->flags = a->flags;
    e->uid = bpf_get_current_uid_gid() & 0xffffffff;
    bpf_get_current_comm(e->comm, sizeof e->comm);
    bpf_probe_read_user_str(e->name, sizeof e->name, a->name);
    opens.perf_submit(args, e, sizeof *e);
    active.delete(&id);
    return 0;
}

//// descriptor table of a task
#include <linux/sched.h>
#include <linux/fdtable.h>
#include <linux/fs.h>
BPF_HASH(files_open, u32, u32);
int kprobe__filp_close(struct pt_regs *ctx, struct file *filp) {
    struct task_struct *t = (struct task_struct *)bpf_get_current_task();
    struct files_struct *files = t->files;
    struct fdtable *fdt = files->fdt;
    u32 tgid = t->tgid, max = fdt->max_fds;
    struct file **fd = fdt->fd;
    struct file *first;
    bpf_probe_read(&first, sizeof(first), &fd[0]);
    if (first == filp) max = 1;
    files_open.update(&tgid, &max);
    return 0;
}

//// size and owner of what is truncated, with types of the kernel
#include <linux/fs.h>
#include <linux/uidgid.h>
typedef struct { loff_t size; umode_t mode; uid_t uid; gid_t gid; u8 links; blkcnt_t blocks; } inode_facts;
BPF_RINGBUF_OUTPUT(inodes, 8);
int kprobe__do_truncate(struct pt_regs *ctx) {
	struct dentry *dentry = (void *)PT_REGS_PARM2(ctx);
	struct inode *inode = dentry->d_inode;
	inode_facts f = {};
	f.size = i_size_read(inode);
	f.mode = inode->i_mode & 0777;
	f.uid = inode->i_uid.val;
	f.gid = __kgid_val(inode->i_gid);
	f.links = inode->i_nlink;
	f.blocks = inode->i_blocks;
	inodes.ringbuf_output(&f, sizeof(f), 0);
	return 0;
}

//// mount options read as flags of the super block
#include <linux/fs.h>
#include <linux/mount.h>
struct mnt { char fstype[16]; char id[32]; unsigned long flags; u64 magic; };
BPF_PERF_OUTPUT(mounts);
int kprobe__security_sb_statfs(struct pt_regs *ctx, struct dentry *d)
{
	struct mnt m = {};
	struct super_block *sb = d->d_sb;
	struct file_system_type *type = sb->s_type;
	bpf_probe_read_kernel_str(m.fstype, sizeof(m.fstype), type->name);
	bpf_probe_read_kernel_str(m.id, sizeof(m.id), sb->s_id);
	m.flags = sb->s_flags;
	m.magic = sb->s_magic;
	mounts.perf_submit(ctx, &m, sizeof(m));
	return 0;
}

//// pages added to the page cache, with the mapping's host
#include <linux/mm_types.h>
#include <linux/fs.h>
BPF_HASH(cached, unsigned long, u64);
int kprobe__add_to_page_cache_lru(struct pt_regs *ctx, struct page *page, struct address_space *mapping, pgoff_t offset)
{
    unsigned long ino = mapping->host->i_ino;
    cached.increment(ino, 1);
    return offset > 1 ? 1 : 0;
}
