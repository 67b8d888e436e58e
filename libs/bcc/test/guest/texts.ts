/** The programs of the tests in this folder, compiled by the machine that runs the guest. */

/** Counts in `hits`, by number of the probe, what this test's process does. */
const counting = `
BPF_ARRAY(own_pid, u32, 1);
BPF_HASH(hits, u32, u64);
BPF_HASH(seen, u32, u64);

static inline int mine(void)
{
    int slot = 0;
    u32 *pid = own_pid.lookup(&slot);
    return pid && bpf_get_current_pid_tgid() >> 32 == *pid;
}

static inline int hit(u32 id, u64 value)
{
    if (mine()) {
        hits.atomic_increment(id);
        seen.update(&id, &value);
    }
    return 0;
}
`;

/** One probe of each kind that attaches itself, at the making of a directory. */
export const named = `${counting}
#include <linux/fs.h>

int kprobe__security_path_mkdir(struct pt_regs *ctx, const struct path *dir, struct dentry *dentry, umode_t mode)
{
    return hit(1, mode);
}
int kretprobe__security_path_mkdir(struct pt_regs *ctx)
{
    return hit(2, PT_REGS_RC(ctx));
}
TRACEPOINT_PROBE(syscalls, sys_enter_mkdir)
{
    return hit(3, args->mode);
}
RAW_TRACEPOINT_PROBE(sys_enter)
{
    struct pt_regs *regs = (struct pt_regs *)ctx->args[0];
    if (ctx->args[1] == 83)
        hit(4, PT_REGS_PARM2(regs));
    return 0;
}
int kprobe__sys_mkdir(struct pt_regs *ctx)
{
    return hit(5, PT_REGS_PARM2_SYSCALL(PT_REGS_SYSCALL_CTX(ctx)));
}
`;

export const trampolines = `${counting}
#include <linux/fs.h>

KFUNC_PROBE(security_path_mkdir, const struct path *dir, struct dentry *dentry, umode_t mode)
{
    return hit(1, mode);
}
KRETFUNC_PROBE(security_path_mkdir, const struct path *dir, struct dentry *dentry, umode_t mode, int ret)
{
    return hit(2, ret);
}
LSM_PROBE(path_mkdir, const struct path *dir, struct dentry *dentry, umode_t mode, int ret)
{
    hit(3, mode);
    return 0;
}
`;

/** Functions that are attached by hand. */
export const plain = `${counting}
#include <linux/fs.h>

int on_entry(struct pt_regs *ctx)
{
    return hit(1, PT_REGS_PARM3(ctx));
}
int on_other_entry(struct pt_regs *ctx)
{
    return hit(2, PT_REGS_IP(ctx));
}
int on_return(struct pt_regs *ctx)
{
    return hit(3, PT_REGS_RC(ctx));
}
int syscall__mkdir(struct pt_regs *ctx, const char __user *path, umode_t mode)
{
    return hit(4, mode);
}
int on_tracepoint(struct tracepoint__syscalls__sys_enter_mkdir *args)
{
    return hit(5, args->mode);
}
int on_any_tracepoint(void *ctx)
{
    return hit(6, 0);
}
int on_raw(struct bpf_raw_tracepoint_args *ctx)
{
    if (ctx->args[1] == 83)
        hit(7, 0);
    return 0;
}
int on_user(struct pt_regs *ctx)
{
    return hit(8, PT_REGS_PARM2(ctx));
}
int on_user_return(struct pt_regs *ctx)
{
    return hit(9, PT_REGS_RC(ctx));
}
int on_clock(struct bpf_perf_event_data *ctx)
{
    return hit(10, PT_REGS_IP(&ctx->regs));
}
int never_attached(struct pt_regs *ctx)
{
    u32 id = 1;
    u64 *count = hits.lookup(&id);
    *count = 1;
    return 0;
}
`;

/** What programs can know and read; sent through both kinds of buffers. */
export const data = `
#include <linux/sched.h>
#include <linux/fs.h>

BPF_ARRAY(own_pid, u32, 1);

enum color { RED, GREEN = 7 };
struct inner {
    u16 small;
    s32 negative;
};
struct event {
    u64 pid_tgid;
    u64 uid_gid;
    u64 ns;
    u64 cgroup;
    u32 cpu;
    u32 log2;
    u16 network;
    enum color color;
    bool flag;
    char comm[TASK_COMM_LEN];
    char task_comm[TASK_COMM_LEN];
    char old_comm[TASK_COMM_LEN];
    char name[32];
    char user_path[64];
    char old_path[64];
    int lengths[4];
    u8 bytes[4];
    struct inner inner;
    u64 task;
    u32 random;
    s64 total;
};
BPF_PERF_OUTPUT(perf_events);
BPF_RINGBUF_OUTPUT(ring_events, 4);
BPF_PERCPU_ARRAY(scratch, struct event, 1);

static inline void fill(struct event *event)
{
    struct task_struct *task = (struct task_struct *)bpf_get_current_task();

    event->pid_tgid = bpf_get_current_pid_tgid();
    event->uid_gid = bpf_get_current_uid_gid();
    event->ns = bpf_ktime_get_ns();
    event->cgroup = bpf_get_current_cgroup_id();
    event->cpu = bpf_get_smp_processor_id();
    event->log2 = bpf_log2l(1000);
    event->network = bpf_htons(0x1234);
    event->color = GREEN;
    event->flag = true;
    bpf_get_current_comm(event->comm, sizeof(event->comm));
    bpf_probe_read_kernel(event->task_comm, sizeof(event->task_comm), task->comm);
    bpf_probe_read(event->old_comm, sizeof(event->old_comm), task->comm);
    event->bytes[0] = 1;
    event->bytes[3] = 255;
    event->inner.small = 65535;
    event->inner.negative = -5;
    event->task = (u64)task;
    event->random = bpf_get_prandom_u32();
    event->total = -1;
}

int on_mkdir(struct pt_regs *ctx, const struct path *dir, struct dentry *dentry)
{
    int slot = 0;
    u32 *pid = own_pid.lookup(&slot);
    struct event *event = scratch.lookup(&slot);

    if (!pid || !event || bpf_get_current_pid_tgid() >> 32 != *pid)
        return 0;
    fill(event);
    event->lengths[0] = bpf_probe_read_kernel_str(event->name, sizeof(event->name), dentry->d_name.name);
    perf_events.perf_submit(ctx, event, sizeof(*event));
    ring_events.ringbuf_output(event, sizeof(*event), 0);
    return 0;
}

int syscall__mkdir(struct pt_regs *ctx, const char __user *path, umode_t mode)
{
    int slot = 0;
    u32 *pid = own_pid.lookup(&slot);
    struct event *event;

    if (!pid || bpf_get_current_pid_tgid() >> 32 != *pid)
        return 0;
    event = ring_events.ringbuf_reserve(sizeof(*event));
    if (!event)
        return 0;
    __builtin_memset(event, 0, sizeof(*event));
    event->lengths[1] = bpf_probe_read_user_str(event->user_path, sizeof(event->user_path), path);
    event->lengths[2] = bpf_probe_read_str(event->old_path, sizeof(event->old_path), path);
    event->lengths[3] = bpf_probe_read_user(event->bytes, sizeof(event->bytes), path);
    if (mode == 0700) {
        ring_events.ringbuf_discard(event, 0);
        return 0;
    }
    event->total = ring_events.ringbuf_query(BPF_RB_RING_SIZE);
    ring_events.ringbuf_submit(event, BPF_RB_FORCE_WAKEUP);
    return 0;
}

struct exec {
    u32 length;
    char file[64];
    char constant[64];
};
BPF_RINGBUF_OUTPUT(execs, 4);

TRACEPOINT_PROBE(sched, sched_process_exec)
{
    struct exec *exec = execs.ringbuf_reserve(sizeof(*exec));
    if (!exec)
        return 0;
    __builtin_memset(exec, 0, sizeof(*exec));
    TP_DATA_LOC_READ_STR(exec->file, filename, sizeof(exec->file));
    TP_DATA_LOC_READ_CONST(exec->constant, filename, 8);
    execs.ringbuf_submit(exec, 0);
    return 0;
}
`;

/** Every kind of table, worked on by a program that is run without attaching it. */
export const tables = `
struct key {
    u32 id;
    char name[12];
};
struct value {
    u64 count;
    s32 delta;
    u8 raw[4];
};
BPF_HASH(numbers);
BPF_HASH(structs, struct key, struct value, 64);
BPF_HASH(tiny, u32, u64, 4);
BPF_ARRAY(array, u64, 8);
BPF_HISTOGRAM(slots);
BPF_HISTOGRAM(keyed, struct key);
BPF_PERCPU_HASH(cpu_hash, u32, u64);
BPF_PERCPU_ARRAY(cpu_array, u64, 4);
BPF_TABLE("lru_hash", u32, u64, lru, 128);
BPF_TABLE("lru_percpu_hash", u32, u64, cpu_lru, 128);
BPF_F_TABLE("hash", u32, u64, flagged, 16, BPF_F_NO_PREALLOC);
BPF_LPM_TRIE(trie, u64, u64, 16);
BPF_QUEUE(queue, u32, 8);
BPF_STACK(stack, u32, 8);
BPF_TABLE_PINNED("hash", u32, u64, pinned, 16, "/sys/fs/bpf/bcc-ts-pinned");
BPF_CGROUP_ARRAY(groups, 4);
BPF_STACK_TRACE(traces, 64);

int work(struct xdp_md *ctx)
{
    u64 one = 1, two = 2, *found;
    u32 k = 7, gone = 8, value = 5;
    int i = 3;
    struct key key = { .id = 1, .name = "one" };
    struct value zero = {}, *kept;

    numbers.increment(5);
    numbers.increment(5, 10);
    numbers.atomic_increment(6, 3);
    tiny.update(&k, &one);
    tiny.insert(&k, &two);
    tiny.insert(&gone, &two);
    tiny.delete(&gone);
    kept = structs.lookup_or_try_init(&key, &zero);
    if (kept) {
        kept->count = 12345678901;
        kept->delta = -3;
        kept->raw[3] = 9;
    }
    array.increment(i);
    found = array.lookup(&i);
    if (found)
        *found += 40;
    slots.increment(bpf_log2l(1000));
    slots.atomic_increment(bpf_log2l(1));
    keyed.increment(key);
    cpu_hash.increment(k);
    found = cpu_array.lookup(&i);
    if (found)
        *found += 6;
    lru.update(&k, &two);
    cpu_lru.update(&k, &two);
    flagged.update(&k, &two);
    pinned.update(&k, &two);
    queue.push(&value, 0);
    value = 6;
    queue.push(&value, 0);
    stack.push(&value, 0);
    return XDP_PASS;
}

int grouped(struct pt_regs *ctx)
{
    u32 k = 9;
    u64 in = groups.check_current_task(1), id = traces.get_stackid(ctx, 0);
    tiny.update(&k, &in);
    return 0;
}
`;

/** Records on demand: as many as the table says. */
export const records = `
struct record {
    u64 number;
    char text[8];
};
BPF_PERF_OUTPUT(perf);
BPF_RINGBUF_OUTPUT(ring, 1);
BPF_RINGBUF_OUTPUT(other, 1);
BPF_ARRAY(next, u64, 1);
BPF_ARRAY(refused, u64, 1);

int to_perf(struct xdp_md *ctx)
{
    int slot = 0;
    u64 *number = next.lookup(&slot);
    struct record record = { .text = "perf" };

    if (!number)
        return 0;
    record.number = (*number)++;
    perf.perf_submit(ctx, &record, sizeof(record));
    return 0;
}

int to_ring(struct xdp_md *ctx)
{
    int slot = 0;
    u64 *number = next.lookup(&slot);
    struct record record = { .text = "ring" };

    if (!number)
        return 0;
    record.number = (*number)++;
    if (ring.ringbuf_output(&record, sizeof(record), 0))
        refused.increment(slot);
    other.ringbuf_output(&record, sizeof(record), 0);
    return 0;
}
`;

export const usdt = `
BPF_HASH(arguments, u32, u64);
int on_probe(struct pt_regs *ctx)
{
    u64 first = 0;
    u32 key = 1;
    bpf_usdt_readarg(1, ctx, &first);
    arguments.update(&key, &first);
    key = 0;
    arguments.increment(key);
    return 0;
}
`;

export const refused = `
BPF_HASH(counts, u32, u64);

int kprobe__vfs_fsync(struct pt_regs *ctx)
{
    u32 key = 1;
    u64 *count = counts.lookup(&key);
    *count += 1;
    return 0;
}
`;

export const proprietary = `
#define BPF_LICENSE Proprietary
int kprobe__vfs_fsync(struct pt_regs *ctx)
{
    bpf_trace_printk("hello\\n");
    return 0;
}
`;

export const counters = `
BPF_PERF_ARRAY(clocks, 64);
BPF_ARRAY(value, u64, 1);
int read(struct pt_regs *ctx)
{
    int slot = 0;
    u64 now = clocks.perf_read(CUR_CPU_IDENTIFIER);
    value.update(&slot, &now);
    return 0;
}
`;
