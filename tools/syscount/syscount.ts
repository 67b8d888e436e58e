import {
  defineTool,
  durationOption,
  errorNumber,
  pidOption,
  SystemCalls,
  systemCallOptions,
  tidOption,
} from '@bcc-ts/tool';
import program from './syscount.bpf.c';

const systemCalls = new SystemCalls();

export default defineTool({
  name: 'syscount',
  summary: 'Count system calls, by call or by process, and show the most frequent ones.',
  description:
    'Calls are counted when they return, so one that blocks is not seen before. Calls of 32-bit and x32 programs have ' +
    'other numbers; they are named by their own tables, with ia32, x32 or arm behind the name. Counts between two ' +
    'outputs are exact: none is lost while they are read.\n\n' +
    'Returning from a signal handler (rt_sigreturn) has no number any more when it ends; it is counted with -L only.',
  examples: [
    { command: 'syscount', meaning: 'The ten most frequent calls, when interrupted.' },
    { command: 'syscount -i 1 -T 5', meaning: 'The five most frequent, every second.' },
    { command: 'syscount -L -p 181', meaning: 'Where process 181 spends its time in calls.' },
    { command: 'syscount -P -e ENOENT', meaning: 'Which processes look for what is not there.' },
    { command: 'syscount -x --syscall openat,stat', meaning: 'Failures of two calls.' },
    { command: 'syscount -L --exclude futex,poll,epoll_wait', meaning: 'Time in calls, but for those that wait.' },
    { command: 'syscount -L --exec make', meaning: 'All calls of make and its children.' },
  ],
  overhead:
    'Every system call of the machine runs one program, with -L two and a map in between. Filters are in the kernel.',
  seeAlso: ['funccount', 'argdist', 'strace'],
  program,
  options: {
    pid: { ...pidOption, conflicts: ['exec'] },
    tid: tidOption,
    ppid: { ...pidOption, alias: 'c', placeholder: 'PPID', describe: 'only processes with this parent' },
    interval: { alias: 'i', type: 'number', placeholder: 'SECONDS', min: 0.001, describe: 'seconds between outputs' },
    duration: { ...durationOption, alias: 'd' },
    top: { alias: 'T', type: 'integer', placeholder: 'ROWS', min: 1, default: 10, describe: 'rows of an output' },
    failures: { alias: 'x', type: 'boolean', describe: 'only calls that fail' },
    errno: {
      alias: 'e',
      type: 'string',
      placeholder: 'ERROR',
      parse: errorNumber,
      describe: 'only calls that fail with this error, a number or a name such as ENOENT',
    },
    latency: {
      alias: 'L',
      type: 'boolean',
      describe: 'add the time spent in calls, and sort by it',
      loads: ['call_entered', 'task_exited', 'started'],
    },
    milliseconds: { alias: 'm', type: 'boolean', describe: 'show milliseconds instead of microseconds' },
    process: { alias: 'P', type: 'boolean', describe: 'count by process instead of by call' },
    list: { alias: 'l', type: 'boolean', describe: 'list the names of system calls' },
    ...systemCallOptions(systemCalls),
    exec: { type: 'rest', describe: 'run this command, and count only its calls and those of processes it starts' },
  },
  answer: ({ list }) => (list ? systemCalls.list() : undefined),
  table: {
    from: ['calls', 'processes'],
    source: ({ process }) => (process ? 'processes' : 'calls'),
    rows: (entries) => entries.map(([key, totals]) => ({ ...key, ...totals })),
    sort: (row, { options }) => (options.latency ? row.time_ns : row.count),
    limit: ({ top }) => top,
    gap: 'after',
    preamble({ exclude, failures, syscall, top }) {
      const names = (syscall ?? exclude)?.map((name) => `'${name}'`).join(', ');
      const which = syscall ? `syscall ${names}` : `syscalls${names ? ` but ${names}` : ''}, printing top ${top}`;
      return `Tracing ${failures ? 'failed ' : ''}${which}... Ctrl+C to quit.`;
    },
    above: ({ time }) => [`[${time.clock}]`],
    farewell: 'Detaching...',
    columns: [
      {
        header: 'PID',
        key: 'pid',
        width: 6,
        show: (o) => o.process,
        value: (row, { options }) => (options.process ? row.number : undefined),
      },
      {
        header: 'COMM',
        key: 'comm',
        width: 15,
        show: (o) => o.process,
        value: (row, { options }) => (options.process ? row.comm : undefined),
      },
      {
        header: 'SYSCALL',
        key: 'syscall',
        width: 22,
        show: (o) => !o.process,
        value: ({ abi, number }, { options }) => (options.process ? undefined : systemCalls.name(abi, number)),
        text: ({ abi, number }) => systemCalls.label(abi, number),
        describe: 'name of the call; in JSON null for a number without a name',
      },
      { header: 'COUNT', key: 'count', width: 8, align: 'right', value: (row) => row.count, describe: 'calls' },
      {
        header: ({ milliseconds }) => (milliseconds ? 'TIME (ms)' : 'TIME (us)'),
        key: 'time_ns',
        width: 16,
        align: 'right',
        show: (o) => o.latency,
        value: (row, { options }) => (options.latency ? row.time_ns : undefined),
        text: ({ time_ns }, { options }) =>
          options.milliseconds ? (Number(time_ns) / 1e6).toFixed(6) : (Number(time_ns) / 1e3).toFixed(3),
        describe: 'time spent in the calls; in JSON nanoseconds',
      },
    ],
    fields: {
      number: ({ number }, { options }) => (options.process ? undefined : number),
      abi: ({ abi }, { options }) => (options.process ? undefined : systemCalls.abis[abi]),
    },
  },
});
