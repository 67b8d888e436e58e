/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Programs as tools are made of: several probes that share maps. */

//// latency of block requests by disk
#include <uapi/linux/ptrace.h>
#include <linux/blk-mq.h>
typedef struct disk_key { char disk[DISK_NAME_LEN]; u64 slot; } disk_key_t;
BPF_HASH(start, struct request *);
BPF_HISTOGRAM(dist, disk_key_t);
int trace_req_start(struct pt_regs *ctx, struct request *req) { u64 ts = bpf_ktime_get_ns(); start.update(&req, &ts); return 0; }
int trace_req_done(struct pt_regs *ctx, struct request *req) {
  u64 *tsp = start.lookup(&req);
  if (tsp == 0) return 0;
  u64 delta = bpf_ktime_get_ns() - *tsp;
  disk_key_t key = {.slot = bpf_log2l(delta / 1000)};
  if (req->q && req->mq_hctx) key.slot++;
  dist.atomic_increment(key);
  start.delete(&req);
  return 0;
}

//// run queue latency
#include <linux/sched.h>
#include <linux/nsproxy.h>
typedef struct pid_key { u32 id; u64 slot; } pid_key_t;
BPF_HASH(start, u32);
BPF_HISTOGRAM(dist);
static int trace_enqueue(u32 tgid, u32 pid) { if (pid == 0) return 0; u64 ts = bpf_ktime_get_ns(); start.update(&pid, &ts); return 0; }
RAW_TRACEPOINT_PROBE(sched_wakeup) { struct task_struct *p = (struct task_struct *)ctx->args[0]; return trace_enqueue(p->tgid, p->pid); }
RAW_TRACEPOINT_PROBE(sched_wakeup_new) { struct task_struct *p = (struct task_struct *)ctx->args[0]; return trace_enqueue(p->tgid, p->pid); }
RAW_TRACEPOINT_PROBE(sched_switch) {
  struct task_struct *prev = (struct task_struct *)ctx->args[1];
  struct task_struct *next = (struct task_struct *)ctx->args[2];
  u32 pid, tgid;
  bpf_probe_read_kernel(&pid, sizeof(prev->pid), &prev->pid);
  if (prev->on_rq) trace_enqueue(prev->tgid, pid);
  bpf_probe_read_kernel(&pid, sizeof(next->pid), &next->pid);
  u64 *tsp = start.lookup(&pid);
  if (tsp == 0) return 0;
  dist.increment(bpf_log2l((bpf_ktime_get_ns() - *tsp) / 1000));
  start.delete(&pid);
  return 0;
}

//// opened files
#include <uapi/linux/ptrace.h>
#include <uapi/linux/limits.h>
#include <linux/fcntl.h>
#include <linux/sched.h>
struct val_t { u64 id; char comm[TASK_COMM_LEN]; const char *fname; int flags; };
struct data_t { u64 id; u64 ts; u32 uid; int ret; char comm[TASK_COMM_LEN]; char name[NAME_MAX]; int flags; };
BPF_HASH(infotmp, u64, struct val_t);
BPF_PERF_OUTPUT(events);
int syscall__trace_entry_openat(struct pt_regs *ctx, int dfd, const char __user *filename, int flags) {
  struct val_t val = {};
  u64 id = bpf_get_current_pid_tgid();
  if (bpf_get_current_comm(&val.comm, sizeof(val.comm)) == 0) { val.id = id; val.fname = filename; val.flags = flags; infotmp.update(&id, &val); }
  return 0;
}
int trace_return(struct pt_regs *ctx) {
  u64 id = bpf_get_current_pid_tgid();
  struct val_t *valp = infotmp.lookup(&id);
  struct data_t data = {};
  if (valp == 0) return 0;
  bpf_probe_read_kernel(&data.comm, sizeof(data.comm), valp->comm);
  bpf_probe_read_user_str(&data.name, sizeof(data.name), (void *)valp->fname);
  data.id = valp->id;
  data.flags = valp->flags;
  data.ret = PT_REGS_RC(ctx);
  events.perf_submit(ctx, &data, sizeof(data));
  infotmp.delete(&id);
  return 0;
}

//// started programs with their arguments
#include <linux/fs.h>
#define ARGSIZE 128
#define MAXARG 4
enum event_type { EVENT_ARG, EVENT_RET, };
struct data_t { u32 pid; u32 ppid; char comm[TASK_COMM_LEN]; enum event_type type; char argv[ARGSIZE]; int retval; };
BPF_PERF_OUTPUT(events);
static int __submit_arg(struct pt_regs *ctx, void *ptr, struct data_t *data) {
  bpf_probe_read_user(data->argv, sizeof(data->argv), ptr);
  events.perf_submit(ctx, data, sizeof(struct data_t));
  return 1;
}
static int submit_arg(struct pt_regs *ctx, void *ptr, struct data_t *data) {
  const char *argp = NULL;
  bpf_probe_read_user(&argp, sizeof(argp), ptr);
  if (argp) return __submit_arg(ctx, (void *)(argp), data);
  return 0;
}
int syscall__execve(struct pt_regs *ctx, const char __user *filename, const char __user *const __user *__argv, const char __user *const __user *__envp) {
  struct data_t data = {};
  struct task_struct *task = (struct task_struct *)bpf_get_current_task();
  data.pid = bpf_get_current_pid_tgid() >> 32;
  data.ppid = task->real_parent->tgid;
  bpf_get_current_comm(&data.comm, sizeof(data.comm));
  data.type = EVENT_ARG;
  __submit_arg(ctx, (void *)filename, &data);
#pragma unroll
  for (int i = 1; i < MAXARG; i++) { if (submit_arg(ctx, (void *)&__argv[i], &data) == 0) goto out; }
  char ellipsis[] = "...";
  __submit_arg(ctx, (void *)ellipsis, &data);
out:
  return 0;
}
int do_ret_sys_execve(struct pt_regs *ctx) {
  struct data_t data = {.type = EVENT_RET, .retval = PT_REGS_RC(ctx)};
  events.perf_submit(ctx, &data, sizeof(data));
  return 0;
}

//// accepted connections of two families
#include <net/sock.h>
#include <bcc/proto.h>
struct ipv4_data_t { u64 ts_us; u32 pid, saddr, daddr; u16 lport, dport; char task[TASK_COMM_LEN]; };
struct ipv6_data_t { u64 ts_us; u32 pid; unsigned __int128 saddr, daddr; u16 lport, dport; char task[TASK_COMM_LEN]; };
BPF_PERF_OUTPUT(ipv4_events);
BPF_PERF_OUTPUT(ipv6_events);
int kretprobe__inet_csk_accept(struct pt_regs *ctx) {
  struct sock *newsk = (struct sock *)PT_REGS_RC(ctx);
  u32 pid = bpf_get_current_pid_tgid() >> 32;
  if (newsk == NULL) return 0;
  u16 family = newsk->__sk_common.skc_family, lport = newsk->__sk_common.skc_num, dport = newsk->__sk_common.skc_dport;
  dport = ntohs(dport);
  if (family == AF_INET) {
    struct ipv4_data_t data4 = {.pid = pid};
    data4.ts_us = bpf_ktime_get_ns() / 1000;
    data4.saddr = newsk->__sk_common.skc_rcv_saddr;
    data4.daddr = newsk->__sk_common.skc_daddr;
    data4.lport = lport;
    data4.dport = dport;
    bpf_get_current_comm(&data4.task, sizeof(data4.task));
    ipv4_events.perf_submit(ctx, &data4, sizeof(data4));
  } else if (family == AF_INET6) {
    struct ipv6_data_t data6 = {.pid = pid};
    bpf_probe_read_kernel(&data6.saddr, sizeof(data6.saddr), &newsk->__sk_common.skc_v6_rcv_saddr.in6_u.u6_addr32);
    bpf_probe_read_kernel(&data6.daddr, sizeof(data6.daddr), &newsk->__sk_common.skc_v6_daddr.in6_u.u6_addr32);
    data6.lport = lport;
    data6.dport = dport;
    ipv6_events.perf_submit(ctx, &data6, sizeof(data6));
  }
  return 0;
}

//// time off the CPU by stack
#include <linux/sched.h>
#define MINBLOCK_US 1
struct key_t { u32 pid; u32 tgid; int user_stack_id; int kernel_stack_id; char name[TASK_COMM_LEN]; };
BPF_HASH(counts, struct key_t);
BPF_HASH(start, u32);
BPF_STACK_TRACE(stack_traces, 1024);
int oncpu(struct pt_regs *ctx, struct task_struct *prev) {
  u32 pid = prev->pid, tgid = prev->tgid;
  u64 ts, *tsp;
  if (!(prev->flags & PF_KTHREAD)) { ts = bpf_ktime_get_ns(); start.update(&pid, &ts); }
  pid = bpf_get_current_pid_tgid();
  tgid = bpf_get_current_pid_tgid() >> 32;
  tsp = start.lookup(&pid);
  if (tsp == 0) return 0;
  u64 t_start = *tsp, t_end = bpf_ktime_get_ns();
  start.delete(&pid);
  if (t_start > t_end) return 0;
  u64 delta = (t_end - t_start) / 1000;
  if (delta < MINBLOCK_US) return 0;
  struct key_t key = {};
  key.pid = pid;
  key.tgid = tgid;
  key.user_stack_id = stack_traces.get_stackid(ctx, BPF_F_USER_STACK);
  key.kernel_stack_id = stack_traces.get_stackid(ctx, 0);
  bpf_get_current_comm(&key.name, sizeof(key.name));
  counts.atomic_increment(key, delta);
  return 0;
}

//// allocations and frees of a process
struct alloc_info_t { u64 size; u64 timestamp_ns; int stack_id; };
struct combined_alloc_info_t { u64 total_size; u64 number_of_allocs; };
BPF_HASH(sizes, u64);
BPF_HASH(allocs, u64, struct alloc_info_t, 1000000);
BPF_HASH(memptrs, u64, u64);
BPF_STACK_TRACE(stack_traces, 10240);
BPF_HASH(combined_allocs, u64, struct combined_alloc_info_t, 10240);
static inline void update_statistics_add(u64 stack_id, u64 sz) {
  struct combined_alloc_info_t *existing_cinfo;
  struct combined_alloc_info_t cinfo = {0};
  existing_cinfo = combined_allocs.lookup_or_try_init(&stack_id, &cinfo);
  if (!existing_cinfo) return;
  lock_xadd(&existing_cinfo->total_size, sz);
  lock_xadd(&existing_cinfo->number_of_allocs, 1);
}
static inline int gen_alloc_enter(struct pt_regs *ctx, size_t size) { u64 tid = bpf_get_current_pid_tgid(), size64 = size; sizes.update(&tid, &size64); return 0; }
static inline int gen_alloc_exit2(struct pt_regs *ctx, u64 address) {
  u64 tid = bpf_get_current_pid_tgid();
  u64 *size64 = sizes.lookup(&tid);
  struct alloc_info_t info = {0};
  if (size64 == 0) return 0;
  info.size = *size64;
  sizes.delete(&tid);
  if (address != 0) { info.timestamp_ns = bpf_ktime_get_ns(); info.stack_id = stack_traces.get_stackid(ctx, BPF_F_USER_STACK); allocs.update(&address, &info); update_statistics_add(info.stack_id, info.size); }
  return 0;
}
static inline int gen_alloc_exit(struct pt_regs *ctx) { return gen_alloc_exit2(ctx, PT_REGS_RC(ctx)); }
int malloc_enter(struct pt_regs *ctx, size_t size) { return gen_alloc_enter(ctx, size); }
int malloc_exit(struct pt_regs *ctx) { return gen_alloc_exit(ctx); }
int calloc_enter(struct pt_regs *ctx, size_t nmemb, size_t size) { return gen_alloc_enter(ctx, nmemb * size); }
int posix_memalign_enter(struct pt_regs *ctx, void **memptr, size_t alignment, size_t size) {
  u64 memptr64 = (u64)(size_t)memptr, tid = bpf_get_current_pid_tgid();
  memptrs.update(&tid, &memptr64);
  return gen_alloc_enter(ctx, size);
}
int posix_memalign_exit(struct pt_regs *ctx) {
  u64 tid = bpf_get_current_pid_tgid();
  u64 *memptr64 = memptrs.lookup(&tid);
  void *addr;
  if (memptr64 == 0) return 0;
  memptrs.delete(&tid);
  if (bpf_probe_read_user(&addr, sizeof(void *), (void *)(size_t)*memptr64)) return 0;
  return gen_alloc_exit2(ctx, (u64)(size_t)addr);
}
TRACEPOINT_PROBE(kmem, kfree) { u64 p = (u64)args->ptr; allocs.delete(&p); return 0; }

//// reads and writes by file
#include <linux/fs.h>
struct info_t { unsigned long inode; dev_t dev; u32 pid; u32 name_len; char comm[TASK_COMM_LEN]; char type; char name[DNAME_INLINE_LEN]; };
struct val_t { u64 reads, writes, rbytes, wbytes; };
BPF_HASH(counts, struct info_t, struct val_t);
static int do_entry(struct pt_regs *ctx, struct file *file, char __user *buf, size_t count, int is_read) {
  u32 tgid = bpf_get_current_pid_tgid() >> 32;
  struct dentry *de = file->f_path.dentry;
  int mode = file->f_inode->i_mode;
  struct qstr d_name = de->d_name;
  if (d_name.len == 0 || !S_ISREG(mode)) return 0;
  struct info_t info = {.pid = tgid, .inode = file->f_inode->i_ino, .dev = file->f_inode->i_sb->s_dev};
  bpf_get_current_comm(&info.comm, sizeof(info.comm));
  info.name_len = d_name.len;
  bpf_probe_read_kernel(&info.name, sizeof(info.name), d_name.name);
  if (S_ISREG(mode)) info.type = 'R'; else if (S_ISSOCK(mode)) info.type = 'S'; else info.type = 'O';
  struct val_t *valp, zero = {};
  valp = counts.lookup_or_try_init(&info, &zero);
  if (valp) { if (is_read) { valp->reads++; valp->rbytes += count; } else { valp->writes++; valp->wbytes += count; } }
  return 0;
}
int trace_read_entry(struct pt_regs *ctx, struct file *file, char __user *buf, size_t count) { return do_entry(ctx, file, buf, count, 1); }
int trace_write_entry(struct pt_regs *ctx, struct file *file, char __user *buf, size_t count) { return do_entry(ctx, file, buf, count, 0); }

//// state changes of connections by tracepoint
#include <linux/tcp.h>
#include <net/sock.h>
BPF_HASH(last, struct sock *, u64);
struct data_t { u64 span_us; u32 saddr; u16 sport; int oldstate; int newstate; };
BPF_PERF_OUTPUT(events);
TRACEPOINT_PROBE(sock, inet_sock_set_state) {
  if (args->protocol != IPPROTO_TCP) return 0;
  struct sock *sk = (struct sock *)args->skaddr;
  u64 *tsp = last.lookup(&sk), ts = bpf_ktime_get_ns();
  struct data_t data = {.oldstate = args->oldstate, .newstate = args->newstate, .sport = args->sport};
  if (tsp) data.span_us = (ts - *tsp) / 1000;
  __builtin_memcpy(&data.saddr, args->saddr, sizeof(data.saddr));
  events.perf_submit(args, &data, sizeof(data));
  if (args->newstate == TCP_CLOSE) last.delete(&sk); else last.update(&sk, &ts);
  return 0;
}

//// retransmissions with flags of the packet
#include <net/tcp.h>
struct data_t { u32 seq; u8 flags; u16 lport, dport; u8 state; u32 netns; };
BPF_PERF_OUTPUT(events);
int trace_retransmit(struct pt_regs *ctx, struct sock *sk, struct sk_buff *skb) {
  struct data_t d = {};
  d.lport = sk->__sk_common.skc_num;
  d.dport = ntohs(sk->__sk_common.skc_dport);
  d.state = sk->__sk_common.skc_state;
  d.netns = sk->__sk_common.skc_net.net->ns.inum;
  if (skb) { d.seq = TCP_SKB_CB(skb)->seq; d.flags = TCP_SKB_CB(skb)->tcp_flags; }
  events.perf_submit(ctx, &d, sizeof(d));
  return 0;
}

//// cache statistics by page
#include <uapi/linux/ptrace.h>
struct key_t { u32 nf; };
enum { NF_APCL, NF_MPA, NF_MBD, NF_APD };
BPF_HASH(counts, struct key_t);
static int do_count(struct pt_regs *ctx, int nf) { struct key_t key = {}; key.nf = nf; counts.atomic_increment(key); return 0; }
int do_count_apcl(struct pt_regs *ctx) { return do_count(ctx, NF_APCL); }
int do_count_mpa(struct pt_regs *ctx) { return do_count(ctx, NF_MPA); }
int do_count_mbd(struct pt_regs *ctx) { return do_count(ctx, NF_MBD); }

//// interrupts by name
typedef struct irq_key { char name[32]; u64 slot; } irq_key_t;
typedef struct entry_key { u32 tid; u32 cpu_id; } entry_key_t;
typedef struct irq_name { char name[32]; } irq_name_t;
BPF_HASH(start, entry_key_t);
BPF_HASH(irqnames, entry_key_t, irq_name_t);
BPF_HISTOGRAM(dist, irq_key_t);
TRACEPOINT_PROBE(irq, irq_handler_entry) {
  u64 ts = bpf_ktime_get_ns();
  irq_name_t name = {};
  entry_key_t key = {.tid = bpf_get_current_pid_tgid(), .cpu_id = bpf_get_smp_processor_id()};
  TP_DATA_LOC_READ_STR(&name.name, name, sizeof(name));
  irqnames.update(&key, &name);
  start.update(&key, &ts);
  return 0;
}
TRACEPOINT_PROBE(irq, irq_handler_exit) {
  entry_key_t key = {.tid = bpf_get_current_pid_tgid(), .cpu_id = bpf_get_smp_processor_id()};
  irq_name_t *namep = irqnames.lookup(&key);
  u64 *tsp = start.lookup(&key);
  if (!tsp || !namep || args->ret == 0) return 0;
  irq_key_t out = {.slot = bpf_log2l(bpf_ktime_get_ns() - *tsp)};
  bpf_probe_read_kernel(&out.name, sizeof(out.name), namep->name);
  dist.atomic_increment(out);
  start.delete(&key);
  return 0;
}

//// soft interrupts
typedef struct irq_key { u32 vec; u64 slot; } irq_key_t;
typedef struct account_val { u64 ts; u32 vec; } account_val_t;
BPF_HASH(start, u32, account_val_t);
BPF_HISTOGRAM(dist, irq_key_t);
TRACEPOINT_PROBE(irq, softirq_entry) { account_val_t val = {.ts = bpf_ktime_get_ns(), .vec = args->vec}; u32 cpu = bpf_get_smp_processor_id(); start.update(&cpu, &val); return 0; }
TRACEPOINT_PROBE(irq, softirq_exit) {
  u32 cpu = bpf_get_smp_processor_id();
  account_val_t *valp = start.lookup(&cpu);
  if (valp == 0) return 0;
  irq_key_t key = {.vec = valp->vec, .slot = bpf_log2l(bpf_ktime_get_ns() - valp->ts)};
  dist.atomic_increment(key);
  start.delete(&cpu);
  return 0;
}

//// capability checks with stacks
#include <linux/security.h>
struct data_t { u32 tgid, pid, uid; int cap, audit, insetid; char comm[TASK_COMM_LEN]; int kernel_stack_id, user_stack_id; };
struct repeat_t { int cap; u32 tgid; int kernel_stack_id, user_stack_id; };
BPF_PERF_OUTPUT(events);
BPF_HASH(seen, struct repeat_t, u64);
BPF_STACK_TRACE(stacks, 2048);
int kprobe__cap_capable(struct pt_regs *ctx, const struct cred *cred, struct user_namespace *targ_ns, int cap, int cap_opt) {
  u64 id = bpf_get_current_pid_tgid();
  struct data_t data = {.tgid = id >> 32, .pid = id, .uid = bpf_get_current_uid_gid(), .cap = cap, .audit = (cap_opt & 0b10) == 0};
  struct repeat_t repeat = {.cap = cap, .tgid = id >> 32};
  repeat.kernel_stack_id = data.kernel_stack_id = stacks.get_stackid(ctx, 0);
  if (seen.lookup(&repeat) != NULL) return 0;
  u64 zero = 0;
  seen.update(&repeat, &zero);
  bpf_get_current_comm(&data.comm, sizeof(data.comm));
  events.perf_submit(ctx, &data, sizeof(data));
  return 0;
}

//// killed by memory pressure
#include <linux/oom.h>
struct data_t { u32 fpid, tpid; u64 pages; char fcomm[TASK_COMM_LEN]; char tcomm[TASK_COMM_LEN]; };
BPF_PERF_OUTPUT(events);
void kprobe__oom_kill_process(struct pt_regs *ctx, struct oom_control *oc, const char *message) {
  struct task_struct *p = oc->chosen;
  struct data_t data = {};
  data.fpid = bpf_get_current_pid_tgid() >> 32;
  data.tpid = p->tgid;
  data.pages = oc->totalpages;
  bpf_get_current_comm(&data.fcomm, sizeof(data.fcomm));
  bpf_probe_read_kernel(&data.tcomm, sizeof(data.tcomm), p->comm);
  events.perf_submit(ctx, &data, sizeof(data));
}

//// slow file operations with a name
#include <linux/fs.h>
#include <linux/dcache.h>
struct val_t { u64 ts; u64 offset; struct file *fp; };
struct data_t { u64 type, size, offset, delta_us, pid; char task[TASK_COMM_LEN]; char file[DNAME_INLINE_LEN]; };
BPF_HASH(entryinfo, u64, struct val_t);
BPF_PERF_OUTPUT(events);
int trace_read_entry(struct pt_regs *ctx, struct kiocb *iocb) {
  u64 id = bpf_get_current_pid_tgid();
  struct file *fp = iocb->ki_filp;
  if ((u64)fp->f_op == 5) return 0;
  struct val_t val = {.ts = bpf_ktime_get_ns(), .fp = fp, .offset = iocb->ki_pos};
  if (val.fp) entryinfo.update(&id, &val);
  return 0;
}
static int trace_return(struct pt_regs *ctx, int type) {
  u64 id = bpf_get_current_pid_tgid();
  struct val_t *valp = entryinfo.lookup(&id);
  if (valp == 0) return 0;
  u64 delta_us = (bpf_ktime_get_ns() - valp->ts) / 1000;
  entryinfo.delete(&id);
  struct data_t data = {.type = type, .size = PT_REGS_RC(ctx), .delta_us = delta_us, .pid = id >> 32, .offset = valp->offset};
  struct dentry *de = valp->fp->f_path.dentry;
  struct qstr qs = de->d_name;
  if (qs.len == 0) return 0;
  bpf_probe_read_kernel(&data.file, sizeof(data.file), (void *)qs.name);
  bpf_get_current_comm(&data.task, sizeof(data.task));
  events.perf_submit(ctx, &data, sizeof(data));
  return 0;
}
int trace_read_return(struct pt_regs *ctx) { return trace_return(ctx, 0); }
int trace_write_return(struct pt_regs *ctx) { return trace_return(ctx, 1); }

//// library calls timed by name
struct val_t { u32 pid; char comm[TASK_COMM_LEN]; char host[80]; u64 ts; };
struct data_t { u32 pid; u64 delta; char comm[TASK_COMM_LEN]; char host[80]; };
BPF_HASH(start, u32, struct val_t);
BPF_PERF_OUTPUT(events);
int do_entry(struct pt_regs *ctx) {
  if (!PT_REGS_PARM1(ctx)) return 0;
  struct val_t val = {};
  u64 pid_tgid = bpf_get_current_pid_tgid();
  u32 tid = (u32)pid_tgid;
  if (bpf_get_current_comm(&val.comm, sizeof(val.comm)) == 0) {
    bpf_probe_read_user(&val.host, sizeof(val.host), (void *)PT_REGS_PARM1(ctx));
    val.pid = pid_tgid >> 32;
    val.ts = bpf_ktime_get_ns();
    start.update(&tid, &val);
  }
  return 0;
}
int do_return(struct pt_regs *ctx) {
  struct data_t data = {};
  u32 tid = (u32)bpf_get_current_pid_tgid();
  struct val_t *valp = start.lookup(&tid);
  if (valp == 0) return 0;
  bpf_probe_read_kernel(&data.comm, sizeof(data.comm), valp->comm);
  bpf_probe_read_kernel(&data.host, sizeof(data.host), (void *)valp->host);
  data.pid = valp->pid;
  data.delta = bpf_ktime_get_ns() - valp->ts;
  events.perf_submit(ctx, &data, sizeof(data));
  start.delete(&tid);
  return 0;
}

//// sampled stacks
#include <uapi/linux/bpf_perf_event.h>
#include <linux/sched.h>
struct key_t { u32 pid; u64 kernel_ip; int user_stack_id; int kernel_stack_id; char name[TASK_COMM_LEN]; };
BPF_HASH(counts, struct key_t);
BPF_STACK_TRACE(stack_traces, 16384);
int do_perf_event(struct bpf_perf_event_data *ctx) {
  u64 id = bpf_get_current_pid_tgid();
  u32 pid = id;
  if (pid == 0) return 0;
  struct key_t key = {.pid = id >> 32};
  bpf_get_current_comm(&key.name, sizeof(key.name));
  key.user_stack_id = stack_traces.get_stackid(&ctx->regs, BPF_F_USER_STACK);
  key.kernel_stack_id = stack_traces.get_stackid(&ctx->regs, 0);
  if (key.kernel_stack_id >= 0) {
    u64 ip = PT_REGS_IP(&ctx->regs), page_offset = PAGE_OFFSET;
    if (ip > page_offset) key.kernel_ip = ip;
  }
  counts.atomic_increment(key);
  return 0;
}

//// traffic by address with two maps
#include <net/sock.h>
struct ipv4_key_t { u32 pid; char name[TASK_COMM_LEN]; u32 saddr, daddr; u16 lport, dport; };
BPF_HASH(ipv4_send_bytes, struct ipv4_key_t);
BPF_HASH(ipv4_recv_bytes, struct ipv4_key_t);
BPF_HASH(sock_store, u32, struct sock *);
static int tcp_sendstat(int size) {
  u32 tid = bpf_get_current_pid_tgid();
  struct sock **sockpp = sock_store.lookup(&tid);
  if (sockpp == 0) return 0;
  struct sock *sk = *sockpp;
  u16 dport = 0, family;
  bpf_probe_read_kernel(&family, sizeof(family), &sk->__sk_common.skc_family);
  if (family == AF_INET) {
    struct ipv4_key_t key = {.pid = tid};
    bpf_get_current_comm(&key.name, sizeof(key.name));
    bpf_probe_read_kernel(&key.saddr, sizeof(key.saddr), &sk->__sk_common.skc_rcv_saddr);
    bpf_probe_read_kernel(&dport, sizeof(dport), &sk->__sk_common.skc_dport);
    key.dport = ntohs(dport);
    ipv4_send_bytes.increment(key, size);
  }
  sock_store.delete(&tid);
  return 0;
}
int tcp_send_ret(struct pt_regs *ctx) { int size = PT_REGS_RC(ctx); return size > 0 ? tcp_sendstat(size) : 0; }
int tcp_send_entry(struct pt_regs *ctx, struct sock *sk) { u32 tid = bpf_get_current_pid_tgid(); u16 family = sk->__sk_common.skc_family; sock_store.update(&tid, &sk); return family; }
int kprobe__tcp_cleanup_rbuf(struct pt_regs *ctx, struct sock *sk, int copied) { if (copied <= 0) return 0; struct ipv4_key_t key = {}; key.daddr = sk->__sk_common.skc_daddr; ipv4_recv_bytes.increment(key, copied); return 0; }

//// network queues by device name
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#define MAX_QUEUE_NUM 16
union name_buf { char name[IFNAMSIZ]; struct { u64 hi; u64 lo; } name_int; };
struct queue_data { u64 total_pkt_len; u32 num_pkt; };
BPF_ARRAY(name_map, union name_buf, 1);
BPF_HASH(tx_q, u16, struct queue_data, MAX_QUEUE_NUM);
static inline int name_filter(struct sk_buff *skb) {
  union name_buf real_devname;
  struct net_device *dev;
  bpf_probe_read_kernel(&dev, sizeof(skb->dev), ((char *)skb + offsetof(struct sk_buff, dev)));
  bpf_probe_read_kernel(&real_devname, IFNAMSIZ, dev->name);
  int key = 0;
  union name_buf *leaf = name_map.lookup(&key);
  if (!leaf) return 0;
  return (leaf->name_int).hi == real_devname.name_int.hi && (leaf->name_int).lo == real_devname.name_int.lo;
}
static void update_data(struct queue_data *data, u64 len) { data->total_pkt_len += len; data->num_pkt++; }
TRACEPOINT_PROBE(net, net_dev_start_xmit) {
  struct sk_buff *skb = (struct sk_buff *)args->skbaddr;
  if (!name_filter(skb)) return 0;
  u16 qid = skb->queue_mapping;
  struct queue_data newdata = {};
  struct queue_data *data = tx_q.lookup_or_try_init(&qid, &newdata);
  if (!data) return 0;
  update_data(data, skb->len);
  return 0;
}

//// page faults and reclaim
struct val_t { u64 id, ts; };
BPF_HASH(start, u64, struct val_t);
BPF_HISTOGRAM(d);
TRACEPOINT_PROBE(vmscan, mm_vmscan_direct_reclaim_begin) { u64 id = bpf_get_current_pid_tgid(); struct val_t v = {.id = id, .ts = bpf_ktime_get_ns()}; start.update(&id, &v); return args->order; }
TRACEPOINT_PROBE(vmscan, mm_vmscan_direct_reclaim_end) { u64 id = bpf_get_current_pid_tgid(); struct val_t *v = start.lookup(&id); if (v) d.increment(bpf_log2l(bpf_ktime_get_ns() - v->ts + args->nr_reclaimed)); return 0; }

//// mounts with strings from user memory
#include <linux/nsproxy.h>
#define MAX_STR_LEN 64
enum event_type { EVENT_MOUNT, EVENT_RET };
struct data_t { enum event_type type; pid_t pid; union { struct { unsigned int mnt_ns; char comm[TASK_COMM_LEN]; unsigned long flags; } enter; char str[MAX_STR_LEN]; int retval; }; };
BPF_PERF_OUTPUT(events);
int syscall__mount(struct pt_regs *ctx, char __user *source, char __user *target, char __user *type, unsigned long flags, char __user *data) {
  struct data_t event = {};
  struct task_struct *task = (struct task_struct *)bpf_get_current_task();
  event.pid = bpf_get_current_pid_tgid() & 0xffffffff;
  event.enter.flags = flags;
  bpf_get_current_comm(event.enter.comm, sizeof(event.enter.comm));
  event.enter.mnt_ns = task->nsproxy->uts_ns->ns.inum;
  events.perf_submit(ctx, &event, sizeof(event));
  __builtin_memset(event.str, 0, sizeof(event.str));
  bpf_probe_read_user(event.str, sizeof(event.str), source);
  events.perf_submit(ctx, &event, sizeof(event));
  return 0;
}

//// signals of system calls and tracepoints
struct data_t { u32 pid; int tpid, sig, ret; char comm[TASK_COMM_LEN]; };
BPF_HASH(infotmp, u32, struct data_t);
BPF_PERF_OUTPUT(events);
int syscall__kill(struct pt_regs *ctx, int tpid, int sig) {
  u32 tid = (u32)bpf_get_current_pid_tgid();
  struct data_t val = {.tpid = tpid, .sig = sig};
  if (bpf_get_current_comm(&val.comm, sizeof(val.comm)) == 0) infotmp.update(&tid, &val);
  return 0;
}
TRACEPOINT_PROBE(signal, signal_generate) { struct data_t d = {.sig = args->sig, .tpid = args->pid}; bpf_probe_read_kernel(&d.comm, sizeof(d.comm), args->comm); events.perf_submit(args, &d, sizeof(d)); return 0; }

//// work queues
BPF_HASH(start, u64, u64);
BPF_HISTOGRAM(dist);
RAW_TRACEPOINT_PROBE(workqueue_activate_work) { u64 w = ctx->args[0], ts = bpf_ktime_get_ns(); start.update(&w, &ts); return 0; }
RAW_TRACEPOINT_PROBE(workqueue_execute_start) { u64 w = ctx->args[0]; u64 *ts = start.lookup(&w); if (ts) dist.increment(bpf_log2l(bpf_ktime_get_ns() - *ts)); start.delete(&w); return 0; }

//// timers with an argument that is a struct by value in the kernel
int on_timer(struct pt_regs *ctx, struct hrtimer *timer, s64 expires) { return timer->node.expires > expires; }

//// names of directory entries in a loop
struct data_t { char path[4][32]; };
BPF_PERCPU_ARRAY(store, struct data_t, 1);
BPF_PERF_OUTPUT(events);
int on_open(struct pt_regs *ctx, struct path *path) {
  int zero = 0;
  struct data_t *d = store.lookup(&zero);
  struct dentry *dentry = path->dentry;
  if (!d) return 0;
#pragma unroll
  for (int i = 0; i < 4; i++) {
    bpf_probe_read_kernel_str(&d->path[i], sizeof(d->path[i]), dentry->d_name.name);
    if (dentry == dentry->d_parent) break;
    dentry = dentry->d_parent;
  }
  events.perf_submit(ctx, d, sizeof(*d));
  return 0;
}

//// deadlock detection by nested maps and loops
struct thread_created_leaf_t { u64 stack_id; u32 parent_pid; char comm[TASK_COMM_LEN]; };
struct held_mutex_t { u64 mutex; u64 stack_id; };
struct leaf_t { struct held_mutex_t held[4]; };
BPF_HASH(thread_to_held_mutexes, u32, struct leaf_t, 2097);
BPF_STACK_TRACE(stack_traces, 655);
int trace_mutex_acquire(struct pt_regs *ctx, void *mutex_addr) {
  u32 pid = bpf_get_current_pid_tgid();
  u64 mutex = (u64)mutex_addr;
  struct leaf_t empty = {};
  struct leaf_t *leaf = thread_to_held_mutexes.lookup_or_try_init(&pid, &empty);
  if (!leaf) return 1;
  u64 stack_id = stack_traces.get_stackid(ctx, BPF_F_USER_STACK);
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    if (leaf->held[i].mutex == 0) { leaf->held[i].mutex = mutex; leaf->held[i].stack_id = stack_id; return 0; }
  }
  return 0;
}
