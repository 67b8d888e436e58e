import {
  bufferPagesOption,
  defineTool,
  durationOption,
  execOption,
  openFlag,
  openFlags,
  pidOption,
  pinnedFilters,
  sinceFirstColumn,
  Text,
  tidOption,
  uidOption,
} from '@bcc-ts/tool';
import program, { type Event } from './opensnoop.bpf.c';

/** Bits of an open that creates a file, and so has a mode. */
const CREATES = openFlags.O_CREAT! | (openFlags.O_TMPFILE! & ~openFlags.O_DIRECTORY!);

/** Room for the name of a task. */
const COMM_BYTES = 16;

/** The name as passed, with its directory in front where the kernel side added one. */
function path(event: Event): Text {
  const [name = Text.from(''), ...directories] = Text.list(event.names);
  if (directories.length === 0) return name;
  return Text.join([Text.from(''), ...directories.reverse(), ...(name.length ? [name] : [])], '/');
}

const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');

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
    name: {
      alias: 'n',
      type: 'string',
      describe: 'only commands whose name contains this',
      sets: (text: string) => {
        const name = Buffer.from(text).subarray(0, COMM_BYTES);
        return { name_part: Text.from(name), name_length: name.length };
      },
    },
    extended_fields: { alias: 'e', type: 'boolean', describe: 'add flags and mode' },
    flag_filter: {
      alias: 'f',
      type: 'string',
      placeholder: 'FLAG',
      repeatable: true,
      parse: openFlag,
      describe: 'only calls with this flag, for example O_CREAT; more than one: with any of them',
      sets: (flags: number[]) => ({ flag_mask: flags.reduce((mask, flag) => mask | flag, 0) }),
    },
    'full-path': { alias: 'F', type: 'boolean', describe: 'put the directory before relative paths' },
    'buffer-pages': { ...bufferPagesOption, alias: 'b' },
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
      { header: 'COMM', key: 'comm', width: 16, value: (e) => e.comm },
      { header: 'FD', key: 'fd', width: 4, align: 'right', value: (e) => Math.max(e.ret, -1) },
      { header: 'ERR', key: 'err', width: 3, align: 'right', value: (e) => Math.max(-e.ret, 0) },
      {
        header: 'FLAGS',
        key: 'flags',
        width: 8,
        show: (o) => o.extended_fields,
        value: (e) => e.flags,
        text: (e) => octal(e.flags, 8),
      },
      {
        header: 'MODE',
        key: 'mode',
        width: 4,
        show: (o) => o.extended_fields,
        value: (e) => (e.mode || e.flags & CREATES ? e.mode : undefined),
        text: (e) => (e.mode || e.flags & CREATES ? octal(e.mode, 4) : 'n/a'),
      },
      { header: 'PATH', key: 'path', value: path },
    ],
    fields: { tid: (e) => e.tid, ppid: (e) => e.ppid, path_cut: (e) => e.cut },
  },
});
