/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Functions a program may call. Each block names what it offers; a program gets the blocks it needs. */

/* offers: bpf_log2 */
static __attribute__((always_inline)) unsigned int bpf_log2(unsigned int v)
{
	unsigned int slot = 1;
	unsigned int shift;

	shift = (v > 0xffff) << 4;
	v >>= shift;
	slot += shift;
	shift = (v > 0xff) << 3;
	v >>= shift;
	slot += shift;
	shift = (v > 0xf) << 2;
	v >>= shift;
	slot += shift;
	shift = (v > 0x3) << 1;
	v >>= shift;
	slot += shift;
	return slot + (v >> 1);
}

/* offers: bpf_log2l */
static __attribute__((always_inline)) unsigned int bpf_log2l(unsigned long v)
{
	unsigned int high = v >> 32;

	return high ? bpf_log2(high) + 32 : bpf_log2(v);
}

/* offers: load_byte */
unsigned long long load_byte(void *skb, unsigned long long offset) __asm__("llvm.bpf.load.byte");

/* offers: load_half */
unsigned long long load_half(void *skb, unsigned long long offset) __asm__("llvm.bpf.load.half");

/* offers: load_word */
unsigned long long load_word(void *skb, unsigned long long offset) __asm__("llvm.bpf.load.word");

/* offers: load_dword */
static __attribute__((always_inline)) u64 load_dword(void *skb, u64 offset)
{
	return (load_word(skb, offset) << 32) | load_word(skb, offset + 4);
}

/* offers: bpf_dext_pkt */
static __attribute__((always_inline)) u64 bpf_dext_pkt(void *skb, u64 offset, u64 bit, u64 width)
{
	u64 mask = width >= 64 ? ~0ULL : (1ULL << width) - 1;

	if (bit + width <= 8)
		return (load_byte(skb, offset) >> (8 - bit - width)) & mask;
	if (bit + width <= 16)
		return (load_half(skb, offset) >> (16 - bit - width)) & mask;
	if (bit + width <= 32)
		return (load_word(skb, offset) >> (32 - bit - width)) & mask;
	return (load_dword(skb, offset) >> (64 - bit - width)) & mask;
}

/* offers: bpf_dins_pkt */
static __attribute__((always_inline)) void bpf_dins_pkt(void *skb, u64 offset, u64 bit, u64 width, u64 value)
{
	u64 mask = width >= 64 ? ~0ULL : (1ULL << width) - 1;
	u64 shift;

	if (bit + width <= 8) {
		u8 old = load_byte(skb, offset);

		shift = 8 - bit - width;
		old = (old & ~(mask << shift)) | ((value & mask) << shift);
		bpf_skb_store_bytes(skb, offset, &old, sizeof(old), 0);
	} else if (bit + width <= 16) {
		u16 old = load_half(skb, offset);

		shift = 16 - bit - width;
		old = __builtin_bswap16((old & ~(mask << shift)) | ((value & mask) << shift));
		bpf_skb_store_bytes(skb, offset, &old, sizeof(old), 0);
	} else if (bit + width <= 32) {
		u32 old = load_word(skb, offset);

		shift = 32 - bit - width;
		old = __builtin_bswap32((old & ~(mask << shift)) | ((value & mask) << shift));
		bpf_skb_store_bytes(skb, offset, &old, sizeof(old), 0);
	} else {
		u64 old = load_dword(skb, offset);

		shift = 64 - bit - width;
		old = __builtin_bswap64((old & ~(mask << shift)) | ((value & mask) << shift));
		bpf_skb_store_bytes(skb, offset, &old, sizeof(old), 0);
	}
}

/* offers: bpf_ntoh128 */
static __attribute__((always_inline)) unsigned __int128 bpf_ntoh128(unsigned __int128 value)
{
	return ((unsigned __int128)__builtin_bswap64(value) << 64) | (u64)__builtin_bswap64(value >> 64);
}

/* offers: bpf_hton128 */
static __attribute__((always_inline)) unsigned __int128 bpf_hton128(unsigned __int128 value)
{
	return ((unsigned __int128)__builtin_bswap64(value) << 64) | (u64)__builtin_bswap64(value >> 64);
}

/* offers: div_u64 */
static __attribute__((always_inline)) u64 div_u64(u64 dividend, u32 divisor)
{
	return dividend / divisor;
}

/* offers: div64_u64 */
static __attribute__((always_inline)) u64 div64_u64(u64 dividend, u64 divisor)
{
	return dividend / divisor;
}

/* offers: tcp_sk */
static __attribute__((always_inline)) struct tcp_sock *tcp_sk(const struct sock *sk)
{
	return (struct tcp_sock *)sk;
}

/* offers: udp_sk */
static __attribute__((always_inline)) struct udp_sock *udp_sk(const struct sock *sk)
{
	return (struct udp_sock *)sk;
}

/* offers: inet_sk */
static __attribute__((always_inline)) struct inet_sock *inet_sk(const struct sock *sk)
{
	return (struct inet_sock *)sk;
}

/* offers: inet_csk */
static __attribute__((always_inline)) struct inet_connection_sock *inet_csk(const struct sock *sk)
{
	return (struct inet_connection_sock *)sk;
}

/* offers: inet_rsk */
static __attribute__((always_inline)) struct inet_request_sock *inet_rsk(const struct request_sock *rsk)
{
	return (struct inet_request_sock *)rsk;
}

/* offers: unix_sk */
static __attribute__((always_inline)) struct unix_sock *unix_sk(const struct sock *sk)
{
	return (struct unix_sock *)sk;
}

/* offers: skb_transport_header */
static __attribute__((always_inline)) unsigned char *skb_transport_header(const struct sk_buff *skb)
{
	return skb->head + skb->transport_header;
}

/* offers: skb_network_header */
static __attribute__((always_inline)) unsigned char *skb_network_header(const struct sk_buff *skb)
{
	return skb->head + skb->network_header;
}

/* offers: skb_mac_header */
static __attribute__((always_inline)) unsigned char *skb_mac_header(const struct sk_buff *skb)
{
	return skb->head + skb->mac_header;
}

/* offers: tcp_hdr */
static __attribute__((always_inline)) struct tcphdr *tcp_hdr(const struct sk_buff *skb)
{
	return (struct tcphdr *)(skb->head + skb->transport_header);
}

/* offers: udp_hdr */
static __attribute__((always_inline)) struct udphdr *udp_hdr(const struct sk_buff *skb)
{
	return (struct udphdr *)(skb->head + skb->transport_header);
}

/* offers: ip_hdr */
static __attribute__((always_inline)) struct iphdr *ip_hdr(const struct sk_buff *skb)
{
	return (struct iphdr *)(skb->head + skb->network_header);
}

/* offers: ipv6_hdr */
static __attribute__((always_inline)) struct ipv6hdr *ipv6_hdr(const struct sk_buff *skb)
{
	return (struct ipv6hdr *)(skb->head + skb->network_header);
}

/* offers: eth_hdr */
static __attribute__((always_inline)) struct ethhdr *eth_hdr(const struct sk_buff *skb)
{
	return (struct ethhdr *)(skb->head + skb->mac_header);
}

/* offers: skb_headlen */
static __attribute__((always_inline)) unsigned int skb_headlen(const struct sk_buff *skb)
{
	return skb->len - skb->data_len;
}

/* offers: skb_rx_queue_recorded */
static __attribute__((always_inline)) _Bool skb_rx_queue_recorded(const struct sk_buff *skb)
{
	return skb->queue_mapping != 0;
}

/* offers: skb_get_rx_queue */
static __attribute__((always_inline)) u16 skb_get_rx_queue(const struct sk_buff *skb)
{
	return skb->queue_mapping - 1;
}

/* offers: skb_get_queue_mapping */
static __attribute__((always_inline)) u16 skb_get_queue_mapping(const struct sk_buff *skb)
{
	return skb->queue_mapping;
}

/* offers: sock_net */
static __attribute__((always_inline)) struct net *sock_net(const struct sock *sk)
{
	return sk->__sk_common.skc_net.net;
}

/* offers: read_pnet */
static __attribute__((always_inline)) struct net *read_pnet(const possible_net_t *pnet)
{
	return pnet->net;
}

/* offers: dev_net */
static __attribute__((always_inline)) struct net *dev_net(const struct net_device *dev)
{
	return dev->nd_net.net;
}

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

/* offers: fls */
static __attribute__((always_inline)) int fls(unsigned int x)
{
	return x == 0 ? 0 : bpf_log2(x);
}

/* offers: ilog2 */
static __attribute__((always_inline)) int ilog2(unsigned long x)
{
	return (int)bpf_log2l(x) - 1;
}
