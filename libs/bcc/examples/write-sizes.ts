// Histograms of how much programs write at a time, one for each program: as text, then as JSON.
import { BPF, interrupted } from '@bcc-ts/bcc';

const text = `
struct key {
    char comm[TASK_COMM_LEN];
    u64 slot;
};
BPF_HISTOGRAM(sizes, struct key);

int on_write(struct pt_regs *ctx, struct file *file, const char __user *buf, size_t count)
{
    struct key key = {};

    bpf_get_current_comm(key.comm, sizeof(key.comm));
    key.slot = bpf_log2l(count);
    sizes.atomic_increment(key);
    return 0;
}
`;

using b = new BPF({ text });
b.attachKprobe({ event: 'vfs_write', fnName: 'on_write' });
await interrupted();
b.table('sizes').printLog2Hist({ valType: 'bytes', sectionHeader: 'program' });
b.table('sizes').printJsonHist({ valType: 'bytes', sectionHeader: 'program' });
