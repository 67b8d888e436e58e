#include <linux/fs.h>
#include <linux/sched.h>
#include <uapi/linux/ptrace.h>

#define NAME_LENGTH 64
#define SLOWEST_NS 1000000ULL

enum operation { READ, WRITE };

struct request {
    u64 start;
    struct file *file;
    enum operation operation;
};

struct slow {
    u32 pid;
    u32 parent;
    u64 took;
    u64 inode;
    u32 operation;
    char comm[TASK_COMM_LEN];
    char name[NAME_LENGTH];
};

BPF_HASH(requests, u64, struct request);
BPF_HASH(bytes, u32, u64, 1024);
BPF_HISTOGRAM(latency, int, 64);
BPF_PERF_OUTPUT(slow_requests);

static int begin(struct file *file, enum operation operation)
{
    u64 id = bpf_get_current_pid_tgid();
    struct request request = { .start = bpf_ktime_get_ns(), .file = file, .operation = operation };

    if (!file->f_inode->i_ino)
        return 0;
    requests.update(&id, &request);
    return 0;
}

int kprobe__vfs_read(struct pt_regs *ctx, struct file *file)
{
    return begin(file, READ);
}

int kprobe__vfs_write(struct pt_regs *ctx, struct file *file)
{
    return begin(file, WRITE);
}

static int end(struct pt_regs *ctx)
{
    u64 id = bpf_get_current_pid_tgid();
    struct request *request = requests.lookup(&id);
    struct slow slow = {};
    u32 pid = id >> 32;
    int result = PT_REGS_RC(ctx);

    if (!request)
        return 0;
    slow.took = bpf_ktime_get_ns() - request->start;
    latency.increment(bpf_log2l(slow.took / 1000));
    if (result > 0)
        bytes.increment(pid, result);
    if (slow.took > SLOWEST_NS) {
        struct task_struct *task = (struct task_struct *)bpf_get_current_task();
        struct dentry *dentry = request->file->f_path.dentry;

        slow.pid = pid;
        slow.parent = task->real_parent->tgid;
        slow.inode = dentry->d_inode->i_ino;
        slow.operation = request->operation;
        bpf_get_current_comm(&slow.comm, sizeof(slow.comm));
        bpf_probe_read_kernel_str(&slow.name, sizeof(slow.name), dentry->d_name.name);
        slow_requests.perf_submit(ctx, &slow, sizeof(slow));
    }
    requests.delete(&id);
    return 0;
}

int kretprobe__vfs_read(struct pt_regs *ctx)
{
    return end(ctx);
}

int kretprobe__vfs_write(struct pt_regs *ctx)
{
    return end(ctx);
}
