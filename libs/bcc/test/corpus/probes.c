/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Every form of probe. */

//// kprobe by name with a void context
int kprobe__sys_clone(void *ctx) { bpf_trace_printk("Hello, World!\n"); return 0; }

//// kprobe by name with typed parameters
#include <uapi/linux/ptrace.h>
#include <linux/fs.h>
int kprobe__vfs_read(struct pt_regs *ctx, struct file *file, char __user *buf, size_t count, loff_t *pos) {
  bpf_trace_printk("%d %lld\n", count, *pos);
  return file->f_mode & FMODE_READ;
}

//// kretprobe
int kretprobe__vfs_read(struct pt_regs *ctx) { long ret = PT_REGS_RC(ctx); if (ret < 0) bpf_trace_printk("failed: %d\n", ret); return 0; }

//// plain function with parameters
#include <net/sock.h>
int trace_connect(struct pt_regs *ctx, struct sock *sk, struct sockaddr *addr, int len) {
  u16 family = sk->__sk_common.skc_family;
  bpf_trace_printk("%d %d\n", family, len);
  return 0;
}

//// all register macros
int kprobe__vfs_read(struct pt_regs *ctx) {
  u64 sum = PT_REGS_PARM1(ctx) + PT_REGS_PARM2(ctx) + PT_REGS_PARM3(ctx) + PT_REGS_PARM4(ctx) + PT_REGS_PARM5(ctx) + PT_REGS_PARM6(ctx);
  sum += PT_REGS_RC(ctx) + PT_REGS_IP(ctx) + PT_REGS_SP(ctx) + PT_REGS_FP(ctx);
  return sum > 0;
}

//// registers as members
int on_probe(struct pt_regs *ctx) { return ctx->di + ctx->ax > 5; }

//// system call by BCC's name
int syscall__execve(struct pt_regs *ctx, const char __user *filename, const char __user *const __user *argv, const char __user *const __user *envp) {
  char name[64] = {};
  const char *first = NULL;
  bpf_probe_read_user_str(name, sizeof(name), filename);
  bpf_probe_read_user(&first, sizeof(first), (void *)&argv[1]);
  bpf_trace_printk("%s %lx\n", name, first);
  return 0;
}

//// system call with six parameters
int syscall__mmap(struct pt_regs *ctx, unsigned long addr, unsigned long len, int prot, int flags, int fd, unsigned long off) {
  bpf_trace_printk("%lu %x %d\n", len, flags, fd + off);
  return 0;
}

//// system call through the inner registers
int do_entry(struct pt_regs *ctx) {
#if defined(CONFIG_ARCH_HAS_SYSCALL_WRAPPER) && !defined(__s390x__)
  struct pt_regs *regs = PT_REGS_SYSCALL_CTX(ctx);
  int fd = PT_REGS_PARM1_SYSCALL(regs);
  const char *name = (const char *)PT_REGS_PARM2_SYSCALL(regs);
#else
  int fd = PT_REGS_PARM1(ctx);
  const char *name = (const char *)PT_REGS_PARM2(ctx);
#endif
  char text[32] = {};
  bpf_probe_read_user_str(text, sizeof(text), name);
  bpf_trace_printk("%d %s\n", fd, text);
  return 0;
}

//// kprobe named after the architecture's system call
int kprobe____x64_sys_openat(struct pt_regs *ctx, int dfd, const char __user *filename, int flags) {
  bpf_trace_printk("%d %x\n", dfd, flags);
  return 0;
}

//// tracepoint with scalar fields
TRACEPOINT_PROBE(sched, sched_switch) {
  if (args->prev_state == TASK_RUNNING) return 0;
  bpf_trace_printk("%d -> %d %d\n", args->prev_pid, args->next_pid, args->next_prio);
  return 0;
}

//// tracepoint with an array field
struct data_t { char comm[TASK_COMM_LEN]; u32 pid; };
BPF_PERF_OUTPUT(events);
TRACEPOINT_PROBE(sched, sched_wakeup) {
  struct data_t d = {.pid = args->pid};
  bpf_probe_read_kernel(&d.comm, sizeof(d.comm), args->comm);
  events.perf_submit(args, &d, sizeof(d));
  return 0;
}

//// tracepoint of a class that has no struct of its own
TRACEPOINT_PROBE(block, block_rq_issue) { bpf_trace_printk("%llu %u\n", args->sector, args->nr_sector); return 0; }

//// tracepoint with located data
struct data_t { char name[64]; };
BPF_PERF_OUTPUT(events);
TRACEPOINT_PROBE(sched, sched_process_exec) {
  struct data_t d = {};
  TP_DATA_LOC_READ_STR(&d.name, filename, sizeof(d.name));
  TP_DATA_LOC_READ_CONST(d.name, filename, 16);
  events.perf_submit(args, &d, sizeof(d));
  return 0;
}

//// tracepoint with located data read by hand
TRACEPOINT_PROBE(irq, irq_handler_entry) {
  char name[32] = {};
  bpf_probe_read_kernel_str(&name, sizeof(name), (char *)args + (args->data_loc_name & 0xffff));
  bpf_trace_printk("%d %s\n", args->irq, name);
  return 0;
}

//// tracepoint of a system call
TRACEPOINT_PROBE(syscalls, sys_enter_openat) {
  char name[32] = {};
  bpf_probe_read_user_str(name, sizeof(name), args->filename);
  bpf_trace_printk("%d %s\n", (int)args->dfd, name);
  return 0;
}
TRACEPOINT_PROBE(syscalls, sys_exit_openat) { bpf_trace_printk("%d\n", (int)args->ret); return 0; }

//// raw system call tracepoints
BPF_HASH(start, u64, u64);
TRACEPOINT_PROBE(raw_syscalls, sys_enter) { u64 id = bpf_get_current_pid_tgid(), t = bpf_ktime_get_ns(); if (args->id == 0) start.update(&id, &t); return 0; }
TRACEPOINT_PROBE(raw_syscalls, sys_exit) { u64 id = bpf_get_current_pid_tgid(); start.delete(&id); return args->ret < 0 && args->id == 1; }

//// tracepoint as plain function
int on_exit(struct tracepoint__sched__sched_process_exit *args) { bpf_trace_printk("%d\n", args->pid); return 0; }

//// tracepoint that is older than this kernel
TRACEPOINT_PROBE(kmem, kmalloc) { bpf_trace_printk("%lu %lu\n", args->bytes_req, args->bytes_alloc); return 0; }

//// tracepoint with addresses
TRACEPOINT_PROBE(sock, inet_sock_set_state) {
  if (args->protocol != IPPROTO_TCP) return 0;
  u32 saddr = 0;
  __builtin_memcpy(&saddr, args->saddr, sizeof(saddr));
  bpf_trace_printk("%x %d %d\n", saddr, args->sport, args->newstate);
  return 0;
}

//// raw tracepoint
RAW_TRACEPOINT_PROBE(sched_switch) {
  struct task_struct *prev = (struct task_struct *)ctx->args[1];
  struct task_struct *next = (struct task_struct *)ctx->args[2];
  bpf_trace_printk("%d %d\n", prev->pid, next->tgid);
  return 0;
}

//// raw tracepoint of system calls
RAW_TRACEPOINT_PROBE(sys_enter) {
  struct pt_regs regs = {};
  bpf_probe_read_kernel(&regs, sizeof(regs), (void *)ctx->args[0]);
  bpf_trace_printk("%d %lx\n", ctx->args[1], PT_REGS_PARM2_SYSCALL(&regs));
  return 0;
}

//// raw tracepoint that reads registers directly
RAW_TRACEPOINT_PROBE(sys_exit) {
  struct pt_regs *regs = (struct pt_regs *)ctx->args[0];
  bpf_trace_printk("%ld %ld\n", regs->orig_ax, ctx->args[1]);
  return 0;
}

//// kernel function entry
KFUNC_PROBE(vfs_unlink) { bpf_trace_printk("unlink\n"); return 0; }

//// kernel function entry with parameters
KFUNC_PROBE(vfs_read, struct file *file, char *buf, size_t count) {
  bpf_trace_printk("%d %x %lu\n", count, file->f_flags, file->f_inode->i_ino);
  return 0;
}

//// kernel function exit
KRETFUNC_PROBE(vfs_read, struct file *file, char *buf, size_t count, loff_t *pos, ssize_t ret) {
  if (ret > 0) bpf_trace_printk("%ld of %lu from %lu\n", ret, count, file->f_inode->i_ino);
  return 0;
}

//// kernel function exit with the result only
KRETFUNC_PROBE(vfs_write, ssize_t ret) { return ret < 0; }

//// kernel function exit that reads the current task
KRETFUNC_PROBE(do_nanosleep, int ret) {
  struct task_struct *t = (struct task_struct *)bpf_get_current_task();
  bpf_trace_printk("%d %d\n", t->pid, t->real_parent->tgid);
  return 0;
}

//// kernel function with a pointer kept in a map
BPF_HASH(files, u32, struct file *);
KFUNC_PROBE(vfs_fsync_range, struct file *file) { u32 tid = bpf_get_current_pid_tgid(); files.update(&tid, &file); return 0; }
KRETFUNC_PROBE(vfs_fsync_range, struct file *file) {
  u32 tid = bpf_get_current_pid_tgid();
  struct file **kept = files.lookup(&tid);
  if (kept) bpf_trace_printk("%lu\n", (*kept)->f_inode->i_ino);
  files.delete(&tid);
  return 0;
}

//// security hook
LSM_PROBE(file_open, struct file *file) { if (file->f_flags & O_CREAT) bpf_trace_printk("create\n"); return 0; }

//// security hook with a result
LSM_PROBE(path_mkdir, const struct path *dir, struct dentry *dentry, umode_t mode, int ret) { return ret; }

//// changed result
KMOD_RET(security_file_open, struct file *file, int ret) { return ret; }

//// iterator over tasks
BPF_ITER(task) {
  struct seq_file *seq = ctx->meta->seq;
  struct task_struct *task = ctx->task;
  if (!task) return 0;
  static const char format[] = "%d %s\n";
  u64 values[] = {task->tgid, (u64)task->comm};
  bpf_seq_printf(seq, format, sizeof(format), values, sizeof(values));
  return 0;
}

//// program with typed context array
BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child) { return parent != child; }

//// perf event handler
BPF_HASH(counts, u64);
int do_sample(struct bpf_perf_event_data *ctx) {
  u64 ip = PT_REGS_IP(&ctx->regs);
  if (ctx->sample_period > 0) counts.increment(ip);
  return 0;
}

//// user probe with string arguments
BPF_HASH(names, u32, u64);
int on_call(struct pt_regs *ctx) {
  char text[80] = {};
  if (!PT_REGS_PARM1(ctx)) return 0;
  bpf_probe_read_user(&text, sizeof(text), (void *)PT_REGS_PARM1(ctx));
  bpf_trace_printk("%s\n", text);
  return 0;
}

//// user probe with typed parameters
struct request { int id; char *name; };
int on_request(struct pt_regs *ctx, struct request *r, int flags) {
  bpf_trace_printk("%d %d\n", r->id, flags);
  return 0;
}

//// USDT arguments
struct data_t { u64 method; u32 size; char name[80]; };
BPF_PERF_OUTPUT(events);
int on_usdt(struct pt_regs *ctx) {
  struct data_t d = {};
  u64 address = 0;
  bpf_usdt_readarg(1, ctx, &address);
  bpf_usdt_readarg(2, ctx, &d.size);
  bpf_usdt_readarg_p(3, ctx, &d.name, sizeof(d.name));
  d.method = address;
  events.perf_submit(ctx, &d, sizeof(d));
  return 0;
}

//// XDP program
int count(struct xdp_md *ctx) {
  void *data = (void *)(long)ctx->data;
  void *end = (void *)(long)ctx->data_end;
  struct ethhdr *eth = data;
  if (data + sizeof(*eth) > end) return XDP_DROP;
  if (eth->h_proto != htons(ETH_P_IP)) return XDP_PASS;
  struct iphdr *ip = data + sizeof(*eth);
  if ((void *)(ip + 1) > end) return XDP_PASS;
  return ip->protocol == IPPROTO_ICMP ? XDP_DROP : XDP_PASS;
}

//// traffic control program
#include <linux/pkt_cls.h>
int ingress(struct __sk_buff *skb) {
  void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
  struct ethhdr *eth = data;
  if ((void *)(eth + 1) > end) return TC_ACT_SHOT;
  skb->mark = bpf_ntohs(eth->h_proto);
  return TC_ACT_OK;
}

//// socket filter with byte loads
int filter(struct __sk_buff *skb) { return load_byte(skb, 23) == IPPROTO_TCP && load_half(skb, 12) == ETH_P_IP && load_word(skb, 26) != 0 ? -1 : 0; }

//// cgroup socket address program
int connect4(struct bpf_sock_addr *ctx) { if (ctx->user_port == bpf_htons(80)) ctx->user_ip4 = bpf_htonl(0x7f000001); return 1; }

//// one program calls another
int on_first(struct pt_regs *ctx);
static int shared(struct pt_regs *ctx, int n) { bpf_trace_printk("%d\n", n); return 0; }
int on_second(struct pt_regs *ctx) { return on_first(ctx); }
int on_first(struct pt_regs *ctx) { return shared(ctx, 1); }

//// a program without a result
void on_event(struct pt_regs *ctx) { bpf_trace_printk("x\n"); }

//// program with attributes and comments between
/* before */ int /* type */ kprobe__vfs_open /* name */ (struct pt_regs *ctx /* first */, const struct path *path) // end
{
  return path->dentry == NULL;
}

//// alternatives by preprocessor
#define USE_KFUNC 1
#if USE_KFUNC
KFUNC_PROBE(vfs_open, const struct path *path, struct file *file) {
#else
int kprobe__vfs_open(struct pt_regs *ctx, const struct path *path, struct file *file) {
#endif
  bpf_trace_printk("%x\n", file->f_flags);
  return 0;
}

//// override of a result
int on_alloc(struct pt_regs *ctx) { bpf_override_return(ctx, -ENOMEM); return 0; }
