// A chain of programs, each of which ends by jumping into the next: counts how often each of them ran.
import { mkdirSync, rmdirSync } from 'node:fs';
import { type ArrayTable, BPF, type ProgArrayTable, ProgType } from '@bcc-ts/bcc';

const text = `
BPF_ARRAY(own_pid, u32, 1);
BPF_PROG_ARRAY(stages, 4);
BPF_ARRAY(ran, u64, 4);

static inline void count(int stage)
{
    u64 *counter = ran.lookup(&stage);
    if (counter)
        __sync_fetch_and_add(counter, 1);
}

int first(struct pt_regs *ctx)
{
    int slot = 0;
    u32 *pid = own_pid.lookup(&slot);

    if (!pid || bpf_get_current_pid_tgid() >> 32 != *pid)
        return 0;
    count(0);
    stages.call(ctx, 1);
    count(3); // not reached: a tail call does not return
    return 0;
}

int second(struct pt_regs *ctx)
{
    count(1);
    stages.call(ctx, 2);
    return 0;
}

int third(struct pt_regs *ctx)
{
    count(2);
    stages.call(ctx, 3); // nothing is there: goes on
    return 0;
}
`;

using b = new BPF<{ own_pid: ArrayTable<number>; stages: ProgArrayTable; ran: ArrayTable<bigint> }>({ text });
const stages = b.table('stages');
stages.set(1, b.loadFunc('second', ProgType.KPROBE));
stages.set(2, b.loadFunc('third', ProgType.KPROBE));
b.table('own_pid').set(0, process.pid);
b.attachKprobe({ event: 'vfs_mkdir', fnName: 'first' });

for (let i = 0; i < 5; i++) {
  mkdirSync('/tmp/tail-calls');
  rmdirSync('/tmp/tail-calls');
}
console.log(b.table('ran').values().join(' '));
