/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The kernel's own small functions and macros, which programs call as its headers let them. */

//// headers of a packet by the functions of sk_buff
#include <linux/skbuff.h>
#include <linux/icmp.h>
#include <net/ip.h>
BPF_HASH(lengths, u32, u64);
int kprobe__ip_rcv(struct pt_regs *ctx, struct sk_buff *skb, struct net_device *dev) {
  struct iphdr *ip = ip_hdr(skb);
  u32 from = ip->saddr;
  u64 sum = ip_hdrlen(skb) + skb_headlen(skb) + skb_headroom(skb) + skb_network_header_len(skb);
  if (ipv4_is_loopback(from) || ipv4_is_multicast(ip->daddr) || ipv4_is_lbcast(ip->daddr)) return 0;
  if (skb_is_nonlinear(skb)) sum += skb_shinfo(skb)->nr_frags;
  if (skb_is_gso(skb)) sum += skb_shinfo(skb)->gso_size;
  if (ip->protocol == IPPROTO_ICMP) sum += icmp_hdr(skb)->type;
  if (ip->protocol == IPPROTO_TCP && skb_transport_header_was_set(skb)) sum += tcp_hdrlen(skb) + tcp_hdr(skb)->syn;
  sum += skb_tail_pointer(skb) - skb->data + (skb_end_pointer(skb) - skb->head);
  sum += skb_network_offset(skb) + skb_transport_offset(skb) + skb_mac_header_was_set(skb) + netdev_name(dev)[0];
  lengths.update(&from, &sum);
  return 0;
}

//// what addresses of IPv6 are
#include <net/ipv6.h>
BPF_HASH(seen, struct in6_addr, u64);
int kprobe__tcp_v6_connect(struct pt_regs *ctx, struct sock *sk, struct sockaddr *address) {
  struct in6_addr to = ((struct sockaddr_in6 *)address)->sin6_addr;
  if (ipv6_addr_any(&to) || ipv6_addr_v4mapped(&to) || ipv6_addr_loopback(&to)) return 0;
  struct ipv6_pinfo *np = inet6_sk(sk);
  if (np && ipv6_addr_equal(&to, &np->saddr) && !ipv6_addr_is_multicast(&np->saddr)) return 0;
  seen.increment(to);
  return 0;
}

//// memory, flags and inode of a socket
#include <net/tcp.h>
BPF_HASH(sums, u64, u64);
int kprobe__tcp_sendmsg(struct pt_regs *ctx, struct sock *sk, struct msghdr *msg, size_t size) {
  u64 key = sk->sk_family, sum = size;
  sum += sk_wmem_alloc_get(sk) + sk_rmem_alloc_get(sk) + atomic_read(&sk->sk_rmem_alloc);
  if (!sk_fullsock(sk) || sock_flag(sk, SOCK_DEAD)) return 0;
  struct socket *socket = sk->sk_socket;
  if (socket) sum += SOCK_INODE(socket)->i_ino;
  struct tcp_sock *tp = tcp_sk(sk);
  sum += tcp_snd_cwnd(tp) + tcp_packets_in_flight(tp) + tcp_in_slow_start(tp) + inet_csk(sk)->icsk_retransmits;
  sum += refcount_read(&sk->sk_wmem_alloc) + sock_net(sk)->ns.inum;
  sums.update(&key, &sum);
  return 0;
}

//// order of sequence numbers
#include <net/tcp.h>
BPF_HASH(edges, u32, u32);
int kprobe__tcp_rcv_established(struct pt_regs *ctx, struct sock *sk, struct sk_buff *skb) {
  u32 first = TCP_SKB_CB(skb)->seq, last = TCP_SKB_CB(skb)->end_seq;
  if (before(first, last) && !after(first, last) && between(first, first, last)) edges.update(&first, &last);
  return 0;
}

//// flows spread by the kernel's hashes
#include <linux/jhash.h>
#include <linux/hash.h>
struct flow { u32 from, to; u16 source, target; };
BPF_ARRAY(buckets, u64, 256);
int spread(struct xdp_md *ctx) {
  struct flow flow = {1, 2, 3, 4};
  u32 words[5] = {1, 2, 3, 4, 5};
  int slot = (jhash(&flow, sizeof(flow), JHASH_INITVAL) + jhash2(words, 5, 1)) & 255;
  buckets.increment(slot);
  slot = (jhash_1word(1, 3) ^ jhash_2words(1, 2, 3) ^ jhash_3words(1, 2, 3, 4) ^ rol32(flow.from, 7)) & 255;
  buckets.increment(slot);
  slot = hash_32(flow.to, 8);
  buckets.increment(slot);
  slot = hash_64(flow.to, 8);
  buckets.increment(slot);
  return XDP_PASS;
}

//// times in other units
#include <linux/ktime.h>
#include <linux/jiffies.h>
BPF_HISTOGRAM(times);
int kprobe__hrtimer_start_range_ns(struct pt_regs *ctx, struct hrtimer *timer, ktime_t at) {
  u64 sum = ktime_to_ns(at) + ktime_to_us(at) + ktime_to_ms(at) + ktime_us_delta(at, 7) + ktime_sub(ktime_add(at, 6), 5);
  sum += jiffies_to_msecs(5) + jiffies_to_usecs(sum) + nsecs_to_jiffies(sum) + msecs_to_jiffies(sum);
  if (time_after(5UL, sum) || ktime_before(at, 3)) sum++;
  times.increment(bpf_log2l(sum));
  return 0;
}

//// numbers of devices, kinds of requests
#include <linux/blkdev.h>
#include <linux/bio.h>
struct key { u32 device, minor; };
BPF_HASH(sectors, struct key);
int kprobe__blk_mq_start_request(struct pt_regs *ctx, struct request *rq) {
  struct bio *bio = rq->bio;
  struct key key = {};
  if (blk_rq_is_passthrough(rq) || op_is_flush(rq->cmd_flags) || !bio) return 0;
  key.device = new_encode_dev(MKDEV(8, 17)) + MAJOR(new_decode_dev(5));
  if (op_is_sync(rq->cmd_flags) || op_is_discard(rq->cmd_flags)) key.minor++;
  if (bio_has_data(bio)) sectors.increment(key, bio_sectors(bio) + bio_end_sector(bio));
  return 0;
}

//// kinds of directory entries, owners of inodes
#include <linux/fs.h>
#include <linux/dcache.h>
struct seen { u64 inode; u32 owner, group, device; char name[DNAME_INLINE_LEN]; };
BPF_PERF_OUTPUT(events);
int kprobe__vfs_write(struct pt_regs *ctx, struct file *file) {
  struct seen seen = {};
  struct dentry *dentry = file_dentry(file);
  struct inode *inode = d_backing_inode(dentry);
  if (IS_ROOT(dentry) || d_really_is_negative(dentry) || d_is_dir(dentry) || d_is_symlink(dentry)) return 0;
  seen.inode = inode->i_ino;
  seen.owner = i_uid_read(inode);
  seen.group = i_gid_read(inode);
  seen.device = imajor(inode) << 8 | iminor(inode);
  bpf_probe_read_kernel_str(&seen.name, sizeof(seen.name), dentry->d_name.name);
  events.perf_submit(ctx, &seen, sizeof(seen));
  return 0;
}

//// leaders, process groups and cgroups of tasks
#include <linux/sched/signal.h>
BPF_HASH(tasks, u32, u64);
int kprobe__wake_up_new_task(struct pt_regs *ctx, struct task_struct *task) {
  u32 pid = pid_nr(task_tgid(task));
  u64 sum = pid_nr(task_session(task)) + pid_nr(task_pgrp(task)) + get_nr_threads(task) + task_nice(task);
  if (is_idle_task(task) || !thread_group_leader(task) || !pid_alive(task)) return 0;
  struct task_struct *parent = task->real_parent;
  if (same_thread_group(task, parent)) sum++;
  sum += cgroup_id(task_dfl_cgroup(task));
  if (!list_is_last(&task->sibling, &parent->children))
    sum += list_last_entry(&parent->children, struct task_struct, sibling)->pid;
  tasks.update(&pid, &sum);
  return 0;
}

//// flags of allocations, bits and divisions
#include <linux/gfp.h>
BPF_HASH(sizes, u64, u64);
int allocated(struct pt_regs *ctx, size_t size, gfp_t flags) {
  u64 key = flags & (GFP_KERNEL | GFP_ATOMIC | __GFP_ZERO), rest = size;
  u32 remainder = do_div(rest, 4096);
  key += hweight32(flags) + fls64(size) + IS_ALIGNED(size, 8) + DIV_ROUND_CLOSEST(size, 3) + max3(1, 2, 3);
  key += is_power_of_2(size) + clamp_val(remainder, 1u, 5u) + div_s64(-7, 2) + BIT_MASK(65) + BITS_TO_LONGS(65);
  sizes.increment(key, rest);
  return 0;
}

//// functions of the kernel as conditions
#include <linux/skbuff.h>
#include <net/sock.h>
BPF_HASH(seen, u32);
int kprobe__tcp_rcv_established(struct pt_regs *ctx, struct sock *sk, struct sk_buff *skb) {
  u32 port = 0;
  if (tcp_hdr(skb)->syn) {
    port = 1;
  } else if (ntohs(ip_hdr(skb)->tot_len) == 40 && skb_mac_header_was_set(skb)) {
    port = tcp_sk(sk)->srtt_us;
  }
  while (port > 3 && inet_sk(sk)->inet_dport) {
    port = 3;
  }
  seen.increment(port);
  return 0;
}

//// a function of the kernel's name that is the text's own
static u32 skb_headlen(struct sk_buff *skb) { return skb->len; }
int kprobe__kfree_skb(struct pt_regs *ctx, struct sk_buff *skb) {
  if (skb_headlen(skb) > 5) {
    return 1;
  }
  return 0;
}
