"""The example mkdir-printk with BCC's own Python; says on the descriptor in BCC_TS_NOTIFY_FD that it is attached."""
import os

from bcc import BPF

text = r"""
#include <linux/fs.h>

int kprobe__do_mkdirat(struct pt_regs *ctx, int dfd, struct filename *name, umode_t mode)
{
    u32 pid = bpf_get_current_pid_tgid() >> 32;
    char path[64];

    bpf_probe_read_kernel_str(path, sizeof(path), name->name);
    bpf_trace_printk("pid %d path %s mode %d\n", pid, path, mode);
    return 0;
}
"""

b = BPF(text=text)
os.write(int(os.environ['BCC_TS_NOTIFY_FD']), b'ready\n')
b.trace_print()
