import { defineTool, intervalAndCount, latencyFields, pidOption, type Text, unitOf } from '@bcc-ts/tool';
import program from './runqlat.bpf.c';

/** What a histogram is for, by the grouping of the BPF side. */
const headings = ['', 'pid', 'tid', 'pidns'];

/** Threads before processes before namespaces, as in BCC, when more than one is given. */
function grouping(options: { pids: boolean; tids: boolean; pidnss: boolean }): number {
  if (options.tids) return 2;
  if (options.pids) return 1;
  return options.pidnss ? 3 : 0;
}

const name = (comm: Text) => (comm.length > 0 ? ` ${comm.escaped()}` : '');

export default defineTool({
  name: 'runqlat',
  summary: 'Show how long threads wait for a CPU, as a histogram.',
  description:
    'Measures the time from when a thread could run (it was woken, created, or lost its CPU to another) to when it ' +
    'does: the latency that a busy machine, or a CPU limit, adds. A thread that is woken while it runs does not wait.',
  examples: [
    { command: 'runqlat', meaning: 'One histogram of all threads, when interrupted.' },
    { command: 'runqlat -mT 1 10', meaning: 'In milliseconds, with the time, every second, ten times.' },
    { command: 'runqlat -P 5', meaning: 'One for each process, every 5 seconds.' },
    { command: 'runqlat -L -p 181', meaning: 'One for each thread of process 181.' },
    { command: 'runqlat --container 4f3d', meaning: 'Only the threads of one container.' },
    { command: 'runqlat --json 1 | jq .average', meaning: 'The average wait of each second.' },
  ],
  overhead:
    'Runs on every wakeup and every switch of threads: some hundred nanoseconds each, felt on machines that switch ' +
    'hundreds of thousands of times a second.',
  program,
  options: {
    timestamp: { alias: 'T', type: 'boolean', describe: 'print the time before each output' },
    milliseconds: { alias: 'm', type: 'boolean', describe: 'count in milliseconds instead of microseconds' },
    pids: { alias: 'P', type: 'boolean', describe: 'one histogram for each process' },
    pidnss: {
      type: 'boolean',
      describe: 'one histogram for each pid namespace, by its inode number; -P and -L win over it',
    },
    tids: { alias: 'L', type: 'boolean', describe: 'one histogram for each thread; wins over -P' },
    pid: pidOption,
  },
  positionals: intervalAndCount,
  setup({ options, rodata, object }) {
    rodata.grouping = grouping(options);
    const { latencies, latencies_other } = object.maps;
    if (rodata.grouping === 0) latencies.maxEntries = latencies_other.maxEntries = 1;
  },
  histogram: {
    from: 'latencies',
    preamble: 'Tracing run queue latency... Hit Ctrl-C to end.',
    unit: unitOf,
    section: (id, { options }, { comm }) => {
      const heading = headings[grouping(options)];
      return heading ? { name: heading, value: id, note: name(comm) } : undefined;
    },
    slots: ({ slots }) => slots,
    fields: { comm: ({ comm }) => (comm.length > 0 ? comm : null), ...latencyFields() },
  },
});
