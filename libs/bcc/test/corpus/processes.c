/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Processes, scheduling and memory. */

//// programs that start, with the parent's parent and the name out of the record
#include <linux/sched.h>
struct exec_t {
    u32 pid, ppid, pppid;
    u32 uid;
    u64 cgroup;
    char comm[TASK_COMM_LEN], pcomm[TASK_COMM_LEN];
    char file[128];
};
BPF_PERF_OUTPUT(execs);
TRACEPOINT_PROBE(sched, sched_process_exec)
{
    struct exec_t e = {0};
    struct task_struct *task, *parent;

    task = (struct task_struct *)bpf_get_current_task();
    parent = task->real_parent;
    e.pid = args->pid;
    e.ppid = parent->tgid;
    e.pppid = task->real_parent->real_parent->tgid;
    e.uid = (u32)bpf_get_current_uid_gid();
    e.cgroup = bpf_get_current_cgroup_id();
    bpf_get_current_comm(&e.comm, sizeof(e.comm));
    bpf_probe_read_kernel_str(&e.pcomm, sizeof(e.pcomm), parent->comm);
    TP_DATA_LOC_READ(e.file, filename);
    execs.perf_submit(args, &e, sizeof(e));
    return 0;
}

//// the whole life of a process: fork, exec, exit with its code
#include <linux/sched.h>
#include <linux/types.h>
typedef enum { EV_FORK = 0, EV_EXEC = 1, EV_EXIT = 2 } ev_kind;
struct life { ev_kind kind; u32 pid; u32 child; u64 lived_ns; int code; u8 signal; bool core; char comm[16]; };
BPF_RINGBUF_OUTPUT(lives, 1 << 4);
BPF_HASH(births, u32, u64, 65536);
TRACEPOINT_PROBE(sched, sched_process_fork)
{
    u64 now = bpf_ktime_get_ns();
    u32 child = args->child_pid;
    struct life *l = lives.ringbuf_reserve(sizeof(struct life));
    births.update(&child, &now);
    if (!l) return 1;
    l->kind = EV_FORK; l->pid = args->parent_pid; l->child = child;
    l->lived_ns = 0; l->code = 0; l->signal = 0; l->core = false;
    bpf_get_current_comm(&l->comm, sizeof(l->comm));
    lives.ringbuf_submit(l, 0);
    return 0;
}
TRACEPOINT_PROBE(sched, sched_process_exit)
{
    struct task_struct *me = (typeof(me))bpf_get_current_task();
    u64 *born, now = bpf_ktime_get_ns();
    u32 tid = bpf_get_current_pid_tgid(), tgid = bpf_get_current_pid_tgid() >> 32;
    if (tid != tgid) return 0;
    born = births.lookup(&tgid);
    struct life *l = lives.ringbuf_reserve(sizeof(*l));
    if (!l) return 0;
    l->kind = EV_EXIT;
    l->pid = tgid;
    l->child = 0;
    l->lived_ns = born ? now - *born : now - me->start_time;
    l->code = me->exit_code >> 8;
    l->signal = me->exit_code & 0x7f;
    l->core = (me->exit_code & 0x80) != 0;
    bpf_get_current_comm(l->comm, 16);
    lives.ringbuf_submit(l, BPF_RB_NO_WAKEUP);
    if (born) births.delete(&tgid);
    return 0;
}

//// system calls counted by number and process
struct sc_key { u32 pid; u32 nr; };
BPF_HASH(calls, struct sc_key, u64, 20480);
BPF_HASH(entered, u64, u64);
BPF_HASH(total_ns, u32, u64);
TRACEPOINT_PROBE(raw_syscalls, sys_enter)
{
    u64 id = bpf_get_current_pid_tgid(), t = bpf_ktime_get_ns();
    struct sc_key k = { .pid = id >> 32, .nr = args->id };
    u64 *val, zero = 0;
    if (args->id < 0 || k.pid == 0) return 0;
    val = calls.lookup_or_try_init(&k, &zero);
    if (val) { ++(*val); }
    if (args->args[0] != 0xffff) entered.update(&id, &t);
    return 0;
}
TRACEPOINT_PROBE(raw_syscalls, sys_exit)
{
    u64 id = bpf_get_current_pid_tgid();
    u64 *t = entered.lookup(&id);
    if (!t || args->ret == -EINTR) return 0;
    u32 nr = args->id;
    total_ns.increment(nr, bpf_ktime_get_ns() - *t);
    entered.delete(&id);
    return 0;
}

//// memory killer: who was chosen, with a line of text
#include <linux/oom.h>
#include <linux/mm_types.h>
struct victim { u32 tgid, asked_by; u64 limit_pages; u64 virtual_pages; s16 adj; char comm[TASK_COMM_LEN]; char text[40]; };
BPF_PERF_OUTPUT(victims);
void kprobe__oom_kill_process(struct pt_regs *ctx, struct oom_control *oc, const char *message)
{
	struct victim v;
	struct task_struct *dying = oc->chosen;
	memset(&v, 0, sizeof(v));
	v.tgid = dying->tgid;
	v.asked_by = bpf_get_current_pid_tgid() >> 32;
	v.limit_pages = oc->totalpages;
	v.virtual_pages = dying->mm->total_vm;
	v.adj = dying->signal->oom_score_adj;
	bpf_probe_read_kernel_str(v.comm, sizeof(v.comm), dying->comm);
	bpf_probe_read_kernel_str(&v.text, sizeof(v.text), message);
	victims.perf_submit(ctx, &v, sizeof(v));
}

//// time on and off the CPU by process, in two ages of the context switch
#include <linux/sched.h>
#define US(ns) ((ns) / 1000ULL)
struct usage { u64 ran, runs; };
BPF_HASH(since, u32, u64);
BPF_HASH(usages, u32, struct usage, 1024);
BPF_HISTOGRAM(slices, u64);
int on_switch(struct pt_regs *ctx, struct task_struct *leaving)
{
	const u64 now = bpf_ktime_get_ns();
	u32 coming = bpf_get_current_pid_tgid(), left = leaving->pid;
	u64 *begun = since.lookup(&left);
	struct usage *u, nil = {};
	if (begun && *begun < now) {
		slices.increment(bpf_log2l(US(now - *begun)));
		if ((u = usages.lookup_or_try_init(&left, &nil)))
			u->ran += now - *begun, u->runs++;
		since.delete(&left);
	}
	if (coming)
		since.update(&coming, (u64 *)&now);
	return 0;
}

//// wake up chains kept as stacks of the waker
#include <linux/sched.h>
struct call { char by[TASK_COMM_LEN]; s32 kernel, user; };
struct edge { struct call how; char whom[TASK_COMM_LEN]; };
BPF_TABLE("lru_hash", pid_t, struct call, last_call, 2048);
BPF_HASH(edges, struct edge, u64);
BPF_STACK_TRACE(chains, 3000);
int waking(struct pt_regs *ctx, struct task_struct *sleeper)
{
	struct call c = {};
	pid_t key = sleeper->pid;
	if ((sleeper->flags & PF_KTHREAD) || sleeper->tgid == 1)
		return 0;
	c.kernel = chains.get_stackid(ctx, BPF_F_REUSE_STACKID);
	c.user = chains.get_stackid(ctx, BPF_F_REUSE_STACKID | BPF_F_USER_STACK);
	bpf_get_current_comm(c.by, sizeof(c.by));
	last_call.update(&key, &c);
	return 0;
}
int running(struct pt_regs *ctx)
{
	pid_t key = bpf_get_current_pid_tgid() & 0xffffffff;
	struct call *c = last_call.lookup(&key);
	struct edge e;
	if (c == NULL)
		return 0;
	e.how = *c;
	bpf_get_current_comm(&e.whom, sizeof(e.whom));
	edges.atomic_increment(e);
	last_call.delete(&key);
	return 0;
}

//// signals sent, by raw arguments and by tracepoint
struct sig_t { u32 from; int to; int sig; int result; char comm[TASK_COMM_LEN]; };
BPF_PERF_OUTPUT(signals);
TRACEPOINT_PROBE(signal, signal_generate)
{
    struct sig_t s = {.from = bpf_get_current_pid_tgid() >> 32};
    s.to = args->pid;
    s.sig = args->sig;
    s.result = args->result;
    bpf_probe_read_kernel(s.comm, sizeof(s.comm), args->comm);
    if (s.sig == 0) return 0;
    signals.perf_submit(args, &s, sizeof(s));
    return 0;
}
BPF_HASH(pending_kill, u32, struct sig_t);
int syscall__kill(struct pt_regs *ctx, int tpid, int sig)
{
    u32 tid = bpf_get_current_pid_tgid();
    struct sig_t val = {.to = tpid, .sig = sig};
    if (bpf_get_current_comm(&val.comm, sizeof(val.comm)) == 0) pending_kill.update(&tid, &val);
    return 0;
}

//// namespaces and credentials of the current task
#include <linux/sched.h>
#include <linux/nsproxy.h>
#include <linux/ns_common.h>
#include <linux/pid_namespace.h>
#include <linux/cred.h>
#include <linux/utsname.h>
struct ns_t { u32 pid; u32 ns_pid; u32 pidns; u32 mntns; u32 netns; u32 euid; u64 caps; char node[65]; };
BPF_PERF_OUTPUT(spaces);
static inline u32 nr_in_ns(struct task_struct *task)
{
    unsigned int level = task->nsproxy->pid_ns_for_children->level;
    struct pid *pid = task->thread_pid;
    return pid->numbers[level].nr;
}
int syscall__setns(struct pt_regs *ctx, int fd, int nstype)
{
    struct task_struct *task = (struct task_struct *)bpf_get_current_task();
    struct ns_t n = {};
    n.pid = task->pid;
    n.ns_pid = nr_in_ns(task);
    n.pidns = task->nsproxy->pid_ns_for_children->ns.inum;
    n.mntns = task->nsproxy->mnt_ns->ns.inum;
    n.netns = task->nsproxy->net_ns->ns.inum;
    n.euid = task->cred->euid.val;
    bpf_probe_read_kernel(&n.caps, sizeof(n.caps), &task->cred->cap_effective);
    struct uts_namespace *uts = task->nsproxy->uts_ns;
    bpf_probe_read_kernel_str(&n.node, sizeof(n.node), uts->name.nodename);
    spaces.perf_submit(ctx, &n, sizeof(n));
    return 0;
}

//// arguments of a new program read from its memory
#include <linux/sched.h>
#include <linux/mm_types.h>
struct cmdline { u32 pid; u32 len; char text[200]; };
BPF_PERF_OUTPUT(cmdlines);
TRACEPOINT_PROBE(syscalls, sys_exit_execve)
{
    struct cmdline c = {};
    struct task_struct *t = (struct task_struct *)bpf_get_current_task();
    if (args->ret != 0) return 0;
    struct mm_struct *mm = t->mm;
    unsigned long start = mm->arg_start, end = mm->arg_end;
    u32 len = end - start;
    if (len > sizeof(c.text) - 1) len = sizeof(c.text) - 1;
    c.pid = t->tgid;
    c.len = len;
    bpf_probe_read_user(c.text, sizeof(c.text) - 1, (void *)start);
    cmdlines.perf_submit(args, &c, sizeof(c));
    return 0;
}

//// page faults by address range with a linear histogram
#include <linux/mm_types.h>
BPF_HISTOGRAM(faults, int, 100);
BPF_HASH(by_comm, char[TASK_COMM_LEN], u64);
struct name_t { char comm[TASK_COMM_LEN]; };
BPF_HASH(by_name, struct name_t);
TRACEPOINT_PROBE(exceptions, page_fault_user) {
    int slot = (args->address >> 40) % 100;
    struct name_t n;
    faults.increment(slot);
    bpf_get_current_comm(&n, sizeof(n));
    by_name.increment(n);
    if (args->error_code & 4) { u64 one = 1; by_comm.update(&n.comm, &one); }
    return 0;
}

//// sampled code and a counter of cache misses
#include <uapi/linux/bpf_perf_event.h>
struct slot { u32 tgid; u16 cpu; u16 kind; };
BPF_HASH(weights, struct slot);
static inline void weigh(struct bpf_perf_event_data *ctx, u16 kind) {
	struct slot s = { bpf_get_current_pid_tgid() >> 32, bpf_get_smp_processor_id(), kind };
	weights.atomic_increment(s, ctx->sample_period);
	if (PT_REGS_IP(&ctx->regs) == 0 && ctx->addr) { s.kind = 99; weights.increment(s); }
}
int on_miss(struct bpf_perf_event_data *ctx) { weigh(ctx, 1); return 0; }
int on_access(struct bpf_perf_event_data *ctx) { weigh(ctx, 2); return 0; }

//// slab and page allocations by stack
#include <linux/mm.h>
BPF_STACK_TRACE(calltrace, 4096);
BPF_HASH(sums, int, u64);
TRACEPOINT_PROBE(kmem, kmalloc)
{
    int id = calltrace.get_stackid(args, 0);
    if (id < 0) return 0;
    sums.increment(id, args->bytes_alloc);
    return 0;
}
TRACEPOINT_PROBE(kmem, mm_page_alloc)
{
    int id = calltrace.get_stackid((void *)args, BPF_F_REUSE_STACKID);
    if (id >= 0) { u64 *s = sums.lookup(&id); if (s) lock_xadd(s, 4096ull << args->order); }
    return 0;
}

//// mutex contention keyed by address and thread
struct lock_id { u64 addr; u32 tid; };
BPF_HASH(waits, struct lock_id, u64);
BPF_HASH(wait_total, u64, u64, 16384);
int mutex_in(struct pt_regs *ctx, struct mutex *lock) {
    struct lock_id id = {.addr = (u64)lock, .tid = bpf_get_current_pid_tgid()};
    u64 t = bpf_ktime_get_ns();
    waits.insert(&id, &t);
    return 0;
}
int mutex_out(struct pt_regs *ctx, struct mutex *lock) {
    struct lock_id id = {(u64)lock, bpf_get_current_pid_tgid()};
    u64 *t = waits.lookup(&id), key = id.addr;
    if (t) { wait_total.increment(key, bpf_ktime_get_ns() - *t); waits.delete(&id); }
    return lock->owner.counter != 0;
}

//// who holds the terminal: bytes written to it
#include <linux/fs.h>
#include <linux/tty.h>
#define PIECE 128
struct piece { u32 length; u32 part; char bytes[PIECE]; };
BPF_PERCPU_ARRAY(room, struct piece, 1);
BPF_PERF_OUTPUT(pieces);
static int send(struct pt_regs *ctx, const char *from, size_t left) {
	u32 first = 0, part;
	struct piece *p = room.lookup(&first);
	if (p == NULL)
		return 1;
#pragma unroll
	for (part = 0; part < 3; part++, from += PIECE) {
		p->part = part;
		p->length = left < PIECE ? left : PIECE;
		if (bpf_probe_read_user(p->bytes, PIECE, from) < 0)
			break;
		pieces.perf_submit(ctx, p, sizeof(struct piece));
		if (left <= PIECE)
			break;
		left -= PIECE;
	}
	return 0;
}
int on_tty_write(struct pt_regs *ctx, struct file *file, const char __user *data, size_t size) {
	if (file->f_inode->i_ino == 7)
		return 0;
	return send(ctx, data, size);
}
int on_n_tty_write(struct pt_regs *ctx, struct tty_struct *tty, struct file *file) {
	char name[64];
	bpf_probe_read_kernel_str(name, sizeof(name), tty->name);
	return name[0] == 'p' ? send(ctx, (const char *)PT_REGS_PARM3(ctx), PT_REGS_PARM4(ctx)) : 0;
}

//// data of any length into a map's value and through a pointer
struct room { u32 pid; char name[32]; };
BPF_PERCPU_ARRAY(rooms, struct room, 1);
BPF_PERF_OUTPUT(rooms_out);
TRACEPOINT_PROBE(irq, irq_handler_entry)
{
	int zero = 0;
	struct room *r = rooms.lookup(&zero);
	if (!r) return 0;
	r->pid = args->irq;
	TP_DATA_LOC_READ(r->name, name);
	TP_DATA_LOC_READ(&r->name, name);
	rooms_out.perf_submit(args, r, sizeof(*r));
	return 0;
}
