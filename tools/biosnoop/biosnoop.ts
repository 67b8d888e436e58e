import { defineTool, diskOption, pidOption, requestFlags, sinceFirstColumn } from '@bcc-ts/tool';
import program, { type Event } from './biosnoop.bpf.c';

const NS_PER_MS = 1e6;
const OPERATION = 0xff;
const WRITE = 1;
const patterns = ['?', 'S', 'R'];

const direction = ({ flags }: Event) => ((flags & OPERATION) === WRITE ? 'W' : 'R');
const latency = ({ issued_ns, time_ns }: Event) => Number(time_ns - issued_ns) / NS_PER_MS;
/** Unknown where the kernel does not note when a request was made. */
const queued = ({ created_ns, issued_ns }: Event) =>
  created_ns ? Math.max(Number(issued_ns - created_ns), 0) / NS_PER_MS : undefined;

export default defineTool({
  name: 'biosnoop',
  summary: 'Trace block device I/O: one line per request, with its latency and who made it.',
  description:
    'Shows each request when its device has done it: the task that made it (writes from the page cache are made by the ' +
    "kernel's own threads), disk, first sector, size, and the time from when the driver got it. Requests are told apart " +
    'by their address, so that two for the same sector do not mix.',
  examples: [
    { command: 'biosnoop', meaning: 'Every request.' },
    { command: 'biosnoop -Q -d nvme0n1', meaning: 'One disk, with the time in the queue.' },
    { command: 'biosnoop -P', meaning: 'Whether each request follows the one before on the disk.' },
    { command: 'biosnoop -F', meaning: 'With operation and flags in words; flushes too.' },
    { command: 'biosnoop -m 10 -p 181', meaning: 'What process 181 waited for longer than 10 ms.' },
    { command: "biosnoop --json | jq 'select(.failed)'", meaning: 'Requests that failed.' },
  ],
  seeAlso: ['biolatency'],
  program,
  options: {
    queue: {
      alias: 'Q',
      type: 'boolean',
      describe: 'add the time between making the request and giving it to the driver',
    },
    disk: diskOption,
    pattern: {
      alias: 'P',
      type: 'boolean',
      describe: 'add S for a request that begins where the last on its disk ended, R for another, ? for the first',
    },
    flags: {
      alias: 'F',
      type: 'boolean',
      describe: 'show operation and flags in words; also flushes and commands that pass through',
    },
    pid: { ...pidOption, describe: 'only requests made by this process' },
    min: {
      alias: 'm',
      type: 'number',
      placeholder: 'MS',
      min: 0,
      describe: 'only requests that took this long',
      sets: (ms: number) => ({ least_ns: Math.round(ms * NS_PER_MS) }),
    },
  },
  alternatives: [['io_started', 'io_accounted', 'request_allocated']],
  events: {
    from: 'events',
    time: 'time_ns',
    columns: [
      { ...sinceFirstColumn, width: 11, decimals: 6 },
      { header: 'COMM', key: 'comm', width: 14, cut: true, value: (e) => e.comm },
      { header: 'PID', key: 'pid', width: 7, value: (e) => e.pid },
      { header: 'DISK', key: 'disk', width: 9, value: (e) => e.disk, text: (e) => e.disk.escaped() || '<unknown>' },
      {
        header: 'T',
        key: 'type',
        width: (o) => (o.flags ? 20 : 1),
        describe: 'W for writes, R for all else; with -F the operation and its flags',
        value: direction,
        text: (e, { options }) => (options.flags ? requestFlags(e.flags, e.old_operations) : direction(e)),
      },
      { header: 'SECTOR', key: 'sector', width: 10, value: (e) => e.sector },
      { header: 'BYTES', key: 'bytes', width: 7, separator: '', value: (e) => e.bytes },
      {
        header: 'P',
        key: 'pattern',
        width: 1,
        show: (o) => o.pattern,
        value: (e) => patterns[e.pattern] ?? '?',
        json: (e, { options }) => (options.pattern ? patterns[e.pattern] : null),
      },
      {
        header: 'QUE(ms)',
        key: 'queue_ms',
        width: 7,
        align: 'right',
        decimals: 2,
        show: (o) => o.queue,
        value: queued,
      },
      { header: 'LAT(ms)', key: 'latency_ms', width: 7, align: 'right', decimals: 2, value: latency },
    ],
    fields: { tid: (e) => e.tid, flags: (e) => requestFlags(e.flags, e.old_operations), failed: (e) => e.error !== 0 },
  },
});
