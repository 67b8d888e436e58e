import {
  attachProbes,
  defineTool,
  latencyFields,
  latencySummary,
  openProbes,
  probeOptions,
  probesPreamble,
  unitOf,
} from '@bcc-ts/tool';
import program from './funclatency.bpf.c';

const nanoseconds = { nsecs: 1n, usecs: 1000n, msecs: 1_000_000n };

export default defineTool({
  name: 'funclatency',
  summary: 'Show how long functions of the kernel or of programs take, as a histogram.',
  description:
    'The pattern is FUNCTION for the kernel and its modules, or LIBRARY:FUNCTION for a library (by its short name, such ' +
    'as c, or its path) or an executable, with the wildcards *, ? and [...]; with -r it is a regular expression.\n\n' +
    'The time includes what a function waits for. Calls within calls are told apart: each thread has a stack of the ' +
    'functions that are under way, so recursive ones, and those that call each other, are measured each. What was under ' +
    'way when tracing began, and what never returns, is not counted.\n\n' +
    'Functions of user space have a histogram for each function and process, unless -p names one. A program may end when ' +
    'a C++ exception passes a function that is measured, and so may one written in Go.',
  examples: [
    { command: 'funclatency do_nanosleep', meaning: 'How long threads sleep, in nanoseconds.' },
    { command: 'funclatency -u vfs_read', meaning: 'Reads, in microseconds.' },
    { command: 'funclatency -m -T -i 5 do_sys_openat2', meaning: 'In milliseconds, with the time, every 5 seconds.' },
    { command: "funclatency -F 'vfs_r*'", meaning: 'One histogram for each function that matches.' },
    { command: 'funclatency -p 181 c:read', meaning: 'read() of the C library in process 181.' },
    { command: 'funclatency --json -d 10 vfs_fsync_range | jq .average', meaning: 'The average of ten seconds.' },
  ],
  overhead:
    'Each call costs about half a microsecond, in user space several. Functions called millions of times a second slow ' +
    'the system down.',
  seeAlso: ['funccount', 'funcslower', 'trace'],
  program,
  options: {
    ...probeOptions,
    microseconds: { alias: 'u', type: 'boolean', describe: 'in microseconds instead of nanoseconds' },
    milliseconds: { alias: 'm', type: 'boolean', describe: 'in milliseconds; wins over -u' },
    function: { alias: 'F', type: 'boolean', describe: 'one histogram for each function' },
    level: {
      alias: 'l',
      type: 'integer',
      min: 1,
      max: 32,
      default: 32,
      describe: 'measure this many calls within calls; deeper ones are counted as lost',
    },
    verbose: { alias: 'v', type: 'boolean', describe: 'print the BPF program first' },
  },
  positionals: { pattern: { type: 'string', required: true, describe: 'what to measure, for example vfs_read' } },
  setup({ options, object, rodata }) {
    const programs = { entry: 'function_called', exit: 'function_returned' };
    const probes = openProbes(object, { ...options, programs });
    const user = probes.places.some(({ kind }) => kind === 'user');
    const byProcess = user && options.pid === undefined;
    const byFunction = options.function || byProcess;
    rodata.user_functions = user;
    rodata.by_function = byFunction;
    rodata.by_process = byProcess;
    rodata.unit = nanoseconds[unitOf(options, 'nsecs')];
    return { probes, byFunction, byProcess };
  },
  attach: ({ state, ...context }) => attachProbes(state.probes, context),
  histogram: {
    from: 'latencies',
    preamble: ({ verbose, pattern }, { probes: { attached } }) =>
      probesPreamble(pattern, attached, verbose ? program.source : undefined),
    unit: (options) => unitOf(options, 'nsecs'),
    section: ({ place, tgid }, { state: { byFunction, byProcess, probes } }) =>
      byFunction
        ? {
            name: 'function',
            title: 'Function',
            value: probes.names[place] ?? '',
            ...(byProcess && { note: ` [${tgid}]` }),
          }
        : undefined,
    slots: ({ slots }) => slots,
    overall: (sums, { options }) => latencySummary(sums, unitOf(options, 'nsecs')),
    fields: { pid: ({ tgid }, { state }) => (state.byProcess ? tgid : null), ...latencyFields('nsecs') },
    farewell: 'Detaching...',
  },
});
