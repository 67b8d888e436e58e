// Prints every file that is removed: by which process, and its path.
import { BPF } from '@bcc-ts/bcc';

const text = `
struct event {
    u32 pid;
    char comm[16];
    char filename[64];
};
BPF_RINGBUF_OUTPUT(events, 4096);

TRACEPOINT_PROBE(syscalls, sys_enter_unlinkat)
{
    struct event *event = events.ringbuf_reserve(sizeof(*event));
    if (!event)
        return 0;
    event->pid = bpf_get_current_pid_tgid() >> 32;
    bpf_get_current_comm(event->comm, sizeof(event->comm));
    bpf_probe_read_user_str(event->filename, sizeof(event->filename), args->pathname);
    events.ringbuf_submit(event, 0);
    return 0;
}
`;

interface Event {
  pid: number;
  comm: string;
  filename: string;
}

using b = new BPF<{ events: Event }>({ text });
const events = b.table('events');
events.openRingBuffer((_context, data) => {
  const { pid, comm, filename } = events.event(data);
  console.log(`PID: ${pid}, COMM: ${comm}, File: ${filename}`);
});
for (;;) b.ringBufferPoll();
