import {
  defineTool,
  diskOption,
  intervalAndCount,
  latencyFields,
  latencySummary,
  requestFlags,
  unitOf,
} from '@bcc-ts/tool';
import program from './biolatency.bpf.c';

export default defineTool({
  name: 'biolatency',
  summary: 'Show block device I/O latency as a histogram.',
  description:
    'Measures each request from the moment it is given to the driver to its completion; with -Q from when it was ' +
    'queued. Requests are told apart by their address, so flushes, merges and requests for the same sector do not ' +
    'disturb each other.',
  examples: [
    { command: 'biolatency', meaning: 'One histogram of all I/O, when interrupted.' },
    { command: 'biolatency -mT 1 10', meaning: 'In milliseconds, with the time, every second, ten times.' },
    { command: 'biolatency -D', meaning: 'One histogram for each disk.' },
    { command: 'biolatency -Fe', meaning: 'One for each set of request flags, with average and total.' },
    { command: 'biolatency -d nvme0n1p2', meaning: 'Only I/O on one partition.' },
    { command: 'biolatency -j 1 | jq .buckets', meaning: 'Buckets as arrays, every second.' },
  ],
  program,
  options: {
    timestamp: { alias: 'T', type: 'boolean', describe: 'print the time before each output' },
    queued: { alias: 'Q', type: 'boolean', describe: 'start the clock when the request is queued' },
    milliseconds: { alias: 'm', type: 'boolean', describe: 'count in milliseconds instead of microseconds' },
    disks: { alias: 'D', type: 'boolean', conflicts: ['flags'], describe: 'one histogram for each disk' },
    flags: { alias: 'F', type: 'boolean', describe: 'one histogram for each set of request flags' },
    extension: { alias: 'e', type: 'boolean', describe: 'add average, total and count' },
    json: { alias: 'j', type: 'boolean', describe: 'print one JSON object per histogram' },
    disk: diskOption,
  },
  positionals: intervalAndCount,
  setup({ object, rodata }) {
    const { request_inserted: inserted, request_merged: merged } = object.programs;
    for (const program of [inserted, merged]) program.autoload = rodata.filter_cgroup;
  },
  histogram: {
    from: 'latencies',
    preamble: 'Tracing block device I/O... Hit Ctrl-C to end.',
    unit: unitOf,
    section: ({ disk, flags, old_operations }, { options }) => {
      if (options.disks) return { name: 'disk', value: disk };
      return options.flags ? { name: 'flags', value: requestFlags(flags, old_operations !== 0) } : undefined;
    },
    slots: ({ slots }) => slots,
    summary: (sum, { options }) => (options.extension ? latencySummary([sum], unitOf(options)) : undefined),
    fields: latencyFields(),
  },
});
