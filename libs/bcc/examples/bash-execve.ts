// Prints the programs that interactive and other bash shells start, by a probe in bash itself.
import { BPF } from '@bcc-ts/bcc';

const text = `
struct event {
    u32 pid;
    char program[80];
};
BPF_PERF_OUTPUT(events);

int on_execve(struct pt_regs *ctx)
{
    struct event event = {};

    event.pid = bpf_get_current_pid_tgid() >> 32;
    bpf_probe_read_user_str(event.program, sizeof(event.program), (void *)PT_REGS_PARM1(ctx));
    events.perf_submit(ctx, &event, sizeof(event));
    return 0;
}
`;

interface Event {
  pid: number;
  program: string;
}

using b = new BPF<{ events: Event }>({ text });
b.attachUprobe({ name: '/bin/bash', sym: 'shell_execve', fnName: 'on_execve' });
const events = b.table('events');
events.openPerfBuffer((_cpu, data) => {
  const { pid, program } = events.event(data);
  console.log(`${pid} ${program}`);
});
for (;;) b.perfBufferPoll();
