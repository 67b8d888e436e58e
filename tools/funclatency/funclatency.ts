import { attachProbes, defineTool, openProbes, pidOption } from '@bcc-ts/tool';
import program from './funclatency.bpf.c';

interface Units {
  microseconds: boolean;
  milliseconds: boolean;
}

const unit = ({ microseconds, milliseconds }: Units) => (milliseconds ? 'msecs' : microseconds ? 'usecs' : 'nsecs');
const nanoseconds = { nsecs: 1n, usecs: 1000n, msecs: 1_000_000n };
const average = ({ total, count }: { total: bigint; count: bigint }) => (count ? total / count : 0n);

export default defineTool({
  name: 'funclatency',
  summary: 'Show how long functions of the kernel or of programs take, as a histogram.',
  description:
    'The pattern is FUNCTION for the kernel and its modules, or LIBRARY:FUNCTION for a library (by its short name, such ' +
    'as c, or its path) or an executable, with the wildcards *, ? and [...]; with -r it is a regular expression.\n\n' +
    'The time includes what a function waits for. Calls within calls are told apart: each thread has a stack of the ' +
    'functions that are under way, so recursive ones, and those that call each other, are measured each. What was under ' +
    'way when tracing began, and what never returns, is not counted.\n\n' +
    'Functions of user space have a histogram for each function and process, unless -p names one.',
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
    pid: { ...pidOption, alias: 'p', describe: 'only this process' },
    interval: { alias: 'i', type: 'number', min: 0.001, describe: 'seconds between outputs; without it there is one' },
    duration: { alias: 'd', type: 'number', min: 0.001, describe: 'stop after this many seconds' },
    timestamp: { alias: 'T', type: 'boolean', describe: 'print the time before each output' },
    microseconds: { alias: 'u', type: 'boolean', describe: 'in microseconds instead of nanoseconds' },
    milliseconds: { alias: 'm', type: 'boolean', describe: 'in milliseconds; wins over -u' },
    function: { alias: 'F', type: 'boolean', describe: 'one histogram for each function' },
    regexp: { alias: 'r', type: 'boolean', describe: 'the pattern is a regular expression' },
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
    rodata.target_tgid = options.pid ?? 0;
    rodata.user_functions = user;
    rodata.by_function = byFunction;
    rodata.by_process = byProcess;
    rodata.levels = options.level;
    rodata.unit = nanoseconds[unit(options)];
    return { probes, byFunction, byProcess };
  },
  attach: ({ state, ...context }) => attachProbes(state.probes, context),
  histogram: {
    from: 'latencies',
    preamble: ({ verbose, pattern }, { probes }) =>
      `${verbose ? `${program.source.replaceAll('\t', '        ')}\n` : ''}` +
      `Tracing ${probes.attached} functions for "${pattern}"... Hit Ctrl-C to end.`,
    unit,
    timeLine: (clock, { timestamp }) => (timestamp ? clock : undefined),
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
    overall: (all, { options }) => {
      const sum = { total: 0n, count: 0n };
      for (const { total, count } of all) {
        sum.total += total;
        sum.count += count;
      }
      if (sum.count === 0n) return undefined;
      return `avg = ${average(sum)} ${unit(options)}, total: ${sum.total} ${unit(options)}, count: ${sum.count}`;
    },
    fields: {
      pid: ({ tgid }, { state }) => (state.byProcess ? tgid : null),
      average,
      total: ({ total }) => total,
      count: ({ count }) => count,
    },
    farewell: 'Detaching...',
  },
});
