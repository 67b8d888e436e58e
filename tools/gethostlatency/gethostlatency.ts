import { attachToFiles, clockColumn, defineTool, filesInUse, pidOption, ToolError } from '@bcc-ts/tool';
import program, { type Event } from './gethostlatency.bpf.c';

const NS_PER_MS = 1e6;
const calls = ['getaddrinfo', 'gethostbyname', 'gethostbyname2', 'gethostbyname_r', 'gethostbyname2_r'] as const;

const name = ({ call }: Event) => calls[call] ?? '';

/** Whether the function said so; those with `_r` may find nothing and return 0 all the same. */
function failed(event: Event): boolean | null {
  if (name(event).endsWith('_r')) return event.ret === 0 ? null : true;
  return name(event) === 'getaddrinfo' ? event.ret !== 0 : event.ret === 0;
}

export default defineTool({
  name: 'gethostlatency',
  summary: 'Show host names that programs look up, and how long that takes.',
  description:
    'Shows calls of getaddrinfo(3), gethostbyname(3), gethostbyname2(3) and their _r forms when they return: the whole ' +
    'time in the C library, whatever it asks (files, a cache, DNS). The C libraries of this system and of its containers ' +
    'are traced, glibc and musl. Programs that look names up without a C library, as many in Go, are not seen.',
  examples: [
    { command: 'gethostlatency', meaning: 'Every look-up.' },
    { command: 'gethostlatency -p 181', meaning: 'Those of process 181, with the C library it has loaded.' },
    { command: 'gethostlatency -l /opt/lib/libc.so.6', meaning: 'Of programs that use this C library.' },
    { command: "gethostlatency --json | jq 'select(.failed)'", meaning: 'Look-ups that failed.' },
  ],
  program,
  options: {
    pid: pidOption,
    libc: { alias: 'l', type: 'string', placeholder: 'PATH', completes: 'file', describe: 'trace this C library' },
  },
  setup({ options }) {
    const files = filesInUse(options.libc ?? 'c', options.pid);
    if (files.length === 0)
      throw new ToolError(`no C library found${options.pid ? ` for process ${options.pid}` : ''}`);
    return files;
  },
  attach({ object, state: files, options }) {
    const { lookup_begins: entry } = object.programs;
    const functions = calls.map((name) => ({ name, entry, exit: object.programs[`${name}_ends`] }));
    attachToFiles(files, functions, options.pid);
  },
  events: {
    from: 'events',
    time: 'time_ns',
    columns: [
      { ...clockColumn, width: 9 },
      { header: 'PID', key: 'pid', width: 7, value: (e) => e.pid },
      { header: 'COMM', key: 'comm', width: 16, value: (e) => e.comm },
      {
        header: 'LATms',
        key: 'latency_ms',
        width: 10,
        align: 'right',
        decimals: 2,
        value: (e) => Number(e.latency_ns) / NS_PER_MS,
      },
      { header: 'HOST', key: 'host', value: (e) => e.host },
    ],
    fields: { call: name, failed, ret: (e) => e.ret, tid: (e) => e.tid, uid: (e) => e.uid },
  },
});
