// Samples the call stacks of a process 99 times a second, and prints the most frequent ones: profile.ts PID SECONDS
import {
  type ArrayTable,
  BPF,
  type HashTable,
  interrupted,
  PerfSWConfig,
  PerfType,
  type StackTraceTable,
  sym,
} from '@bcc-ts/bcc';

const text = `
struct key {
    u32 pid;
    int user_stack;
    int kernel_stack;
};
BPF_HASH(counts, struct key);
BPF_STACK_TRACE(stacks, 4096);
BPF_ARRAY(target, u32, 1);

int sample(struct bpf_perf_event_data *ctx)
{
    int slot = 0;
    u32 *pid = target.lookup(&slot);
    struct key key = {};

    key.pid = bpf_get_current_pid_tgid() >> 32;
    if (!pid || key.pid != *pid)
        return 0;
    key.user_stack = stacks.get_stackid(&ctx->regs, BPF_F_USER_STACK);
    key.kernel_stack = stacks.get_stackid(&ctx->regs, 0);
    counts.increment(key);
    return 0;
}
`;

interface Key {
  pid: number;
  user_stack: number;
  kernel_stack: number;
}

interface Tables {
  counts: HashTable<Key, bigint>;
  stacks: StackTraceTable;
  target: ArrayTable<number>;
}

const [pid = process.pid, seconds = 5] = process.argv.slice(2).map(Number);
using b = new BPF<Tables>({ text });
b.table('target').set(0, pid);
b.attachPerfEvent({ evType: PerfType.SOFTWARE, evConfig: PerfSWConfig.CPU_CLOCK, fnName: 'sample', sampleFreq: 99 });
await interrupted(seconds * 1000);
b.detachPerfEvent(PerfType.SOFTWARE, PerfSWConfig.CPU_CLOCK);

const stacks = b.table('stacks');
const counts = b
  .table('counts')
  .items()
  .sort((x, y) => Number(y[1] - x[1]));
for (const [{ user_stack, kernel_stack }, count] of counts.slice(0, 10)) {
  for (const name of stacks.walk(kernel_stack, (address) => sym(address, -1))) console.log(`    ${name} [k]`);
  for (const name of stacks.walk(user_stack, (address) => sym(address, pid, { showOffset: true })))
    console.log(`    ${name}`);
  console.log(`        ${count}\n`);
}
