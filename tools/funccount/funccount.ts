import { attachProbes, checkCpu, defineTool, openProbes, probeOptions, probesPreamble } from '@bcc-ts/tool';
import program from './funccount.bpf.c';

export default defineTool({
  name: 'funccount',
  summary: 'Count calls of functions, tracepoints and USDT probes that match a pattern.',
  description:
    'The pattern is a name with the wildcards *, ? and [...], after what it is searched in:\n\n' +
    'FUNCTION, p::FUNCTION: functions of the kernel and its modules.\n\n' +
    'LIBRARY:FUNCTION, p:LIBRARY:FUNCTION: functions of a library (by its short name, such as c, or its path) or of an ' +
    'executable (by its path, or found in PATH).\n\n' +
    't:CATEGORY:EVENT: tracepoints.\n\n' +
    'u:LIBRARY:PROBE, u:LIBRARY:PROVIDER:PROBE: USDT probes.\n\n' +
    'With -r the name is a regular expression. It has to match the whole name of a kernel function, and the beginning of ' +
    'others. Kernel functions that the compiler has changed are called as it named them, for example tcp_ack.isra.0; ' +
    'calls that were inlined are not seen. A name that several functions have is counted as one.',
  examples: [
    { command: "funccount 'vfs_*'", meaning: 'Count the calls of kernel functions that begin with vfs_.' },
    { command: "funccount -i 1 'tcp_*'", meaning: 'The same for tcp_, every second.' },
    { command: 'funccount -p 185 c:malloc', meaning: 'Count how often process 185 calls malloc().' },
    { command: "funccount 't:block:*'", meaning: 'Count the events of all tracepoints of block devices.' },
    { command: "funccount 'u:python3:gc__*'", meaning: 'Count the garbage collections of Python.' },
    { command: "funccount -r '^(vfs_read|vfs_write)$'", meaning: 'A regular expression.' },
    { command: "funccount -T -i 5 -d 60 'ext4_*'", meaning: 'Every 5 seconds for a minute, with the time.' },
  ],
  overhead:
    'Each call of a matching function costs a tenth of a microsecond, in user space a whole one or more. A pattern that ' +
    'matches functions called millions of times a second slows the system down. Attaching to many functions takes ' +
    'less than a second where the kernel can do it at once, else about a second for a thousand, which is the most it ' +
    'then attaches to unless BCC_PROBE_LIMIT in the environment says otherwise.',
  seeAlso: ['funclatency', 'stackcount', 'trace'],
  program,
  options: {
    ...probeOptions,
    debug: { alias: 'D', type: 'boolean', describe: 'print the BPF program first' },
    cpu: { alias: 'c', type: 'integer', min: 0, describe: 'only calls on this CPU' },
  },
  positionals: { pattern: { type: 'string', required: true, describe: 'what to count, for example vfs_*' } },
  check: ({ cpu }) => checkCpu(cpu),
  setup({ options, object }) {
    const programs = { entry: 'function_called', tracepoint: 'tracepoint_hit' };
    const probes = openProbes(object, { ...options, programs });
    object.maps.calls.maxEntries = probes.names.length;
    return probes;
  },
  attach: ({ state, ...context }) => attachProbes(state, context),
  table: {
    from: 'calls',
    preamble: ({ debug, pattern }, { attached }) =>
      probesPreamble(pattern, attached, debug ? program.source : undefined),
    above: ({ options, time }) => (options.timestamp ? [time.clock.padEnd(8)] : []),
    rows: (calls, { state }) =>
      calls.filter(([, count]) => count > 0n).map(([index, count]) => ({ name: state.names[index] ?? '', count })),
    columns: [
      {
        header: 'FUNC',
        key: 'function',
        width: 36,
        value: ({ name }) => name,
        describe: 'function, tracepoint or probe',
      },
      { header: 'COUNT', key: 'count', width: 8, align: 'right', value: ({ count }) => count, describe: 'calls' },
    ],
    sort: ({ count }) => count,
    order: 'ascending',
    farewell: 'Detaching...',
  },
});
