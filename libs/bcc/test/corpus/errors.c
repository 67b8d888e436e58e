/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Texts that must be refused. `error: LINE: pattern` says where and how. */

//// a bracket that is never closed; error: 2: this '\{' has no '\}'
#define X 1
int kprobe__vfs_read(void *ctx) { if (X) { return 0;

//// a bracket too many; error: 1: this '\}' closes nothing
int kprobe__vfs_read(void *ctx) { return 0; } }

//// brackets that do not match; error: 1: this '\(' has no '\)'
int kprobe__vfs_read(void *ctx) { return (0]; }

//// unknown header; error: 2: unknown header mylib/foo\.h
#include <linux/fs.h>
#include <mylib/foo.h>
int kprobe__vfs_read(void *ctx) { return 0; }

//// local header that does not exist; error: 1: unknown header nowhere\.h.*no such file
#include "nowhere.h"
int kprobe__vfs_read(void *ctx) { return 0; }

//// error directive; error: 2: stop here
#if 1
#error stop here
#endif

//// unknown map; error: 2: there is no map evnets \(did you mean events\?\)
BPF_PERF_OUTPUT(events);
int kprobe__vfs_read(struct pt_regs *ctx) { int d = 0; evnets.perf_submit(ctx, &d, sizeof(d)); return 0; }

//// unknown method; error: 2: maps have no method lokup \(did you mean lookup\?\)
BPF_HASH(h);
int kprobe__vfs_read(void *ctx) { u64 k = 0; return h.lokup(&k) != 0; }

//// method with too few arguments; error: 2: h\.update takes \(&key, &leaf\), not 1 argument
BPF_HASH(h);
int kprobe__vfs_read(void *ctx) { u64 k = 0; return h.update(&k); }

//// method with too many arguments; error: 2: h\.lookup takes \(&key\), not 2 arguments
BPF_HASH(h);
int kprobe__vfs_read(void *ctx) { u64 k = 0; return h.lookup(&k, &k) != 0; }

//// increment of an output; error: 2: events is a perf_output: it has no entries
BPF_PERF_OUTPUT(events);
int kprobe__vfs_read(void *ctx) { events.increment(1); return 0; }

//// map macro with too many arguments; error: 1: BPF_HASH takes \(name, key, leaf, size\), not 5 arguments
BPF_HASH(h, u32, u64, 10, 20);

//// map macro without arguments; error: 1: BPF_ARRAY takes \(name, leaf, size\)
BPF_ARRAY();

//// unknown kind of table; error: 1: "hsah" is no type of map
BPF_TABLE("hsah", u32, u64, t, 10);

//// map declared twice; error: 2: map h is declared twice
BPF_HASH(h);
BPF_HASH(h, u32);

//// program defined twice; error: 2: kprobe__vfs_read is defined twice
int kprobe__vfs_read(void *ctx) { return 0; }
int kprobe__vfs_read(void *ctx) { return 1; }

//// printing too many values; error: 1: bpf_trace_printk prints at most 3 values, not 4
int kprobe__vfs_read(void *ctx) { bpf_trace_printk("%d %d %d %d\n", 1, 2, 3, 4); return 0; }

//// a member the kernel does not have; error: 2: struct task_struct has no member pidd on kernel .* \(did you mean pid\?\)
int on_probe(struct pt_regs *ctx, struct task_struct *t) {
  return t->pidd;
}

//// a member of an own struct that does not exist; error: 2: no member named 'b' in 'struct mine'
struct mine { int a; };
int on_probe(struct pt_regs *ctx) { struct mine m = {}; return m.b; }

//// a field the tracepoint does not have; error: 1: has no field prevpid
TRACEPOINT_PROBE(sched, sched_switch) { return args->prevpid; }

//// a tracepoint that does not exist; error: 1: has no tracepoint sched:sched_swich \(did you mean sched:sched_switch\?\)
TRACEPOINT_PROBE(sched, sched_swich) { return 0; }

//// a tracepoint without event; error: 1: TRACEPOINT_PROBE takes \(category, event\)
TRACEPOINT_PROBE(sched) { return 0; }

//// unknown function; error: 1: there is no function bpf_get_curent_comm.*did you mean bpf_get_current_comm
int kprobe__vfs_read(void *ctx) { char c[16]; bpf_get_curent_comm(c, 16); return 0; }

//// function of the kernel; error: 1: vfs_fsync is a function of the kernel, which a BPF program cannot call
int on_probe(struct pt_regs *ctx, struct file *f) { return vfs_fsync(f, 0); }

//// unknown macro; error: 2: MY_LIMIT_X is unknown: if it is a macro
int kprobe__vfs_read(void *ctx) {
  return MY_LIMIT_X;
}

//// unknown variable; error: 1: there is no name pidd
int kprobe__vfs_read(void *ctx) { int pid_of_task = 1; return pidd; }

//// unknown type; error: 1: there is no type u46
int kprobe__vfs_read(void *ctx) { u46 x = 1; return x; }

//// unknown struct; error: 1: struct not_in_kernel is unknown
int on_probe(struct pt_regs *ctx, struct not_in_kernel *p) { return p->x; }

//// write to kernel memory; error: 1: cannot write to t->pid
int on_probe(struct pt_regs *ctx, struct task_struct *t) { t->pid = 1; return 0; }

//// increment of kernel memory; error: 2: cannot write to \*p
int on_probe(struct pt_regs *ctx, int *p) {
  (*p)++;
  return 0;
}

//// write through a chain; error: 1: cannot write to f->f_inode->i_ino
int on_probe(struct pt_regs *ctx, struct file *f) { f->f_inode->i_ino += 4; return 0; }

//// a function for packets and for probes; error: 2: first is called by on_packet, which loads .* directly, and by on_probe
struct pair { int a; };
static int first(struct pair *p) { return p->a; }
int on_packet(struct xdp_md *ctx) { return first((void *)(long)ctx->data); }
int on_probe(struct pt_regs *ctx, struct pair *p) { return first(p); }

//// syntax error with its place; error: 3: expected
int kprobe__vfs_read(void *ctx) {
  int x = 1;
  return x +;
}

//// seven parameters of a probe; error: 1: only 6 are passed in registers
int kprobe__vfs_read(struct pt_regs *ctx, int a, int b, int c, int d, int e, int f, int g) { return 0; }

//// USDT argument with too few values; error: 1: bpf_usdt_readarg takes \(number, ctx, &variable\)
int on_usdt(struct pt_regs *ctx) { u64 x; bpf_usdt_readarg(1, ctx); return x; }

//// a packet header without the packet; error: 2: can be used only in a function that has a struct __sk_buff
#include <bcc/proto.h>
static inline int is_dns(struct udp_t *udp) { return udp->dport == 53; }
int filter(struct __sk_buff *skb) { u8 *cursor = 0; struct udp_t *udp = cursor_advance(cursor, sizeof(*udp)); return is_dns(udp); }

//// a string that does not end; error: 1: this string has no closing quote
int f(void *ctx) { char *s = "abc; return 0; }

//// a map of an unknown type; error: 1: struct nope_t is unknown
BPF_HASH(h, struct nope_t);
int f(void *ctx) { return 0; }

//// key smaller than the table's; error: 4: &pid is 4 bytes long, but the keys of this table are 8 bytes
BPF_HASH(counts, u64, u64);
int kprobe__vfs_read(void *ctx) {
  u32 pid = bpf_get_current_pid_tgid();
  u64 *count = counts.lookup(&pid);
  return count != 0;
}

//// member that is smaller than the key; error: 4: &k\.low is 2 bytes long, but the keys of this table are 4 bytes
BPF_TABLE("lru_hash", u32, u64, recent, 64);
int kprobe__vfs_read(void *ctx) {
  struct { u16 low; } k = {};
  recent.delete(&k.low);
  return 0;
}

//// value smaller than the table's, on a line of its own; error: 6: &one is 1 byte long, but the values of this table are 16
struct pair { u64 a, b; };
BPF_HASH(pairs, u32, struct pair);
int kprobe__vfs_read(void *ctx) {
  u32 key = 0; u8 one = 1;
  pairs.lookup_or_try_init(&key,
    &one);
  return 0;
}

//// a number for the address of a key; error: 4: pid is a number, where the address of a key is needed \(pass &pid\)
BPF_HASH(counts, u32, u64);
int kprobe__vfs_read(void *ctx) {
  u32 pid = bpf_get_current_pid_tgid();
  u64 *count = counts.lookup(pid);
  return count != 0;
}

//// a number for the address of a value; error: 4: 5 is a number, where the address of a value is needed \(pass that of a variable\)
BPF_HASH(counts, u32, u64);
int kprobe__vfs_read(void *ctx) {
  u32 pid = bpf_get_current_pid_tgid();
  counts.update(&pid, 5);
  return 0;
}

//// a number for the address of a key to initialise; error: 4: pid is a number, where the address of a key
BPF_HASH(counts, u32, u64);
int kprobe__vfs_read(void *ctx) {
  u32 pid = bpf_get_current_pid_tgid(); u64 zero = 0;
  u64 *count = counts.lookup_or_try_init(pid, &zero);
  return count != 0;
}

//// a struct for the address of a key; error: 5: a value of type 'struct key' .*stands where its address is needed
struct key { u32 a, b; };
BPF_HASH(counts, struct key, u64);
int kprobe__vfs_read(void *ctx) {
  struct key k = {};
  return counts.lookup(k) != 0;
}

//// a record for the address of a record; error: 5: a value of type 'struct record' .*stands where its address is needed
struct record { u32 a, b; };
BPF_PERF_OUTPUT(events);
int kprobe__vfs_read(void *ctx) {
  struct record r = {};
  events.perf_submit(ctx, r, sizeof(r));
  return 0;
}

//// a map without a semicolon; error: 1: BPF_HASH of map counts must end with ';'
BPF_HASH(counts, u32, u64)
int kprobe__vfs_read(void *ctx) { return 0; }

//// a category of tracepoints that is no name in C; error: 1: names in C have no '-': attach a function to spi-mem:spi_mem_start_op
TRACEPOINT_PROBE(spi-mem, spi_mem_start_op) { return 0; }

//// a function of C that BPF lacks; error: 4: strlen cannot be called from BPF; use the result of bpf_probe_read_str
int kprobe__vfs_read(void *ctx) {
  char name[16];
  bpf_get_current_comm(name, sizeof(name));
  return strlen(name);
}

//// a variable nobody defines; error: 1: limit is declared extern, and nothing in this text defines it
extern int limit;
int kprobe__vfs_read(void *ctx) { return limit; }

//// a table macro there is not; error: 1: there is no macro BPF_LRU_HASH \(did you mean BPF_HASH\? tables of every type: BPF_TABLE
BPF_LRU_HASH(recent, u32, u64);
int kprobe__vfs_read(void *ctx) { return 0; }

//// a probe macro there is not; error: 2: there is no macro TRACEPOINT_PROBES \(did you mean TRACEPOINT_PROBE\?\)
#include <linux/sched.h>
TRACEPOINT_PROBES(sched, sched_switch) { return 0; }

//// a struct that is defined too late; error: 1: struct place is used before the text defines it
BPF_HASH(drops, struct place);
struct place { u64 location; };
int kprobe__vfs_read(void *ctx) { return 0; }

//// a number for the address of a record; error: 4: code is a number, where the address of a record is needed \(pass &code\)
BPF_PERF_OUTPUT(events);
int kretprobe__vfs_read(struct pt_regs *ctx) {
  int code = PT_REGS_RC(ctx);
  events.perf_submit(ctx, code, sizeof(code));
  return 0;
}
