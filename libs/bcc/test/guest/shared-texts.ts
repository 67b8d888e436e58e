/** Programs that share tables with others, or are held to containers, and programs that answer the kernel. */
import { filterByContainers } from '../../src/system/containers.ts';
import { rewriteStrcmp } from '../../src/system/strcmp.ts';

export const cgroupPin = '/sys/fs/bpf/bcc-ts-cgroups';
export const namespacePin = '/sys/fs/bpf/bcc-ts-namespaces';

/** Other tests of the same guest make directories, too. */
const mine = `
BPF_ARRAY(own_pid, u32, 1);
static inline int mine(void)
{
    int slot = 0;
    u32 *pid = own_pid.lookup(&slot);
    return pid && bpf_get_current_pid_tgid() >> 32 == *pid;
}
`;

/** Gives a table to others, and counts in it under 1. */
export const giving = `${mine}
BPF_TABLE_PUBLIC("hash", u32, u64, common, 64);
BPF_TABLE_SHARED("array", int, u64, either, 4);
int kprobe__security_path_mkdir(struct pt_regs *ctx)
{
    int slot = 1;
    if (!mine())
        return 0;
    common.increment(slot);
    either.increment(slot);
    return 0;
}
`;

/** Takes the table, and counts in it under 2. */
export const taking = `${mine}
BPF_TABLE("extern", u32, u64, common, 64);
BPF_TABLE_SHARED("array", int, u64, either, 4);
int kprobe__security_path_rmdir(struct pt_regs *ctx)
{
    int slot = 2;
    if (!mine())
        return 0;
    common.increment(slot);
    either.increment(slot);
    return 0;
}
`;

export const takingWrongSizes = `
BPF_TABLE("extern", u64, u64, common, 64);
int on_rmdir(struct pt_regs *ctx)
{
    u64 slot = 2;
    common.increment(slot);
    return 0;
}
`;

const counting = `${mine}
BPF_ARRAY(counted, u64, 1);
int kprobe__security_path_mkdir(struct pt_regs *ctx)
{
    int slot = 0;
    if (!mine() || container_should_be_filtered())
        return 0;
    counted.increment(slot);
    return 0;
}
`;
export const ofCgroups = filterByContainers({ cgroupMap: cgroupPin }) + counting;
export const ofNamespaces = filterByContainers({ mntnsMap: namespacePin }) + counting;
export const ofAll = filterByContainers({}) + counting;

const { expression, functions } = rewriteStrcmp('STRCMP("needle", dentry->d_name.name)');
export const comparing = `
#include <linux/fs.h>
${functions}
BPF_ARRAY(counted, u64, 1);
int kprobe__security_path_mkdir(struct pt_regs *ctx, const struct path *dir, struct dentry *dentry)
{
    int slot = 0;
    if (${expression})
        counted.increment(slot);
    return 0;
}
`;

/** Changes what a kernel function returns. */
export const answering = `
#include <linux/fs.h>
KMOD_RET(security_path_mkdir, const struct path *dir, struct dentry *dentry, umode_t mode, int ret)
{
    return (mode & 0777) == 0701 ? -EPERM : ret;
}
`;

export const iterating = `
BPF_ITER(task)
{
    struct seq_file *seq = ctx->meta->seq;
    struct task_struct *task = ctx->task;
    static const char format[] = "pid=%d tgid=%d\\n";
    u64 values[2];
    if (!task)
        return 0;
    values[0] = task->pid;
    values[1] = task->tgid;
    bpf_seq_printf(seq, format, sizeof(format), values, sizeof(values));
    return 0;
}
`;

export const telling = `
#include <linux/fs.h>
BPF_ARRAY(own_pid, u32, 1);
int kprobe__security_path_mkdir(struct pt_regs *ctx, const struct path *dir, struct dentry *dentry, umode_t mode)
{
    int slot = 0;
    u32 *pid = own_pid.lookup(&slot);
    if (pid && bpf_get_current_pid_tgid() >> 32 == *pid)
        bpf_trace_printk("mode %d of %s\\n", mode, dentry->d_name.name);
    return 0;
}
`;

/** An XDP program that counts. */
export const packets = `
BPF_ARRAY(counted, u64, 1);
int pass(struct xdp_md *ctx)
{
    int slot = 0;
    counted.atomic_increment(slot);
    return XDP_PASS;
}
int drop(struct xdp_md *ctx)
{
    return XDP_DROP;
}
`;

/** What is in the registers of a call with six arguments, and of the system call it makes. */
export const registers = `
struct seen { u64 call[6]; u64 inner[6]; u64 typed[6]; u64 ip; u64 number; };
BPF_HASH(seen, u32, struct seen);
int on_call(struct pt_regs *ctx)
{
    u32 key = 1;
    struct seen s = {};
    if (PT_REGS_PARM2(ctx) != 1100)
        return 0;
    s.call[0] = PT_REGS_PARM1(ctx);
    s.call[1] = PT_REGS_PARM2(ctx);
    s.call[2] = PT_REGS_PARM3(ctx);
    s.call[3] = PT_REGS_PARM4(ctx);
    s.call[4] = PT_REGS_PARM5(ctx);
    s.call[5] = PT_REGS_PARM6(ctx);
    s.ip = PT_REGS_IP(ctx);
    seen.update(&key, &s);
    return 0;
}
int syscall__process_vm_readv(struct pt_regs *ctx, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f)
{
    u32 key = 2;
    struct seen s = {};
    struct pt_regs *inner = (struct pt_regs *)PT_REGS_SYSCALL_CTX(ctx);
    if (a != 1100)
        return 0;
    s.inner[0] = PT_REGS_PARM1_SYSCALL(inner);
    s.inner[1] = PT_REGS_PARM2_SYSCALL(inner);
    s.inner[2] = PT_REGS_PARM3_SYSCALL(inner);
    s.inner[3] = PT_REGS_PARM4_SYSCALL(inner);
    s.inner[4] = PT_REGS_PARM5_SYSCALL(inner);
    s.inner[5] = PT_REGS_PARM6_SYSCALL(inner);
    s.typed[0] = a, s.typed[1] = b, s.typed[2] = c, s.typed[3] = d, s.typed[4] = e, s.typed[5] = f;
    seen.update(&key, &s);
    return 0;
}
`;

/** The process as its own pid namespace sees it, byte order, and a value from the command line. */
export const asking = `
struct facts { u32 pid; u32 tgid; int result; u32 limit; u16 two; u32 four; u64 eight; u16 back; };
BPF_HASH(namespaces, u32, u64);
BPF_HASH(answers, u32, struct facts);
int kprobe__security_path_mkdir(struct pt_regs *ctx)
{
    u32 dev = 0, ino = 1;
    u64 *device = namespaces.lookup(&dev), *inode = namespaces.lookup(&ino);
    struct bpf_pidns_info info = {};
    struct facts f = {};
    if (!device || !inode)
        return 0;
    f.result = bpf_get_ns_current_pid_tgid(*device, *inode, &info, sizeof(info));
    if (f.result)
        return 0;
    f.pid = info.pid;
    f.tgid = info.tgid;
#ifdef LIMIT
    f.limit = LIMIT;
#endif
    f.two = bpf_htons(0x0102);
    f.four = bpf_ntohl(0x01020304);
    f.eight = bpf_htonll(0x0102030405060708ULL);
    f.back = bpf_ntohs(bpf_htons(77));
    answers.update(&f.tgid, &f);
    return 0;
}
`;
export const askingFlags = ['-DLIMIT=7 * 6'];

/** Lets the marked frames through, cut; refuses or allows what goes out; refuses to send. */
export const filtering = `
int marked(struct __sk_buff *skb)
{
    return load_half(skb, 12) == 0x88b5 ? 20 : 0;
}
int refuse(struct __sk_buff *skb)
{
    return 0;
}
int allow(struct __sk_buff *skb)
{
    return 1;
}
int refuse_address(struct bpf_sock_addr *ctx)
{
    return 0;
}
`;
