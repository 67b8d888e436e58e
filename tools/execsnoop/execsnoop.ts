import {
  clockColumn,
  defineTool,
  elapsedColumn,
  patternOption,
  pidOption,
  pinnedFilters,
  Text,
  userOption,
} from '@bcc-ts/tool';
import program, { type Event } from './execsnoop.bpf.c';

/** Bits of `event.flags`. */
const CUT = 1;
const INTERPRETED = 2;
const AT_FDCWD = -100;

/** What only failed calls need: a call is remembered until it returns. */
const failedCalls = [
  ...(['execve_enter', 'execve_exit', 'execveat_enter', 'execveat_exit'] as const),
  ...(['compat_execve_enter', 'compat_execve_exit', 'compat_execveat_enter', 'compat_execveat_exit'] as const),
  ...(['kernel_execve_enter', 'kernel_execve_exit', 'failed_scratch'] as const),
];

/** The path given to exec, then the arguments after argv[0]: the caller's words, without an interpreter's. */
function words(event: Event): Text[] {
  const [path, ...argv] = Text.list(event.args);
  if (!path) return [];
  const script = event.flags & INTERPRETED ? argv.findIndex((word, index) => index > 0 && word.equals(path)) : 0;
  return [fullPath(path, event.dirfd), ...argv.slice(Math.max(script, 0) + 1)];
}

/** The kernel names a file given by descriptor this way when the call succeeds; a failed call is shown alike. */
function fullPath(path: Text, dirfd: number): Text {
  const name = path.toString();
  if (dirfd === AT_FDCWD || name.startsWith('/')) return path;
  return Text.from(`/dev/fd/${dirfd}${name && '/'}${name}`);
}

function commandLine(event: Event, maxArgs: number, quote: boolean): string {
  const all = words(event);
  const shown = all.slice(0, maxArgs).map((word) => {
    const text = word.escaped();
    return quote ? `"${text.replaceAll('"', '\\"')}"` : text;
  });
  if (all.length > shown.length || event.flags & CUT) shown.push('...');
  return shown.join(' ');
}

export default defineTool({
  name: 'execsnoop',
  summary: 'Trace new programs: one line per exec(2), with its arguments.',
  description:
    'Shows every program that starts, when its exec returns: process, parent, result and arguments. It sees execve, ' +
    'execveat and fexecve, 32-bit callers, and programs the kernel itself starts. Arguments are read from the new ' +
    'program, so none is missing for want of a resident page. Failed calls are shown with -x.',
  examples: [
    { command: 'execsnoop', meaning: 'Show each program that starts.' },
    { command: 'execsnoop -xT', meaning: 'Failed calls too, with the time of day.' },
    { command: 'execsnoop -u 0 -P 1', meaning: 'What root starts directly under process 1.' },
    { command: "execsnoop -n '^ssh' -l @build", meaning: 'Commands named ssh... that mention @build.' },
    { command: "execsnoop --json | jq -r '.args | @sh'", meaning: 'Arguments as words a shell can read again.' },
  ],
  program,
  options: {
    time: { alias: 'T', type: 'boolean', describe: 'add the time of day, HH:MM:SS' },
    timestamp: { alias: 't', type: 'boolean', describe: 'add the seconds since the tool started' },
    fails: { alias: 'x', type: 'boolean', describe: 'show failed calls too', loads: failedCalls },
    uid: userOption,
    ppid: { ...pidOption, alias: 'P', describe: 'only children of this process' },
    name: { ...patternOption, alias: 'n', describe: 'only commands whose name matches' },
    line: { ...patternOption, alias: 'l', describe: 'only calls whose path and arguments, joined by blanks, match' },
    quote: { alias: 'q', type: 'boolean', describe: 'put every argument in double quotes' },
    'print-uid': { alias: 'U', type: 'boolean', describe: 'add the user id' },
    'print-cpu': { alias: 'C', type: 'boolean', describe: 'add the CPU' },
    'print-pcomm': { alias: 'M', type: 'boolean', describe: "add the parent's name" },
    'max-args': {
      type: 'integer',
      placeholder: 'N',
      min: 1,
      default: 20,
      describe: 'words shown per line, with the path',
    },
    ...pinnedFilters,
  },
  events: {
    from: 'events',
    time: 'time_ns',
    where: (event, { name, line }) =>
      (!name || name.test(event.comm.toString())) && (!line || line.test(words(event).join(' '))),
    columns: [
      { ...clockColumn, width: 9, separator: '', show: (o) => o.time },
      { ...elapsedColumn, separator: '', show: (o) => o.timestamp },
      { header: 'UID', key: 'uid', width: 6, separator: '', show: (o) => o['print-uid'], value: (e) => e.uid },
      { header: 'COMM', key: 'comm', width: 16, value: (e) => e.comm },
      { header: 'PID', key: 'pid', width: 7, value: (e) => e.pid },
      { header: 'PCOMM', key: 'pcomm', width: 16, show: (o) => o['print-pcomm'], value: (e) => e.pcomm },
      { header: 'PPID', key: 'ppid', width: 7, value: (e) => e.ppid },
      { header: 'CPU', key: 'cpu', width: 4, show: (o) => o['print-cpu'], value: (e) => e.cpu },
      { header: 'RET', key: 'ret', width: 3, align: 'right', value: (e) => e.ret },
      {
        header: 'ARGS',
        key: 'args',
        describe: 'the path given to exec and the arguments after argv[0]; three dots where some are left out',
        value: (e) => words(e).join(' '),
        text: (e, { options }) => commandLine(e, options['max-args'], options.quote),
        json: words,
      },
    ],
    fields: { args_cut: (e) => (e.flags & CUT) !== 0 },
  },
});
