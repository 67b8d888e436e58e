import {
  allocatorFunctions,
  attachFunctions,
  clockColumn,
  defineTool,
  onlyProcesses,
  pidOption,
  shellWords,
  stackStorageOption,
  u64Option,
} from '@bcc-ts/tool';
import program, { type Event } from './memleak.bpf.c';
import { hex, OutstandingMemory, preamble, stackLines, title } from './outstanding-memory.ts';

export default defineTool({
  name: 'memleak',
  summary: 'Show memory that was allocated and not freed, by the stacks that allocated it.',
  description:
    'Follows the allocator of one process (-p, or a command with -c), or without either the allocators of the kernel. ' +
    'What was allocated before the tool started is not known.\n\n' +
    'A call inside another one, such as the mmap of a large malloc, is not counted again. A failed realloc leaves the ' +
    'old block. The memory of a process that executes another program is gone.',
  examples: [
    { command: 'memleak -p 181', meaning: 'Every 5 seconds the ten stacks with most memory outstanding.' },
    { command: "memleak -c './test --all' 60", meaning: 'A command from its first allocation to its end.' },
    { command: 'memleak -p 181 -a -o 60000 30 1', meaning: 'Single blocks that are older than a minute.' },
    { command: 'memleak -p 181 --svg leak.svg 600 1', meaning: 'A flame graph of what is left after 10 minutes.' },
    { command: 'memleak -z 4096 --sort count', meaning: 'Those of the kernel from 4 KiB on, by their number.' },
    { command: 'memleak --percpu', meaning: 'Per-CPU memory of the kernel.' },
    { command: 'memleak -p 181 -t', meaning: 'Every call, one line each.' },
  ],
  overhead:
    'Every call of the allocator enters the kernel twice, which costs microseconds: programs that allocate much get ' +
    'several times slower. In the kernel each allocation costs a stack walk. -s records only one of N.',
  program,
  options: {
    pid: {
      ...pidOption,
      conflicts: ['command'],
      describe: 'the process; without it and -c, the kernel',
      sets: (pid: number) => onlyProcesses([pid]),
    },
    trace: { alias: 't', type: 'boolean', describe: 'print a line for each allocation and each free' },
    'show-allocs': {
      alias: 'a',
      type: 'boolean',
      conflicts: ['combined-only'],
      describe: 'list every outstanding block with address and size',
    },
    older: { alias: 'o', type: 'integer', min: 0, default: 500, placeholder: 'MS', describe: 'only blocks this old' },
    command: { alias: 'c', type: 'string', parse: shellWords, describe: 'run this command and trace it' },
    'combined-only': { alias: 'C', type: 'boolean', describe: 'sums from the kernel only: cheaper, without -o and -a' },
    'wa-missing-free': { alias: 'F', type: 'boolean', describe: 'always on: what is allocated again counts as freed' },
    'sample-rate': { alias: 's', type: 'integer', min: 1, default: 1, placeholder: 'N', describe: 'record one of N' },
    top: { alias: 'T', type: 'integer', min: 1, default: 10, describe: 'stacks in a report' },
    'min-size': { ...u64Option, alias: 'z', notAbove: 'max-size', describe: 'only blocks of at least this many bytes' },
    'max-size': { ...u64Option, alias: 'Z', describe: 'only blocks of at most this many bytes' },
    obj: { alias: 'O', type: 'string', default: 'c', completes: 'file', describe: 'library or program to trace' },
    percpu: { alias: 'P', type: 'boolean', conflicts: ['pid', 'command'], describe: "the kernel's per-CPU memory" },
    sort: { type: 'string', choices: ['size', 'count'], default: 'size', describe: 'what the largest is by' },
    'symbols-prefix': { alias: 'S', type: 'string', default: '', describe: 'what names begin with, such as je_' },
    'stack-storage-size': stackStorageOption,
    folded: { alias: 'f', type: 'boolean', describe: 'print one line per stack, outermost frame first' },
  },
  positionals: {
    interval: { type: 'integer', min: 1, default: 5, describe: 'seconds between reports' },
    count: { type: 'integer', min: 1, describe: 'number of reports' },
  },
  setup({ options, rodata, object, command }) {
    const pid = command?.pid ?? options.pid;
    const user = pid !== undefined;
    if (command) Object.assign(rodata, onlyProcesses([command.pid]), { from_exec: true });
    rodata.in_kernel = !user;
    for (const one of Object.values(object.programs)) {
      const [kind, group] = one.section.split('/');
      const wanted = kind === 'tracepoint' ? !user && (group === 'percpu') === options.percpu : user;
      one.autoload &&= wanted;
    }
    return { pid, name: user ? 'process' : 'kernel', memory: new OutstandingMemory(object) };
  },
  attach({ options, state: { pid }, object }) {
    if (pid === undefined) return;
    attachFunctions(object.programs, allocatorFunctions(options['symbols-prefix']), { library: options.obj, pid });
  },
  shape: ({ trace }) => (trace ? 'events' : 'stacks'),
  events: {
    from: 'events',
    time: 'time_ns',
    preamble,
    columns: [
      clockColumn,
      { header: 'COMM', key: 'comm', width: 16, value: (e: Event) => e.comm },
      { header: 'PID', key: 'pid', width: 7, value: (e) => e.pid },
      { header: 'TID', key: 'tid', width: 7, value: (e) => e.tid },
      { header: 'CPU', key: 'cpu', width: 3, align: 'right', value: (e) => e.cpu },
      { header: 'CALL', key: 'call', width: 5, value: (e) => (e.action ? 'free' : 'alloc') },
      { header: 'SIZE', key: 'size', width: 10, align: 'right', value: (e) => e.size },
      { header: 'ADDRESS', key: 'address', value: (e) => `0x${hex(e.address)}` },
    ],
  },
  stacks: {
    from: 'stack_sums',
    title,
    preamble,
    stacks: ({ stack, caller }, { state }) => [
      { id: stack, caller, ...(state.pid !== undefined && { pid: state.pid }) },
    ],
    read: (_maps, { options, state, time }) => state.memory.read(options, time),
    heading: ({ options, state, time }) => state.memory.heading(options, time),
    block: ({ frames, value }, { options }) => stackLines(value, frames, options),
    weight: ({ bytes, blocks }, { options }) => (options.sort === 'size' ? bytes : blocks),
    limit: ({ top }) => top,
    unit: 'bytes',
    owner: (_key, { state }) => ({ name: state.name }),
    fields: { bytes: (_key, { bytes }) => bytes, allocations: (_key, { blocks }) => blocks },
  },
});
