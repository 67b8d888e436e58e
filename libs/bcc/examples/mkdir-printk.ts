// Prints every directory that is made: who makes it, its path and its mode.
import { BPF } from '@bcc-ts/bcc';

const text = `
#include <linux/fs.h>

int kprobe__do_mkdirat(struct pt_regs *ctx, int dfd, struct filename *name, umode_t mode)
{
    u32 pid = bpf_get_current_pid_tgid() >> 32;
    char path[64];

    bpf_probe_read_kernel_str(path, sizeof(path), name->name);
    bpf_trace_printk("pid %d path %s mode %d\\n", pid, path, mode);
    return 0;
}
`;

using b = new BPF({ text });
b.tracePrint('{1} {5}');
