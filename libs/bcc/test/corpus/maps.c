/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Every macro that declares a map, with each number of arguments. */

//// hash with one argument
BPF_HASH(h);
int kprobe__do_nanosleep(void *ctx) { u64 k = 1, v = 2; h.update(&k, &v); return 0; }

//// hash with two arguments
BPF_HASH(h, u32);
int kprobe__do_nanosleep(void *ctx) { u32 k = 1; u64 v = 2; h.update(&k, &v); return 0; }

//// hash with three arguments
struct key { u32 pid; u32 cpu; };
struct value { u64 count; u64 bytes; };
BPF_HASH(h, struct key, struct value);
int kprobe__do_nanosleep(void *ctx) { struct key k = {1, 2}; struct value v = {}; h.update(&k, &v); return 0; }

//// hash with four arguments
#define ENTRIES (4 * 1024)
BPF_HASH(h, u64, u32, ENTRIES);
int kprobe__do_nanosleep(void *ctx) { u64 k = 1; u32 v = 2; h.update(&k, &v); return 0; }

//// array with one to three arguments
BPF_ARRAY(a);
BPF_ARRAY(b, u32);
BPF_ARRAY(c, struct { u64 x; u64 y; }, 3);
int kprobe__do_nanosleep(void *ctx) {
  int i = 1;
  u64 *x = a.lookup(&i);
  u32 *y = b.lookup(&i);
  if (x && y) *x += *y;
  return 0;
}

//// histograms of every kind of key
struct hist_key { char disk[DISK_NAME_LEN]; u64 slot; };
BPF_HISTOGRAM(plain);
BPF_HISTOGRAM(keyed, struct hist_key);
BPF_HISTOGRAM(sized, struct hist_key, 100);
BPF_HISTOGRAM(small, int, 16);
BPF_HISTOGRAM(wide, u64);
int kprobe__do_nanosleep(void *ctx) {
  struct hist_key k = {.slot = bpf_log2l(1000)};
  plain.increment(bpf_log2l(1000));
  keyed.increment(k);
  sized.atomic_increment(k, 3);
  small.atomic_increment(bpf_log2(7));
  wide.increment(12);
  return 0;
}

//// stack traces
BPF_STACK_TRACE(stacks, 1000);
BPF_STACK_TRACE(exact, 1024);
#define N 5000
BPF_STACK_TRACE(named, N);
BPF_HASH(counts, int);
int kprobe__do_nanosleep(struct pt_regs *ctx) {
  int id = stacks.get_stackid(ctx, BPF_F_REUSE_STACKID);
  int user = exact.get_stackid(ctx, BPF_F_USER_STACK | BPF_F_FAST_STACK_CMP);
  if (id >= 0) counts.increment(id);
  if (user >= 0) counts.increment(user);
  return named.get_stackid(ctx, 0) < 0;
}

//// stack traces with build ids
BPF_STACK_TRACE_BUILDID(stacks, 128);
int on_sample(struct bpf_perf_event_data *ctx) { return stacks.get_stackid(ctx, BPF_F_USER_STACK) < 0; }

//// output buffers
struct event { u64 ts; u32 pid; char comm[16]; };
BPF_PERF_OUTPUT(events);
BPF_RINGBUF_OUTPUT(ring, 1 << 4);
int kprobe__do_nanosleep(struct pt_regs *ctx) {
  struct event e = {.ts = bpf_ktime_get_ns(), .pid = bpf_get_current_pid_tgid() >> 32};
  bpf_get_current_comm(&e.comm, sizeof(e.comm));
  events.perf_submit(ctx, &e, sizeof(e));
  ring.ringbuf_output(&e, sizeof(e), 0);
  return 0;
}

//// counters of perf events
BPF_PERF_ARRAY(cycles, 64);
BPF_HASH(seen, u32);
int kprobe__do_nanosleep(struct pt_regs *ctx) {
  u32 cpu = bpf_get_smp_processor_id();
  u64 now = cycles.perf_read(CUR_CPU_IDENTIFIER);
  struct bpf_perf_event_value value = {};
  if (cycles.perf_counter_value(CUR_CPU_IDENTIFIER, &value, sizeof(value)) == 0) now = value.counter;
  seen.update(&cpu, &now);
  return 0;
}

//// per-CPU maps
BPF_PERCPU_HASH(a);
BPF_PERCPU_HASH(b, u32, struct { u64 x; }, 100);
BPF_PERCPU_ARRAY(c);
BPF_PERCPU_ARRAY(scratch, char[4096], 1);
int kprobe__do_nanosleep(void *ctx) {
  int zero = 0;
  a.increment(1);
  c.increment(0);
  char *buffer = (char *)scratch.lookup(&zero);
  if (!buffer) return 0;
  bpf_get_current_comm(buffer, 16);
  return buffer[0] == 'x';
}

//// longest prefix match
struct prefix { u32 length; u32 address; };
BPF_LPM_TRIE(routes, struct prefix, u32, 64);
int kprobe__do_nanosleep(void *ctx) {
  struct prefix p = {.length = 32, .address = 0x0100007f};
  u32 *found = routes.lookup(&p);
  return found ? *found : 0;
}

//// tail calls
BPF_PROG_ARRAY(next, 4);
int kprobe__do_nanosleep(struct pt_regs *ctx) { next.call(ctx, 2); return 0; }
int target(struct pt_regs *ctx) { return 0; }

//// maps of maps
BPF_ARRAY(inner, u64, 8);
BPF_HASH(inner_hash, u32, u64, 8);
BPF_ARRAY_OF_MAPS(outer, "inner", 4);
BPF_HASH_OF_MAPS(named, "inner_hash", 4);
BPF_HASH_OF_MAPS(keyed, struct { u32 a; }, "inner_hash", 4);
BPF_HASH_OF_MAPS(plain, u32, "inner_hash");
int kprobe__do_nanosleep(void *ctx) {
  int index = 0, key = 1;
  void *map = outer.lookup(&index);
  if (!map) return 0;
  u64 *value = bpf_map_lookup_elem(map, &key);
  if (value) *value += 1;
  return 0;
}

//// cgroup array
BPF_CGROUP_ARRAY(groups, 1);
int kprobe__do_nanosleep(void *ctx) { if (groups.check_current_task(0) <= 0) return 0; bpf_trace_printk("in\n"); return 0; }

//// redirect maps
BPF_CPUMAP(cpus, 8);
BPF_DEVMAP(devices, 8);
BPF_XSKMAP(sockets, 4);
BPF_XSKMAP(pinned_sockets, 4, "/sys/fs/bpf/xsks");
BPF_XDP_REDIRECT_MAP("devmap", u32, more, 4);
int to_cpu(struct xdp_md *ctx) { return cpus.redirect_map(1, 0); }
int to_device(struct xdp_md *ctx) { return devices.redirect_map(ctx->rx_queue_index, 0); }
int to_socket(struct xdp_md *ctx) { int q = ctx->rx_queue_index; if (sockets.lookup(&q)) return sockets.redirect_map(q, 0); return XDP_PASS; }

//// queues and stacks
struct item { u32 pid; u64 ts; };
BPF_QUEUE(queue, struct item, 64);
BPF_STACK(stack, u64, 64, 0);
BPF_QUEUESTACK("queue", general, u32, 8, 0);
int kprobe__do_nanosleep(void *ctx) {
  struct item i = {.ts = bpf_ktime_get_ns()};
  u64 x = 5;
  u32 y;
  queue.push(&i, BPF_EXIST);
  stack.push(&x, 0);
  queue.peek(&i);
  stack.pop(&x);
  general.pop(&y);
  return 0;
}

//// general table macros
BPF_TABLE("hash", u32, u64, a, 10);
BPF_TABLE("array", int, u64, b, 10);
BPF_TABLE("percpu_hash", u32, u64, c, 10);
BPF_TABLE("percpu_array", int, u64, d, 10);
BPF_TABLE("lru_hash", u32, u64, e, 10);
BPF_TABLE("lru_percpu_hash", u32, u64, f, 10);
BPF_TABLE("histogram", int, u64, g, 64);
BPF_TABLE("prog", u32, u32, i, 10);
BPF_TABLE("stacktrace", int, struct bpf_stacktrace_slots { u64 ip[127]; }, j, 16);
BPF_F_TABLE("lpm_trie", struct { u32 bits; u32 data; }, u64, k, 10, BPF_F_NO_PREALLOC);
BPF_F_TABLE("hash", u32, u64, l, 10, BPF_F_NO_PREALLOC);
BPF_TABLE_PUBLIC("hash", u32, u64, m, 10);
BPF_TABLE_SHARED("hash", u32, u64, n, 10);
int kprobe__do_nanosleep(void *ctx) { a.increment(1); b.increment(1); e.increment(1); l.atomic_increment(2); g.increment(3); return 0; }

//// type of a table from a macro
#define MAPTYPE "lru_hash"
BPF_TABLE(MAPTYPE, u32, u64, t, 128);
int kprobe__do_nanosleep(void *ctx) { t.increment(bpf_get_current_pid_tgid()); return 0; }

//// pinned tables
BPF_TABLE_PINNED("hash", u64, u64, set, 1024, "/sys/fs/bpf/set");
BPF_TABLE_PINNED("array", u32, u64, flags, 4, "/sys/fs/bpf/flags", 0);
int kprobe__do_nanosleep(void *ctx) { u64 id = bpf_get_current_cgroup_id(); return set.lookup(&id) == NULL; }

//// storage of sockets, inodes and tasks
BPF_SK_STORAGE(sockets, u64);
BPF_INODE_STORAGE(inodes, u64);
BPF_TASK_STORAGE(tasks, u64);
LSM_PROBE(inode_unlink, struct inode *dir, struct dentry *dentry) {
  u64 *v = inodes.inode_storage_get(dentry->d_inode, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
  if (v) *v += 1;
  return 0;
}

//// cgroup storage
BPF_CGROUP_STORAGE(bytes, u64);
int count_egress(struct __sk_buff *skb) {
  u64 *v = bytes.get_local_storage(0);
  __sync_fetch_and_add(v, skb->len);
  return 1;
}

//// sockmap and sockhash
struct conn { u32 remote_ip, local_ip, remote_port, local_port; };
BPF_SOCKHASH(peers, struct conn, 1024);
BPF_SOCKMAP(socks, 16);
int on_sock_ops(struct bpf_sock_ops *ops) {
  struct conn c = {.remote_ip = ops->remote_ip4, .local_ip = ops->local_ip4, .remote_port = ops->remote_port, .local_port = ops->local_port};
  if (ops->op == BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB) peers.sock_hash_update(ops, &c, BPF_NOEXIST);
  return 0;
}
int on_msg(struct sk_msg_md *msg) {
  struct conn c = {.remote_ip = msg->local_ip4, .local_ip = msg->remote_ip4};
  return peers.msg_redirect_hash(msg, &c, BPF_F_INGRESS);
}
int on_skb(struct __sk_buff *skb) { return socks.sk_redirect_map(skb, 0, 0); }

//// maps declared by the user's own macros
#define COUNTER(name) BPF_HASH(name, u32, u64)
#define BOTH(a, b) COUNTER(a); COUNTER(b)
BOTH(reads, writes);
int kprobe__vfs_read(void *ctx) { reads.increment(bpf_get_current_pid_tgid() >> 32); return 0; }
int kprobe__vfs_write(void *ctx) { writes.increment(bpf_get_current_pid_tgid() >> 32); return 0; }

//// declaration over several lines and with comments
BPF_HASH(counts, /* the process */
         u32,    // key
         u64,
         10240);
int kprobe__do_nanosleep(void *ctx) { u32 k = 0; counts.increment(k); return 0; }

//// names that are types of the kernel too
struct message { char text[12]; };
BPF_HASH(config, u64, struct message);
BPF_ARRAY(tree_desc, u64, 4);
BPF_PERF_OUTPUT(z_stream);
int kprobe__vfs_read(void *ctx) {
  u64 key = bpf_get_current_uid_gid();
  struct message *found = config.lookup(&key);
  if (found) z_stream.perf_submit(ctx, found, sizeof(*found));
  tree_desc.increment(1);
  return 0;
}

//// keys that are larger, elements, or cast on purpose
struct pair { u32 low, high; };
BPF_HASH(wide, u64, u64);
BPF_ARRAY(few, u64, 4);
int kprobe__vfs_read(void *ctx) {
  u64 index = 1, one = 1, keys[2] = {3, 4};
  struct pair pair = {1, 2};
  u64 *count = few.lookup((int *)&index);
  if (count) (*count)++;
  wide.update(&keys[1], &one);
  wide.delete((u64 *)&pair.low);
  count = few.lookup(&index);
  return count ? *count : 0;
}
