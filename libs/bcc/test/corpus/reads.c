/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Where pointers come from, and what is read through them. `reads: N` says how many probe reads are put in. */

//// chain from a register; reads: 3
int kprobe__vfs_read(struct pt_regs *ctx, struct file *f) { return f->f_inode->i_sb->s_magic == 1; }

//// chain from the current task; reads: 4
int on_probe(struct pt_regs *ctx) {
  struct task_struct *t = (struct task_struct *)bpf_get_current_task();
  return t->mm->exe_file->f_inode->i_ino > 1;
}

//// the address of a member is no read; reads: 1
int kprobe__vfs_read(struct pt_regs *ctx, struct file *f) {
  u64 ino = 0;
  bpf_probe_read_kernel(&ino, sizeof(ino), &f->f_inode->i_ino);
  return ino != 0;
}

//// a pointer read by hand is foreign; reads: 1
int kprobe__vfs_read(struct pt_regs *ctx, struct file *f) {
  struct inode *inode = NULL;
  bpf_probe_read_kernel(&inode, sizeof(inode), &f->f_inode);
  return inode->i_ino == 2;
}

//// an array member decays; reads: 0
int on_probe(struct pt_regs *ctx) {
  struct task_struct *t = (struct task_struct *)bpf_get_current_task();
  char comm[16];
  bpf_probe_read_kernel_str(&comm, sizeof(comm), t->comm);
  return comm[0];
}

//// an element of an array member; reads: 2
int on_probe(struct pt_regs *ctx, struct dentry *d) { return d->d_name.name[0] == '/'; }

//// dereference of a pointer to a scalar; reads: 2
int on_probe(struct pt_regs *ctx, int *p, u64 *q) { return *p + q[3] > 7; }

//// a whole struct; reads: 1
int on_probe(struct pt_regs *ctx, struct dentry *d) { struct qstr name = d->d_name; return name.len > 3; }

//// bit fields; reads: 3
int on_probe(struct pt_regs *ctx, struct sock *sk, struct tcp_sock *tp) { return sk->sk_kern_sock + tp->nonagle + sk->sk_no_check_tx; }

//// memory of the program is loaded; reads: 0
struct value { u64 a; struct { u32 b; } c; u8 d[8]; };
BPF_HASH(h, u32, struct value);
int on_probe(struct pt_regs *ctx) {
  struct value v = {}, *p = &v, *q;
  u32 k = 1;
  p->a = 3;
  p->c.b = p->a + p->d[2];
  q = h.lookup(&k);
  if (!q) return 0;
  q->a += p->a;
  q->d[1] = q->c.b;
  (*q).a++;
  return q->a > p->c.b;
}

//// a pointer inside the program's own struct is foreign; reads: 1
struct state { struct file *file; };
BPF_HASH(states, u32, struct state);
int on_probe(struct pt_regs *ctx) { u32 k = 1; struct state *s = states.lookup(&k); return s ? s->file->f_flags : 0; }

//// through a static function; reads: 2
static int depth(struct dentry *d) { return d->d_parent == d; }
static struct inode *inode_of(struct file *f) { return f->f_inode; }
int on_probe(struct pt_regs *ctx, struct file *f, struct dentry *d) { return depth(d) + (inode_of(f) != NULL); }

//// own memory through a static function; reads: 0
struct data { u64 a; u64 b; };
static void fill(struct data *d, u64 x) { d->a = x; d->b = d->a + 1; }
int on_probe(struct pt_regs *ctx) { struct data d = {}; fill(&d, 3); return d.b; }

//// a static function with both kinds of memory; reads: 1
struct pair { u32 a, b; };
static u32 sum(struct pair *p) { return p->a; }
int on_probe(struct pt_regs *ctx, struct pair *q) { struct pair own = {1, 2}; return sum(&own) + sum(q); }

//// container_of; reads: 1
#include <linux/mount.h>
struct mnt { int a; struct list_head list; };
int on_probe(struct pt_regs *ctx, struct list_head *head) { struct mnt *m = container_of(head, struct mnt, list); return m->a; }

//// loop along a list; reads: 5
int on_probe(struct pt_regs *ctx, struct dentry *d) {
  int n = 0;
#pragma unroll
  for (int i = 0; i < 8; i++) {
    struct dentry *parent = d->d_parent;
    if (parent == d) break;
    n += d->d_name.len;
    d = parent;
  }
  return n + (d->d_inode != NULL ? d->d_inode->i_ino : 0);
}

//// conditional operator and comma; reads: 3
int on_probe(struct pt_regs *ctx, struct file *a, struct file *b, int which) {
  struct file *f = which ? a : b;
  return (which++, f->f_flags) + (which > 2 ? a->f_mode : b->f_mode);
}

//// arithmetic on pointers; reads: 1
int on_probe(struct pt_regs *ctx, u64 *base, int n) { return *(base + n) != 0; }

//// integers that carry pointers; reads: 1
int on_probe(struct pt_regs *ctx) { u64 address = PT_REGS_PARM1(ctx); struct file *f = (struct file *)address; return f->f_flags; }

//// casts between structs; reads: 2
#include <net/inet_sock.h>
int on_probe(struct pt_regs *ctx, struct sock *sk) {
  struct inet_sock *inet = (struct inet_sock *)sk;
  return ((struct inet_sock *)sk)->inet_sport + inet->inet_saddr;
}

//// sizeof and typeof read nothing; reads: 0
int on_probe(struct pt_regs *ctx, struct file *f) { typeof(f->f_inode) i = NULL; return sizeof(f->f_inode->i_ino) + sizeof(*f) + (i == NULL); }

//// a read as argument of a helper; reads: 2
int on_probe(struct pt_regs *ctx, struct dentry *d) {
  char name[32];
  bpf_probe_read_kernel_str(name, sizeof(name), d->d_name.name);
  bpf_trace_printk("%s %d\n", name, d->d_name.len);
  return 0;
}

//// a read as key and amount; reads: 2
BPF_HASH(h, u64);
int on_probe(struct pt_regs *ctx, struct file *f) { h.increment(f->f_inode->i_ino); return 0; }

//// reads in a condition of a loop; reads: 1
int on_probe(struct pt_regs *ctx, struct task_struct *t) {
  int n = 0;
  for (int i = 0; i < 4; i++) if (t->pid > i) n++;
  return n;
}

//// reads inside a user macro; reads: 2
#define INO(f) ((f)->f_inode->i_ino)
int on_probe(struct pt_regs *ctx, struct file *f) { return INO(f) > 4; }

//// reads inside min and max; reads: 2
int on_probe(struct pt_regs *ctx, struct file *a, struct file *b) { return min(a->f_flags, b->f_flags); }

//// reads of the namespaces of a task; reads: 4
#include <linux/nsproxy.h>
#include <linux/pid_namespace.h>
int on_probe(struct pt_regs *ctx) {
  struct task_struct *t = (struct task_struct *)bpf_get_current_task();
  return t->nsproxy->uts_ns->ns.inum + (t->nsproxy == NULL);
}

//// member aliases of sockets; reads: 6
#include <net/sock.h>
int on_probe(struct pt_regs *ctx, struct sock *sk) {
  u16 dport = sk->sk_dport;
  return sk->sk_family + sk->sk_num + ntohs(dport) + sk->sk_daddr + sk->sk_rcv_saddr + sk->sk_state;
}

//// address of an aliased member; reads: 0
#include <net/sock.h>
int on_probe(struct pt_regs *ctx, struct sock *sk) {
  unsigned __int128 a;
  bpf_probe_read_kernel(&a, sizeof(a), sk->sk_v6_daddr.in6_u.u6_addr32);
  bpf_probe_read_kernel(&a, sizeof(a), &sk->__sk_common.skc_v6_rcv_saddr.s6_addr);
  return a != 0;
}

//// an own struct with a member like an alias; reads: 1
struct ev { u16 sk_family; };
int on_probe(struct pt_regs *ctx, struct sock *sk) { struct ev e = {}; e.sk_family = sk->__sk_common.skc_family; return e.sk_family; }

//// copies out of kernel memory; reads: 0
int on_probe(struct pt_regs *ctx) {
  struct task_struct *t = (struct task_struct *)bpf_get_current_task();
  char comm[16];
  __builtin_memcpy(comm, t->comm, sizeof(comm));
  return comm[0];
}

//// raw tracepoint arguments; reads: 2
RAW_TRACEPOINT_PROBE(block_rq_complete) { struct request *rq = (struct request *)ctx->args[0]; return rq->__sector + rq->__data_len; }

//// fields of a tracepoint are loaded, what they point at is read; reads: 1
TRACEPOINT_PROBE(skb, kfree_skb) { struct sk_buff *skb = (struct sk_buff *)args->skbaddr; return skb->len + args->protocol; }

//// an entry probe loads directly; reads: 0
KFUNC_PROBE(vfs_read, struct file *file) { return file->f_inode->i_sb->s_magic == file->f_path.dentry->d_name.len; }

//// a function for both kinds of tracing programs; reads: 2
static u64 ino(struct file *f) { return f->f_inode->i_ino; }
KFUNC_PROBE(vfs_read, struct file *file) { return ino(file) > 5; }
int kprobe__vfs_write(struct pt_regs *ctx, struct file *file) { return ino(file) > 5; }

//// a user's own mirror of a kernel struct; reads: 2
struct mine { int count; struct mine *next; };
int on_probe(struct pt_regs *ctx, struct mine *m) { return m->next->count; }

//// a packet is loaded; reads: 0
int count(struct xdp_md *ctx) {
  struct ethhdr *eth = (void *)(long)ctx->data;
  if ((void *)(eth + 1) > (void *)(long)ctx->data_end) return XDP_PASS;
  return eth->h_source[0] ? XDP_DROP : XDP_PASS;
}

//// kernel inlines read too; reads: 4
#include <linux/skbuff.h>
#include <linux/tcp.h>
int on_probe(struct pt_regs *ctx, struct sk_buff *skb) { struct tcphdr *th = tcp_hdr(skb); return th->source + th->dest; }

//// control block of a packet; reads: 1
#include <net/tcp.h>
int on_probe(struct pt_regs *ctx, struct sk_buff *skb) { return TCP_SKB_CB(skb)->seq; }

//// values of the kernel compared with null; reads: 2
int on_probe(struct pt_regs *ctx, struct file *f) { if (!f->f_path.dentry) return 0; return f->private_data ? 1 : 2; }

//// types with const and volatile; reads: 2
struct c { const int x; volatile u64 y; };
int on_probe(struct pt_regs *ctx, const struct c *c) { return c->x + c->y; }

//// a struct that points into a module's type stays opaque; reads: 1
int on_probe(struct pt_regs *ctx, struct file *f) { return f->f_op != NULL; }

//// BPF_CORE_READ works as plain reads; reads: 3
int on_probe(struct pt_regs *ctx, struct task_struct *t) { return BPF_CORE_READ(t, mm, exe_file, f_flags); }
