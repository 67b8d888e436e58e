/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Every method of maps, in the places programs call them from. */

//// lookup, update, insert, delete
BPF_HASH(start, u32, u64);
int kprobe__vfs_read(void *ctx) {
  u32 tid = bpf_get_current_pid_tgid();
  u64 now = bpf_ktime_get_ns();
  start.update(&tid, &now);
  start.insert(&tid, &now);
  return 0;
}
int kretprobe__vfs_read(void *ctx) {
  u32 tid = bpf_get_current_pid_tgid();
  u64 *tsp = start.lookup(&tid);
  if (tsp == 0) return 0;
  u64 delta = bpf_ktime_get_ns() - *tsp;
  start.delete(&tid);
  bpf_trace_printk("%llu\n", delta);
  return 0;
}

//// results of update and delete
BPF_HASH(h, u32, u32);
int kprobe__vfs_read(void *ctx) { u32 k = 1, v = 2; int r = h.update(&k, &v); if (r != 0) return h.delete(&k); return h.insert(&k, &v); }

//// lookup_or_try_init with a struct
struct key_t { u32 pid; char name[16]; };
struct val_t { u64 reads; u64 bytes; };
BPF_HASH(counts, struct key_t, struct val_t);
int trace_read(struct pt_regs *ctx, struct file *file, char __user *buf, size_t count) {
  struct key_t key = {.pid = bpf_get_current_pid_tgid() >> 32};
  struct val_t zero = {}, *val;
  bpf_get_current_comm(&key.name, sizeof(key.name));
  val = counts.lookup_or_try_init(&key, &zero);
  if (val) { val->reads++; val->bytes += count; }
  return 0;
}

//// lookup_or_init returns on failure
BPF_HASH(h, u64, u64);
int kprobe__vfs_read(void *ctx) { u64 k = 1, zero = 0, *v; v = h.lookup_or_init(&k, &zero); (*v)++; return 0; }

//// increment forms
struct key { u64 ip; int cpu; };
BPF_HASH(h, struct key);
BPF_HASH(n, u32, u32);
BPF_ARRAY(a, u64, 4);
int kprobe__vfs_read(struct pt_regs *ctx) {
  struct key k = {.ip = PT_REGS_IP(ctx), .cpu = bpf_get_smp_processor_id()};
  h.increment(k);
  h.increment(k, 10);
  h.atomic_increment((struct key){1, 2}, 5);
  n.increment(7);
  n.atomic_increment(bpf_get_current_pid_tgid() >> 32, 2);
  a.increment(3);
  a.atomic_increment(2, -1);
  return 0;
}

//// methods in conditions, arguments and nested
BPF_HASH(map, u32, u32);
BPF_HASH(other, u32, u64);
int kprobe__vfs_read(void *ctx) {
  u32 k = 1, zero = 0;
  u32 *v;
  if ((v = map.lookup(&k)) != NULL && *v > 3) other.increment(*v);
  if (!map.lookup(&k)) map.update(&k, &zero);
  u32 *w = map.lookup_or_try_init(&k, &zero);
  return w ? map.delete(w) : 0;
}

//// methods through a macro
#define TABLE counts
#define BUMP(m, k) m.increment(k)
BPF_HASH(counts, u32);
int kprobe__vfs_read(void *ctx) { TABLE.increment(1); BUMP(counts, 2); BUMP(TABLE, 3); return 0; }

//// methods in a static function
BPF_HASH(counts, u64);
static inline void bump(u64 key, int by) { counts.increment(key, by); }
static int get(u64 key) { u64 *v = counts.lookup(&key); return v ? *v : 0; }
int kprobe__vfs_read(void *ctx) { bump(1, get(2)); return 0; }

//// spaces and line ends in a call
BPF_HASH(counts, u32, u64);
int kprobe__vfs_read(void *ctx) {
  u32 k = 1;
  u64 *v = counts . lookup (
      &k
  );
  if (v) __sync_fetch_and_add(v, 1);
  return 0;
}

//// map as member of a struct with the same name as a method
struct ops { int (*lookup)(int); int delete; };
BPF_HASH(h, u32, u32);
int kprobe__vfs_read(void *ctx) { struct ops o = {}; o.delete = 1; u32 k = o.delete; return h.lookup(&k) != 0; }

//// ring buffer reserve, submit, discard, query
struct event { u64 ts; char comm[16]; };
BPF_RINGBUF_OUTPUT(rb, 8);
int kprobe__vfs_read(void *ctx) {
  if (rb.ringbuf_query(BPF_RB_AVAIL_DATA) > 4096) return 0;
  struct event *e = rb.ringbuf_reserve(sizeof(struct event));
  if (!e) return 1;
  e->ts = bpf_ktime_get_ns();
  if (bpf_get_current_comm(e->comm, sizeof(e->comm)) < 0) { rb.ringbuf_discard(e, BPF_RB_NO_WAKEUP); return 0; }
  rb.ringbuf_submit(e, BPF_RB_FORCE_WAKEUP);
  return 0;
}

//// ring buffer output of a typedef
typedef struct { u32 a; u64 b; } record_t;
BPF_RINGBUF_OUTPUT(rb, 4);
int kprobe__vfs_read(void *ctx) { record_t r = {}; r.a = 1; return rb.ringbuf_output(&r, sizeof(r), BPF_RB_NO_WAKEUP); }

//// perf submit of an integer, a pointer and a map value
struct big { char data[256]; u32 n; };
BPF_PERF_OUTPUT(numbers);
BPF_PERF_OUTPUT(bigs);
BPF_PERCPU_ARRAY(scratch, struct big, 1);
int kprobe__vfs_read(struct pt_regs *ctx) {
  int zero = 0;
  u64 x = 3;
  struct big *b = scratch.lookup(&zero);
  numbers.perf_submit(ctx, &x, sizeof(x));
  if (!b) return 0;
  b->n = 1;
  bigs.perf_submit(ctx, b, sizeof(*b));
  return 0;
}

//// perf submit from a helper function
struct data_t { u64 id; };
BPF_PERF_OUTPUT(events);
static int submit(struct pt_regs *ctx, u64 id) { struct data_t d = {.id = id}; events.perf_submit(ctx, &d, sizeof(d)); return 0; }
int enter_read(struct pt_regs *ctx) { return submit(ctx, 1); }
int enter_write(struct pt_regs *ctx) { return submit(ctx, 2); }

//// perf submit with part of the packet
struct meta { u32 mark; };
BPF_PERF_OUTPUT(packets);
int tap(struct __sk_buff *skb) { struct meta m = {.mark = skb->mark}; packets.perf_submit_skb(skb, skb->len, &m, sizeof(m)); return 0; }

//// another CPU identifier
#define CUR_CPU_IDENTIFIER bpf_get_smp_processor_id()
struct data_t { u64 id; };
BPF_PERF_OUTPUT(events);
int kprobe__vfs_read(struct pt_regs *ctx) { struct data_t d = {}; events.perf_submit(ctx, &d, sizeof(d)); return 0; }

//// atomic operations
BPF_ARRAY(a, u64, 1);
int kprobe__vfs_read(void *ctx) { int k = 0; u64 *v = a.lookup(&k); if (v) { lock_xadd(v, 1); __sync_fetch_and_add(v, 2); } return 0; }

//// values of every size
BPF_HASH(bytes, u8, u8);
BPF_HASH(shorts, u16, u16);
BPF_HASH(flags, u32, bool);
BPF_HASH(chars, char[16], char[16]);
int kprobe__vfs_read(void *ctx) {
  u8 a = 1; u16 b = 2; u32 c = 3; bool t = true; char s[16] = "x";
  bytes.update(&a, &a); shorts.update(&b, &b); flags.update(&c, &t); chars.update(&s, &s);
  bytes.increment(1);
  bool *on = flags.lookup(&c);
  return on && *on;
}

//// pointers kept in a map
BPF_HASH(files, u32, struct file *);
int enter(struct pt_regs *ctx, struct file *file) { u32 tid = bpf_get_current_pid_tgid(); files.update(&tid, &file); return 0; }
int leave(struct pt_regs *ctx) {
  u32 tid = bpf_get_current_pid_tgid();
  struct file **fp = files.lookup(&tid);
  if (!fp) return 0;
  struct file *file = *fp;
  unsigned long inode = (*fp)->f_inode->i_ino;
  bpf_trace_printk("%lu %x\n", inode, file->f_flags);
  return 0;
}

//// per-CPU array as scratch memory with a string
struct line { char text[512]; };
BPF_PERCPU_ARRAY(lines, struct line, 1);
BPF_PERF_OUTPUT(out);
int trace_open(struct pt_regs *ctx, int dfd, const char __user *name) {
  int zero = 0;
  struct line *l = lines.lookup(&zero);
  if (!l) return 0;
  int n = bpf_probe_read_user_str(l->text, sizeof(l->text), name);
  if (n > 0) out.perf_submit(ctx, l, n & 511);
  return 0;
}
