import {
  defineTool,
  hashStorageOption,
  pinnedFilters,
  stackOptions,
  stackStorageOption,
  stacksInWords,
  threadKindOptions,
  threadOptions,
  threadsInWords,
  UsageError,
  u64Option,
} from '@bcc-ts/tool';
import program from './offcputime.bpf.c';

export default defineTool({
  name: 'offcputime',
  summary: 'Sum up the time that threads spend off the CPU, by the stack they left it with.',
  description:
    'When a thread leaves the CPU its stack is taken, and when it comes back the time between is added to that stack: ' +
    'what it waited for, and how long until it ran again. Time that began before the tool, or goes on when it ends, is ' +
    'not counted.\n\n' +
    'User stacks need frame pointers. With profile, which samples time on the CPU, all of the time is seen.',
  examples: [
    { command: 'offcputime -K 5', meaning: 'Kernel stacks that threads waited in during 5 seconds.' },
    { command: 'offcputime -p 181,182 --svg wait.svg 30', meaning: 'A flame graph of what two processes wait for.' },
    { command: 'offcputime -m 1000 -u 10', meaning: 'Only waits of a millisecond or longer, without kernel threads.' },
    { command: 'offcputime --state 2 -K 10', meaning: 'Uninterruptible waits, usually for disks.' },
    { command: 'offcputime --state 0 10', meaning: 'Time lost to other threads while ready to run.' },
    {
      command: 'offcputime -df 30 | flamegraph.pl',
      meaning: 'Folded lines, kernel and user part delimited by a dash.',
    },
  ],
  overhead:
    'Every switch of threads costs a look at a map, and two stack walks where it is counted: some percent on machines ' +
    'with a hundred thousand switches a second. Filters keep the price down.',
  seeAlso: ['profile'],
  program,
  options: {
    ...threadOptions,
    tid: { ...threadOptions.tid, alias: 't' },
    ...threadKindOptions,
    ...stackOptions,
    offset: { alias: 's', type: 'boolean', describe: 'add the offset to function names' },
    verbose: { alias: 'v', type: 'boolean', describe: 'add addresses, offsets and modules' },
    'hash-storage-size': hashStorageOption,
    'stack-storage-size': stackStorageOption,
    'min-block-time': {
      alias: 'm',
      type: 'integer',
      min: 1,
      default: 1,
      notAbove: 'max-block-time',
      placeholder: 'US',
      describe: 'only times of at least this many microseconds',
    },
    'max-block-time': {
      ...u64Option,
      alias: 'M',
      placeholder: 'US',
      describe: 'only times of at most this many microseconds',
    },
    state: {
      type: 'integer',
      min: 0,
      max: 0xffffffff,
      describe: 'only in this state, a bit mask: 1 interruptible, 2 uninterruptible; 0 means preempted while running',
    },
    ...pinnedFilters,
    interval: { alias: 'i', type: 'integer', min: 1, placeholder: 'SECONDS', describe: 'report at this interval' },
  },
  positionals: { duration: { type: 'integer', min: 1, describe: 'seconds to trace' } },
  check(options) {
    if (options.folded && options.offset) throw new UsageError('--folded and --offset cannot be used together');
    if (options['kernel-threads-only'] && options['user-stacks-only']) {
      throw new UsageError('--kernel-threads-only and --user-stacks-only leave nothing to show');
    }
  },
  stacks: {
    from: 'totals',
    title: (options) => `Time off the CPU, ${threadsInWords(options, 's')}`,
    preamble: (options) =>
      `Tracing off-CPU time (us) of ${threadsInWords(options, 's')} by ${stacksInWords(options)} stack` +
      (options.duration === undefined ? '... Hit Ctrl-C to end.' : ` for ${options.duration} secs.`),
    stacks: ({ pid, kernel_stack, user_stack }) => [{ id: kernel_stack }, { id: user_stack, pid }],
    firstKernelFrame: '__schedule',
    weight: ({ microseconds }) => microseconds,
    unit: 'us',
    owner: ({ comm, tid }) => ({ name: comm, id: tid }),
    layout: {
      addresses: ({ verbose }) => verbose,
      offsets: ({ offset, verbose }) => offset || verbose,
      modules: ({ verbose }) => verbose,
    },
    fields: {
      comm: ({ comm }) => comm,
      pid: ({ pid }) => pid,
      tid: ({ tid }) => tid,
      total_us: (_key, total) => total.microseconds,
      count: (_key, total) => total.times,
    },
  },
});
