// Prints every directory that is made, on any kernel: the function has had three names and two kinds of arguments.
import { BPF, getKprobeFunctions } from '@bcc-ts/bcc';

const text = `
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 15, 0)
int on_mkdir(struct pt_regs *ctx, int dfd, struct filename *name, umode_t mode)
{
    bpf_trace_printk("%s %d\\n", name->name, mode);
    return 0;
}
#else
int on_mkdir(struct pt_regs *ctx, int dfd, const char __user *path, umode_t mode)
{
    bpf_trace_printk("%s %d\\n", path, mode);
    return 0;
}
#endif
`;

const [event] = getKprobeFunctions('do_mkdirat|filename_mkdirat');
if (event === undefined) throw new Error('this kernel makes directories by a function that is not known');
using b = new BPF({ text });
b.attachKprobe({ event, fnName: 'on_mkdir' });
b.tracePrint(({ task, pid, msg }) => `${task} ${pid}: ${msg}`);
