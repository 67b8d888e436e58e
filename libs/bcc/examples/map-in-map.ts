// A table of tables: counts made directories in the table that is in the outer one at the time.
import { mkdirSync, rmdirSync } from 'node:fs';
import { type ArrayTable, BPF, type MapInMapTable } from '@bcc-ts/bcc';

const text = `
BPF_ARRAY(own_pid, u32, 1);
BPF_ARRAY(odd, u64, 1);
BPF_ARRAY(even, u64, 1);
BPF_ARRAY_OF_MAPS(current, "odd", 1);
BPF_HASH_OF_MAPS(by_pid, u32, "odd", 16);

int on_mkdir(struct pt_regs *ctx)
{
    int slot = 0;
    u32 pid = bpf_get_current_pid_tgid() >> 32;
    u32 *own = own_pid.lookup(&slot);
    void *inner;
    u64 *counter;

    if (!own || *own != pid)
        return 0;
    inner = current.lookup(&slot);
    if (inner) {
        counter = bpf_map_lookup_elem(inner, &slot);
        if (counter)
            *counter += 1;
    }
    inner = by_pid.lookup(&pid);
    if (inner) {
        counter = bpf_map_lookup_elem(inner, &slot);
        if (counter)
            *counter += 100;
    }
    return 0;
}
`;

interface Tables {
  own_pid: ArrayTable<number>;
  odd: ArrayTable<bigint>;
  even: ArrayTable<bigint>;
  current: MapInMapTable;
  by_pid: MapInMapTable;
}

using b = new BPF<Tables>({ text });
b.table('own_pid').set(0, process.pid);
b.attachKprobe({ event: 'vfs_mkdir', fnName: 'on_mkdir' });
for (let i = 1; i <= 7; i++) {
  b.table('current').set(0, b.table(i % 2 === 1 ? 'odd' : 'even'));
  if (i === 7) b.table('by_pid').set(process.pid, b.table('even'));
  mkdirSync('/tmp/map-in-map');
  rmdirSync('/tmp/map-in-map');
}
console.log(`odd ${b.table('odd').get(0)} even ${b.table('even').get(0)}`);
