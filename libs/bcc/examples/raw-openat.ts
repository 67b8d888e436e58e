// Prints opened files from a raw tracepoint: its arguments are the registers of the system call and its number.
import { BPF } from '@bcc-ts/bcc';

const text = `
struct event {
    u32 pid;
    char comm[TASK_COMM_LEN];
    char path[64];
};
BPF_RINGBUF_OUTPUT(events, 16);

RAW_TRACEPOINT_PROBE(sys_enter)
{
    struct pt_regs *regs = (struct pt_regs *)ctx->args[0];
    struct event *event;

    if (ctx->args[1] != SYS_OPENAT)
        return 0;
    event = events.ringbuf_reserve(sizeof(*event));
    if (!event)
        return 0;
    event->pid = bpf_get_current_pid_tgid() >> 32;
    bpf_get_current_comm(event->comm, sizeof(event->comm));
    bpf_probe_read_user_str(event->path, sizeof(event->path), (void *)PT_REGS_PARM2(regs));
    events.ringbuf_submit(event, 0);
    return 0;
}
`;

interface Event {
  pid: number;
  comm: string;
  path: string;
}

const openat = process.arch === 'arm64' ? 56 : 257;
using b = new BPF<{ events: Event }>({ text, cflags: [`-DSYS_OPENAT=${openat}`] });
for await (const { pid, comm, path } of b.table('events').events()) console.log(`${pid} ${comm} ${path}`);
