/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Helpers, formats, macros, headers, byte order. */

//// identity of the current process
int kprobe__do_nanosleep(void *ctx) {
  u64 id = bpf_get_current_pid_tgid(), uid = bpf_get_current_uid_gid();
  u32 pid = id >> 32, tid = id;
  char comm[TASK_COMM_LEN];
  bpf_get_current_comm(&comm, sizeof(comm));
  bpf_trace_printk("%d %d %s\n", pid, tid, comm);
  return (u32)uid == 0;
}

//// clocks and randomness
int kprobe__do_nanosleep(void *ctx) { return bpf_ktime_get_ns() + bpf_jiffies64() + bpf_get_prandom_u32() + bpf_ktime_get_boot_ns() > 1; }

//// namespace aware process id
int kprobe__do_nanosleep(void *ctx) {
  struct bpf_pidns_info ns = {};
  if (bpf_get_ns_current_pid_tgid(4, 4026531836, &ns, sizeof(ns))) return 0;
  return ns.pid;
}

//// cgroup id and signals
int kprobe__do_nanosleep(void *ctx) { if (bpf_get_current_cgroup_id() == 1) bpf_send_signal(SIGKILL); return 0; }

//// all forms of reading
int on_probe(struct pt_regs *ctx) {
  char b[16];
  void *p = (void *)PT_REGS_PARM1(ctx);
  bpf_probe_read(b, sizeof(b), p);
  bpf_probe_read_str(b, sizeof(b), p);
  bpf_probe_read_kernel(b, sizeof(b), p);
  bpf_probe_read_kernel_str(b, sizeof(b), p);
  bpf_probe_read_user(b, sizeof(b), p);
  return bpf_probe_read_user_str(b, sizeof(b), p);
}

//// stacks of a task
int on_probe(struct pt_regs *ctx) { u64 ips[16]; return bpf_get_stack(ctx, ips, sizeof(ips), BPF_F_USER_STACK); }

//// printing
int kprobe__do_nanosleep(void *ctx) {
  bpf_trace_printk("plain\n");
  bpf_trace_printk("two " "pieces %d\n", 1);
  bpf_trace_printk("%s %llx %lu\n", "text", 2ULL, 3UL);
  bpf_printk("other name %d\n", 4);
  if (1) bpf_trace_printk("a");
  else bpf_trace_printk("b");
  return 0;
}

//// printing in the helper's own form
int kprobe__do_nanosleep(void *ctx) { char fmt[] = "hello %d\n"; bpf_trace_printk(fmt, sizeof(fmt), 5); return 0; }

//// printing through a macro
#define DEBUG 1
#if DEBUG
#define debug(fmt, ...) bpf_trace_printk("debug: " fmt "\n", ##__VA_ARGS__)
#else
#define debug(fmt, ...)
#endif
int kprobe__do_nanosleep(void *ctx) { debug("one"); debug("%d", 2); return 0; }

//// byte order
int kprobe__do_nanosleep(void *ctx) {
  u16 a = htons(1) + ntohs(2) + bpf_htons(3) + bpf_ntohs(4) + cpu_to_be16(5) + be16_to_cpu(6);
  u32 b = htonl(1) + ntohl(2) + bpf_htonl(3) + bpf_ntohl(4);
  u64 c = bpf_htonll(1) + bpf_ntohll(2) + be64_to_cpu(3);
  unsigned __int128 d = bpf_ntoh128(5);
  return a + b + c + (u64)d;
}

//// constants of the kernel
#include <linux/sched.h>
int kprobe__do_nanosleep(void *ctx) {
  int a = AF_INET + AF_INET6 + AT_FDCWD + DISK_NAME_LEN + DNAME_INLINE_LEN + ENOMEM + EPROTONOSUPPORT + ETH_ALEN + ETH_HLEN;
  int b = ETH_P_8021AD + ETH_P_8021Q + ETH_P_ARP + ETH_P_IP + ETH_P_IPV6 + FMODE_CREATED + IFNAMSIZ + IPPROTO_ICMPV6 + NAME_MAX;
  u64 c = NSEC_PER_MSEC + NSEC_PER_USEC + PAGE_OFFSET + PAGE_SIZE + REQ_OP_MASK + SCM_RIGHTS + SOCK_STREAM + TASK_COMM_LEN;
  int d = S_ISREG(0100644) + S_ISSOCK(3) + S_ISDIR(5) + TASK_RUNNING + TC_ACT_OK + TC_ACT_SHOT + WRITE + READ + O_CREAT + O_TMPFILE;
  int e = PF_KTHREAD + ENOSPC + EEXIST + MAX_ERRNO + SIGKILL + CLONE_THREAD + MS_RDONLY + SHM_RDONLY + __NR_openat;
  return a + b + c + d + e + max(a, b) + min(a, d) + min_t(u64, c, 5) + unlikely(a > 3) + offsetof(struct task_struct, pid);
}

//// enumerators of the kernel
int kprobe__do_nanosleep(void *ctx) { return TCP_ESTABLISHED + TCP_CLOSE + BPF_NOEXIST + BPF_F_CURRENT_CPU + REQ_OP_WRITE + PIDTYPE_TGID + HI_SOFTIRQ + NR_SOFTIRQS; }

//// versions and settings
#include <linux/version.h>
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 0, 0)
#error too old
#endif
#ifndef CONFIG_SMP
#error no SMP
#endif
#if !IS_ENABLED(CONFIG_SMP) || IS_ENABLED(CONFIG_NOT_A_SETTING)
#error IS_ENABLED
#endif
#ifdef CONFIG_NOT_A_SETTING
#error not a setting
#endif
int kprobe__do_nanosleep(void *ctx) { return LINUX_VERSION_CODE > 0; }

//// headers of every kind
#include <uapi/linux/ptrace.h>
#include <uapi/linux/bpf.h>
#include <uapi/linux/tcp.h>
#include <linux/blkdev.h>
#include <linux/blk-mq.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/dcache.h>
#include <linux/mm_types.h>
#include <linux/nsproxy.h>
#include <linux/ns_common.h>
#include <linux/pid_namespace.h>
#include <linux/netdevice.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <linux/nfs_fs.h>
#include <linux/oom.h>
#include <linux/kvm_host.h>
#include <linux/time64.h>
#include <linux/delayacct.h>
#include <linux/netlink.h>
#include <net/sock.h>
#include <net/tcp.h>
#include <net/inet_sock.h>
#include <net/inet_hashtables.h>
#include <net/ip.h>
#include <net/net_namespace.h>
#include <rdma/ib_verbs.h>
#include <asm/page.h>
#include <asm/unistd.h>
#include <bcc/proto.h>
#include <stdint.h>
#include "../fs/mount.h"
int kprobe__do_nanosleep(void *ctx) { uint64_t x = 3; uint8_t y = 1; return x + y; }

//// integer types of every name
int kprobe__do_nanosleep(void *ctx) {
  u8 a = 1; u16 b = 1; u32 c = 1; u64 d = 1; s8 e = 1; s16 f = 1; s32 g = 1; s64 h = 1; __u64 i = 1; __be16 j = 1; __le32 k = 1;
  uint8_t l = 1; int64_t m = 1; size_t n = 1; ssize_t o = 1; loff_t p = 1; pid_t q = 1; uid_t r = 1; dev_t s = 1; umode_t t = 1; bool v = true;
  sector_t w = 1; uintptr_t x = 1; unsigned long y = 1; ulong z = 1;
  return a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q + r + s + t + v + w + x + y + z;
}

//// licence of another kind
#define BPF_LICENSE Dual BSD/GPL
int kprobe__do_nanosleep(void *ctx) { return 0; }

//// slots of histograms
BPF_HISTOGRAM(d);
int kprobe__do_nanosleep(void *ctx) { d.increment(bpf_log2l(bpf_ktime_get_ns() / 1000)); d.increment(bpf_log2(5)); return 0; }

//// names the kernel has too, defined by the text
enum state { RUNNING, BLOCKED };
struct nameidata { int mine; };
struct mnt_namespace { struct { unsigned int inum; } ns; };
typedef u32 kuid;
static u64 div_u64(u64 a, u32 b) { return a / b; }
int kprobe__do_nanosleep(void *ctx) { struct nameidata n = {.mine = BLOCKED}; kuid k = 2; return div_u64(n.mine, 3) + k; }

//// own definition of a kernel struct beside kernel structs
struct sock { int only; };
int on_probe(struct pt_regs *ctx, struct sk_buff *skb, struct sock *mine) { return skb->len + mine->only + (skb->sk != NULL); }

//// own enumerator that a kernel enum has
enum { TCP_ESTABLISHED = 1, OTHER = 5 };
int on_probe(struct pt_regs *ctx, struct sock *sk) { return sk->__sk_common.skc_state == TCP_ESTABLISHED; }

//// static data
static const char names[2][8] = {"read", "write"};
int counter = 0;
const volatile int limit = 5;
int kprobe__do_nanosleep(void *ctx) { if (counter++ > limit) return 0; return names[1][0] == 'w'; }

//// bounded loops, switch, goto
int kprobe__do_nanosleep(void *ctx) {
  int n = 0;
  for (int i = 0; i < 10; i++) {
    switch (i) { case 1: n += 2; break; case 2: goto out; default: continue; }
  }
out:
  return n;
}

//// a function of many forms
static __always_inline int a(int x) { return x + 1; }
static inline __attribute__((always_inline)) int b(int x) { return x + 2; }
inline int c(int x) { return x + 3; }
__attribute__((always_inline)) static int d(void) { return 4; }
int kprobe__do_nanosleep(void *ctx) { return a(1) + b(2) + c(3) + d(); }

//// strings with odd characters
int kprobe__do_nanosleep(void *ctx) { char s[] = "a } { \" // /* ü"; bpf_trace_printk("%% ) ( %d \\ \n", s[0] == '\''); return s[1] == '{' || s[2] == '"'; }

//// process of another container
BPF_HASH(seen, u64);
static inline int container_should_be_filtered(void) { return 0; }
int kprobe__do_nanosleep(void *ctx) { if (container_should_be_filtered()) return 0; seen.increment(1); return 0; }

//// kernel inlines
#include <linux/skbuff.h>
#include <linux/blkdev.h>
int on_probe(struct pt_regs *ctx, struct sk_buff *skb, struct request *rq, struct scatterlist *sg, struct sock *sk) {
  u64 n = div_u64(5, 2) + skb_get_rx_queue(skb) + skb_rx_queue_recorded(skb) + sg_is_last(sg) + sg_is_chain(sg);
  return n + blk_rq_bytes(rq) + (sg_chain_ptr(sg) != 0) + (tcp_sk(sk) != 0) + inet_sk(sk)->inet_sport + inet_csk(sk)->icsk_ca_state;
}

//// device numbers
int on_probe(struct pt_regs *ctx, struct inode *inode) { dev_t d = inode->i_sb->s_dev; return MAJOR(d) == 8 && MINOR(d) == MINOR(MKDEV(8, 1)); }

//// path of a file
struct data_t { char name[256]; };
BPF_PERCPU_ARRAY(buffers, struct data_t, 1);
LSM_PROBE(file_open, struct file *file) {
  int zero = 0;
  struct data_t *d = buffers.lookup(&zero);
  if (d) bpf_d_path(&file->f_path, d->name, sizeof(d->name));
  return 0;
}

//// function pointers of the kernel
int on_probe(struct pt_regs *ctx, struct hrtimer *timer) { u64 f = (u64)timer->function; return f == 0; }

//// text of a macro with arguments that look like calls
#define FILTER (pid != 1 && PID_CHECK(pid))
#define PID_CHECK(p) ((p) % 2 == 0)
int kprobe__do_nanosleep(void *ctx) { u32 pid = bpf_get_current_pid_tgid() >> 32; if (FILTER) return 0; return 1; }

//// a name compared with a text
#include <linux/string.h>
int kprobe__do_nanosleep(struct pt_regs *ctx) {
  char name[16] = {};
  bpf_get_current_comm(name, sizeof(name));
  return strncmp(name, "bash", 4) == 0 || strlen("constant") != 8;
}

//// a comparison of its own
static inline int strcmp(const char *a, const char *b) {
  for (int i = 0; i < 16; i++) {
    if (a[i] != b[i]) return a[i] - b[i];
    if (!a[i]) return 0;
  }
  return 0;
}
int kprobe__do_nanosleep(struct pt_regs *ctx) {
  char name[16] = {};
  bpf_get_current_comm(name, sizeof(name));
  if (strcmp(name, "bash") == 0) {
    return 1;
  }
  return 0;
}
