// Hands every packet of an interface to another CPU, which does the rest of the work: cpumap-redirect.ts INTERFACE CPU
import { type ArrayTable, BPF, interrupted, type PerCpuArrayTable, ProgType, type RedirectTable } from '@bcc-ts/bcc';

const text = `
BPF_CPUMAP(cpus, 64);
BPF_ARRAY(wanted, u32, 1);
BPF_PERCPU_ARRAY(redirected, u64, 1);

int spread(struct xdp_md *ctx)
{
    int slot = 0;
    u32 *cpu = wanted.lookup(&slot);
    u64 *counter = redirected.lookup(&slot);

    if (!cpu)
        return XDP_PASS;
    if (counter)
        *counter += 1;
    return cpus.redirect_map(*cpu, 0);
}
`;

interface Tables {
  cpus: RedirectTable<number>;
  wanted: ArrayTable<number>;
  redirected: PerCpuArrayTable<bigint>;
}

const [dev = 'eth0', cpu = '0'] = process.argv.slice(2);
using b = new BPF<Tables>({ text });
// The value is the length of the queue in front of the CPU.
b.table('cpus').set(Number(cpu), 192);
b.table('wanted').set(0, Number(cpu));
// In the driver where it can: the generic path hands packets to another CPU only since Linux 5.15.
b.attachXdp({ dev, fn: b.loadFunc('spread', ProgType.XDP) });
await interrupted();
console.log(`redirected: ${b.table('redirected').sum(0)}`);
