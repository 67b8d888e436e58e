import {
  checkCpu,
  defineTool,
  hashStorageOption,
  pinnedFilters,
  sampleCpus,
  stackOptions,
  stackStorageOption,
  stacksInWords,
  threadKindOptions,
  threadOptions,
  threadsInWords,
} from '@bcc-ts/tool';
import program from './profile.bpf.c';

const DEFAULT_HERTZ = 49;

interface Options {
  frequency: number | undefined;
  count: number | undefined;
  cpu: number;
  duration: number | undefined;
  pid: readonly number[] | undefined;
  tid: readonly number[] | undefined;
  'user-stacks-only': boolean;
  'kernel-stacks-only': boolean;
}

const rate = ({ count, frequency }: Options) =>
  count === undefined ? `${frequency || DEFAULT_HERTZ} Hertz` : `every ${count} events`;

export default defineTool({
  name: 'profile',
  summary: 'Sample kernel and user stacks on all CPUs, and show how often each was seen.',
  description:
    'Each CPU is interrupted at a fixed rate. The stack it is in then is counted in the kernel, so that the cost does ' +
    'not depend on how long it runs. Time off the CPU is not seen: see offcputime.\n\n' +
    'User stacks need frame pointers. Functions of processes that end before the report have names where the process ' +
    'was seen alive for a second.',
  examples: [
    { command: 'profile', meaning: 'Sample at 49 Hertz until interrupted, then show each stack with its count.' },
    { command: 'profile -F 99 --svg cpu.svg 30', meaning: 'A flame graph of 30 seconds, to open in a browser.' },
    { command: 'profile -p 181,182 -U 5', meaning: 'What two processes do in user mode, for 5 seconds.' },
    { command: 'profile -af 30 | flamegraph.pl', meaning: 'Folded lines, kernel functions marked with _[k].' },
    { command: 'profile --json -K 5 | jq ".kernel_stack[0].name"', meaning: 'The innermost kernel functions.' },
  ],
  overhead: 'An interrupt of some microseconds at each sample: at 49 Hertz well below a thousandth of each CPU.',
  seeAlso: ['offcputime'],
  program,
  options: {
    ...threadOptions,
    tid: { ...threadOptions.tid, alias: 'L' },
    ...threadKindOptions,
    ...stackOptions,
    frequency: {
      alias: 'F',
      type: 'integer',
      min: 0,
      placeholder: 'HERTZ',
      conflicts: ['count'],
      describe: `samples per second on each CPU (default ${DEFAULT_HERTZ})`,
    },
    count: {
      alias: 'c',
      type: 'integer',
      min: 1,
      describe: 'one sample per this many processor cycles, or nanoseconds where it does not count them',
    },
    annotations: { alias: 'a', type: 'boolean', describe: 'mark kernel functions with _[k], generated code with _[j]' },
    'include-idle': { alias: 'I', type: 'boolean', describe: 'count idle CPUs too' },
    threads: { type: 'boolean', describe: 'count threads apart, by their ids' },
    'hash-storage-size': hashStorageOption,
    'stack-storage-size': stackStorageOption,
    cpu: { alias: 'C', type: 'integer', min: -1, default: -1, describe: 'only this CPU; -1 means all' },
    ...pinnedFilters,
    address: { alias: 'A', type: 'boolean', describe: 'print the address of each frame' },
    interval: { alias: 'i', type: 'integer', min: 1, placeholder: 'SECONDS', describe: 'report at this interval' },
  },
  positionals: { duration: { type: 'integer', min: 1, describe: 'seconds to sample' } },
  check: ({ cpu }) => checkCpu(cpu),
  attach({ options: { count, cpu, frequency }, object }) {
    sampleCpus(object.programs.take_sample, {
      ...(count === undefined ? { frequency: frequency || DEFAULT_HERTZ } : { period: count }),
      cpu: cpu < 0 ? undefined : cpu,
    });
  },
  stacks: {
    from: 'samples',
    title: (options) => `CPU samples at ${rate(options)}, ${threadsInWords(options)}`,
    preamble: (options) =>
      `Sampling at ${rate(options)} of ${threadsInWords(options)} by ${stacksInWords(options)} stack` +
      (options.cpu < 0 ? '' : ` on CPU#${options.cpu}`) +
      (options.duration === undefined ? '... Hit Ctrl-C to end.' : ` for ${options.duration} secs.`),
    stacks: ({ pid, kernel_stack, user_stack }) => [{ id: kernel_stack }, { id: user_stack, pid }],
    weight: (count) => count,
    unit: 'samples',
    owner: ({ comm, pid, tid }, { options }) => ({ name: comm, id: options.threads ? tid : pid }),
    layout: { addresses: (options) => options.address },
    fields: {
      comm: ({ comm }) => comm,
      pid: ({ pid }) => pid,
      tid: ({ tid }, _count, { options }) => (options.threads ? tid : undefined),
      count: (_key, count) => count,
    },
  },
});
