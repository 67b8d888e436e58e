import {
  attachToFiles,
  clockColumn,
  defineTool,
  filesInUse,
  hasFunction,
  pidOption,
  programsInUse,
  Text,
  ToolError,
} from '@bcc-ts/tool';
import program, { type Event } from './bashreadline.bpf.c';

/** In a shell that waits for a line, readline has begun already; its last part begins when Enter is pressed. */
const functions = ['readline_internal_teardown', 'readline'];

/** Of each bash its own file, or the library where readline is not part of it. */
function filesWithReadline(shared: string | undefined, pid: number | undefined): string[] {
  if (shared !== undefined) return filesInUse(shared, pid);
  const shells = programsInUse('/bin/bash', pid);
  const whole = shells.filter((path) => hasFunction(path, 'readline'));
  return whole.length < shells.length ? [...whole, ...filesInUse('readline', pid)] : whole;
}

const line = ({ line }: Event) => Text.from(line);

export default defineTool({
  name: 'bashreadline',
  summary: 'Show the lines that are typed into bash, in every shell of the system.',
  description:
    'Shows each line when Enter is pressed, as it was typed: before the shell expands it, whether the command exists or ' +
    'not. Shells of containers are seen too. Scripts, and other programs that read lines this way, are not.',
  examples: [
    { command: 'bashreadline', meaning: 'All lines.' },
    { command: 'bashreadline -s /usr/local/lib/libreadline.so.8', meaning: 'Of shells that use this library.' },
    { command: "bashreadline --json | jq -r '[.pid, .uid, .command] | @tsv'", meaning: 'With the user id.' },
  ],
  program,
  options: {
    shared: {
      alias: 's',
      type: 'string',
      placeholder: 'PATH',
      completes: 'file',
      bare: 'readline',
      describe: 'the file that holds readline where bash has it not itself; without a path, the libreadline.so found',
    },
    pid: { ...pidOption, describe: 'only this shell' },
  },
  setup({ options }) {
    const files = filesWithReadline(options.shared, options.pid);
    if (files.length === 0) {
      const { shared } = options;
      throw new ToolError(
        shared === undefined || shared === 'readline'
          ? 'no bash or libreadline.so found (try: --shared PATH)'
          : `cannot find ${shared}`,
      );
    }
    return files;
  },
  attach({ object, state: files, options }) {
    const { line_begins: entry, line_read: exit } = object.programs;
    for (const file of files) {
      const name = functions.find((candidate) => hasFunction(file, candidate)) ?? 'readline';
      attachToFiles([file], [{ name, entry, exit }], options.pid);
    }
  },
  events: {
    from: 'events',
    time: 'time_ns',
    columns: [
      { ...clockColumn, width: 9 },
      { header: 'PID', key: 'pid', width: 7, value: (e) => e.pid },
      { header: 'COMMAND', key: 'command', value: line, text: (e) => line(e).escaped() + (e.cut ? '...' : '') },
    ],
    fields: { uid: (e) => e.uid, ppid: (e) => e.ppid, cut: (e) => e.cut !== 0 },
  },
});
