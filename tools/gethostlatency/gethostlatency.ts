import { attachToFiles, clockColumn, defineTool, filesInUse, pidOption, ToolError } from '@bcc-ts/tool';
import program, { type Event } from './gethostlatency.bpf.c';

const NS_PER_MS = 1e6;
const calls = ['getaddrinfo', 'gethostbyname', 'gethostbyname2', 'gethostbyname_r', 'gethostbyname2_r'] as const;

const name = ({ call }: Event) => calls[call] ?? '';

const families = new Map([
  [0, 'any'],
  [2, 'inet'],
  [10, 'inet6'],
]);
const family = (event: Event) => families.get(event.family) ?? `af_${event.family}`;

/** What getaddrinfo() returns, in glibc and musl. */
const errors = new Map([
  [-1, 'EAI_BADFLAGS'],
  [-2, 'EAI_NONAME'],
  [-3, 'EAI_AGAIN'],
  [-4, 'EAI_FAIL'],
  [-5, 'EAI_NODATA'],
  [-6, 'EAI_FAMILY'],
  [-7, 'EAI_SOCKTYPE'],
  [-8, 'EAI_SERVICE'],
  [-9, 'EAI_ADDRFAMILY'],
  [-10, 'EAI_MEMORY'],
  [-11, 'EAI_SYSTEM'],
  [-12, 'EAI_OVERFLOW'],
]);
const failed = (event: Event) => event.failed !== 0;
const error = (event: Event) => (name(event) === 'getaddrinfo' ? errors.get(event.ret) : undefined);

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
    { command: 'gethostlatency -ex', meaning: 'Look-ups that failed, with the reason.' },
    { command: 'gethostlatency --json | jq \'select(.family == "inet6")\'', meaning: 'Those of IPv6 addresses.' },
  ],
  program,
  options: {
    pid: pidOption,
    extended: { alias: 'e', type: 'boolean', describe: 'add the family of addresses asked for, and the result' },
    failed: { alias: 'x', type: 'boolean', describe: 'only look-ups that failed' },
    verbose: { alias: 'v', type: 'boolean', describe: 'say which C libraries are traced' },
    libc: { alias: 'l', type: 'string', placeholder: 'PATH', completes: 'file', describe: 'trace this C library' },
  },
  setup({ options }) {
    const files = filesInUse(options.libc ?? 'c', options.pid);
    if (files.length === 0)
      throw new ToolError(`no C library found${options.pid ? ` for process ${options.pid}` : ''}`);
    return files;
  },
  attach({ object, state: files, options, note }) {
    const { lookup_begins: entry } = object.programs;
    const functions = calls.map((name) => ({ name, entry, exit: object.programs[`${name}_ends`] }));
    attachToFiles(files, functions, options.pid);
    if (options.verbose) for (const file of files) note(`tracing ${file}`);
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
      { header: 'FAMILY', key: 'family', width: 6, show: (o) => o.extended, value: family },
      {
        header: 'RESULT',
        key: 'error',
        width: 14,
        show: (o) => o.extended,
        value: error,
        text: (e) => (failed(e) ? (error(e) ?? 'failed') : 'ok'),
        describe: 'error of getaddrinfo(); in JSON null where there is none',
      },
      { header: 'HOST', key: 'host', value: (e) => e.host, text: (e) => e.host.escaped() + (e.cut ? '...' : '') },
    ],
    fields: { cut: (e) => e.cut !== 0, call: name, failed, ret: (e) => e.ret, tid: (e) => e.tid, uid: (e) => e.uid },
  },
});
