// Denies making directories whose name begins with "forbidden", to everybody. Needs bpf among the kernel's lsm= parameter.
import { BPF, interrupted, supportLsm } from '@bcc-ts/bcc';

const text = `
BPF_ARRAY(denied, u64, 1);

LSM_PROBE(path_mkdir, const struct path *dir, struct dentry *dentry, umode_t mode, int ret)
{
    char name[16];
    char prefix[] = "forbidden";
    int slot = 0;

    bpf_probe_read_kernel_str(name, sizeof(name), dentry->d_name.name);
    for (int i = 0; i < sizeof(prefix) - 1; i++)
        if (name[i] != prefix[i])
            return 0;
    denied.increment(slot);
    return -EPERM;
}
`;

if (!supportLsm()) throw new Error('this kernel runs no BPF security programs (boot it with lsm=...,bpf)');
using b = new BPF<{ denied: bigint }>({ text });
await interrupted();
console.log(`denied: ${b.table('denied').get(0)}`);
