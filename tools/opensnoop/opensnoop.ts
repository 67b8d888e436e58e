import {
  bufferPagesOption,
  commOption,
  defineTool,
  durationOption,
  errnameOption,
  errorColumn,
  errorFields,
  execOption,
  openFlag,
  openFlags,
  pidOption,
  pinnedFilters,
  sinceFirstColumn,
  tidOption,
  uidOption,
  walkedPath,
} from '@bcc-ts/tool';
import program, { type Event } from './opensnoop.bpf.c';

/** Bits of an open that creates a file, and so has a mode. */
const CREATES = openFlags.O_CREAT! | (openFlags.O_TMPFILE! & ~openFlags.O_DIRECTORY!);

const octal = (value: number | undefined, digits: number) => value?.toString(8).padStart(digits, '0') ?? 'n/a';
const mode = ({ mode, flags }: Event) => (mode || flags & CREATES ? mode : undefined);
const extended = (options: { extended_fields: boolean }) => options.extended_fields;

export default defineTool({
  name: 'opensnoop',
  summary: 'Trace open(2) and its relatives: one line per call, with its result and path.',
  description:
    'Shows open, openat, openat2, creat and open_by_handle_at, of 64-bit and 32-bit callers, when they return. The path ' +
    'is read then, as its memory is sure to be present. All filters run in the kernel.',
  examples: [
    { command: 'opensnoop -x', meaning: 'Show failed calls only.' },
    { command: 'opensnoop -p 181 -T', meaning: 'What process 181 opens, with seconds since the first event.' },
    { command: 'opensnoop -e -f O_WRONLY -f O_RDWR', meaning: 'What is opened for writing, with flags and mode.' },
    { command: 'opensnoop -xc --errname -n nginx', meaning: 'Why nginx does not find files, and where it looks.' },
    { command: 'opensnoop -F --exec make', meaning: 'Full paths of all that make and its children open.' },
    { command: "opensnoop --json | jq -r 'select(.err == 13) | .path'", meaning: 'Paths that were not permitted.' },
  ],
  program,
  options: {
    timestamp: { alias: 'T', type: 'boolean', describe: 'add the seconds since the first event' },
    'print-uid': { alias: 'U', type: 'boolean', describe: 'add the user id' },
    failed: { alias: 'x', type: 'boolean', describe: 'only failed calls' },
    pid: { ...pidOption, conflicts: ['exec'] },
    tid: tidOption,
    ...pinnedFilters,
    uid: uidOption,
    duration: { ...durationOption, alias: 'd' },
    name: { ...commOption, alias: 'n', describe: 'only commands whose name contains this' },
    errname: errnameOption,
    'print-ppid': { type: 'boolean', describe: 'add the id of the parent process' },
    extended_fields: { alias: 'e', type: 'boolean', describe: 'add flags and mode' },
    flag_filter: {
      alias: 'f',
      type: 'string',
      placeholder: 'FLAG',
      repeatable: true,
      parse: openFlag,
      describe: 'only calls with this flag, for example O_CREAT; more than one: with any of them',
      sets: (flags: number[]) => ({ wanted_flags: [...new Set(flags)] }),
    },
    'full-path': { alias: 'F', type: 'boolean', describe: 'put the directory before relative paths' },
    callers: {
      alias: 'c',
      type: 'boolean',
      describe: 'show below each line the stack of the call, in the kernel and in the process',
      loads: ['stacks', 'stacks_second'],
    },
    'buffer-pages': { ...bufferPagesOption, alias: 'b', default: 2048 },
    exec: execOption,
  },
  alternatives: [
    ['opened', ['open_enter', 'openat_enter', 'openat2_enter', 'open_exit', 'openat_exit', 'openat2_exit']],
  ],
  setup({ object, features }) {
    const keepsResult = features.tracepointField('io_uring', 'io_uring_complete', 'req');
    if (keepsResult) object.programs.ring_posted.autoload = false;
  },
  events: {
    from: 'events',
    time: 'time_ns',
    columns: [
      { ...sinceFirstColumn, width: 14, decimals: 9, separator: '', show: (o) => o.timestamp },
      { header: 'UID', key: 'uid', width: 6, separator: '', show: (o) => o['print-uid'], value: (e) => e.uid },
      {
        header: (o) => (o.tid === undefined ? 'PID' : 'TID'),
        key: 'pid',
        width: 6,
        value: (e) => e.pid,
        text: (e, { options }) => String(options.tid === undefined ? e.pid : e.tid),
      },
      { header: 'PPID', key: 'ppid', width: 6, show: (o) => o['print-ppid'], value: (e) => e.ppid },
      { header: 'COMM', key: 'comm', width: 16, value: (e) => e.comm },
      { header: 'FD', key: 'fd', width: 4, align: 'right', value: (e) => Math.max(e.ret, -1) },
      errorColumn,
      {
        header: 'FLAGS',
        key: 'flags',
        width: 8,
        show: extended,
        value: (e) => e.flags,
        text: (e) => octal(e.flags, 8),
      },
      { header: 'MODE', key: 'mode', width: 4, show: extended, value: mode, text: (e) => octal(mode(e), 4) },
      { header: 'PATH', key: 'path', value: (e) => walkedPath(e.names, e) },
    ],
    stacks: ({ callers }) => (callers ? (e) => [{ id: e.kernel_stack }, { id: e.user_stack, pid: e.pid }] : undefined),
    fields: { ...errorFields, tid: (e) => e.tid, path_cut: (e) => e.cut },
  },
});
