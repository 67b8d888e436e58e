import {
  DnsCache,
  defineTool,
  dnsNameInWords,
  inetAddress,
  inetOptions,
  pidOption,
  pinnedFilters,
  remotePortsOption,
  sinceFirstColumn,
  uidOption,
} from '@bcc-ts/tool';
import program, { type Event } from './tcpconnect.bpf.c';

const CONNECT = 0;
const preamble = 'Tracing connect ... Hit Ctrl-C to end';

const local = (event: Event) => inetAddress(event.ends.local_address);
const remote = (event: Event) => inetAddress(event.ends.remote_address);
const addressWidth = (options: { ipv6: boolean }) => (options.ipv6 ? 39 : 16);

const query = (event: Event, dns: DnsCache) => dns.find(event.netns, remote(event), event.time_ns);
const showsLocalPort = (options: { lport: boolean; 'source-port': boolean }) => options.lport || options['source-port'];

export default defineTool({
  name: 'tcpconnect',
  summary: 'Trace TCP connections that this machine makes: one line per connect(2).',
  description:
    'Shows a connection when its first packet is sent, whatever becomes of it: refused ones too. Calls that fail ' +
    'before that, for example for want of a route, are shown with -x. A dual-stack socket that reaches IPv4 is IPv4.',
  examples: [
    { command: 'tcpconnect', meaning: 'Every connection.' },
    { command: 'tcpconnect -d', meaning: 'With the name that was resolved to the address.' },
    { command: 'tcpconnect -P 80,443 -U', meaning: 'Connections to two ports, with the user id.' },
    { command: 'tcpconnect -p 181 --address 10.0.0.0/8', meaning: 'What process 181 connects to in one network.' },
    { command: 'tcpconnect -x', meaning: 'Failed calls too, with the error number.' },
    { command: "tcpconnect --json | jq -r '[.comm, .daddr] | @tsv'", meaning: 'Who talks to whom.' },
  ],
  program,
  options: {
    timestamp: { alias: 't', type: 'boolean', describe: 'add the seconds since the first event' },
    pid: pidOption,
    port: { ...remotePortsOption, alias: 'P', describe: 'only these destination ports, separated by commas' },
    ...inetOptions,
    lport: { alias: 'L', type: 'boolean', describe: 'add the local port' },
    'print-uid': { alias: 'U', type: 'boolean', describe: 'add the user id' },
    uid: uidOption,
    ...pinnedFilters,
    count: {
      alias: 'c',
      type: 'boolean',
      conflicts: ['dns'],
      describe: 'count connections by addresses and port, and show the counts at the end',
    },
    'source-port': { alias: 's', type: 'boolean', describe: 'add the local port, also to what -c counts by' },
    dns: {
      alias: 'd',
      type: 'boolean',
      describe: 'add the name that was last resolved to the address',
      loads: ['receive4_begins', 'receive4_ends', 'receive6_begins', 'receive6_ends'],
    },
    failed: { alias: 'x', type: 'boolean', describe: 'show calls that failed too, and add the error number' },
  },
  setup: () => new DnsCache(),
  shape: ({ count }) => (count ? 'table' : 'events'),
  events: {
    from: 'events',
    time: 'time_ns',
    preamble,
    where: (e, _options, { state: dns }) => {
      if (e.kind === CONNECT) return true;
      dns.learn(e.netns, e.answer, e.time_ns);
      return false;
    },
    columns: [
      { ...sinceFirstColumn, width: 9, separator: '', show: (o) => o.timestamp },
      { header: 'UID', key: 'uid', width: 6, separator: '', show: (o) => o['print-uid'], value: (e) => e.uid },
      { header: 'PID', key: 'pid', width: 7, value: (e) => e.pid },
      { header: 'COMM', key: 'comm', width: 12, cut: true, value: (e) => e.comm },
      { header: 'IP', key: 'ip', width: 2, value: (e) => e.ends.version },
      { header: 'SADDR', key: 'saddr', width: addressWidth, value: local },
      { header: 'LPORT', key: 'lport', width: 6, show: showsLocalPort, value: (e) => e.ends.local_port },
      { header: 'DADDR', key: 'daddr', width: addressWidth, value: remote },
      { header: 'DPORT', key: 'dport', width: 6, value: (e) => e.ends.remote_port },
      { header: 'ERR', key: 'err', width: 4, show: (o) => o.failed, value: (e) => -e.ret },
      {
        header: 'QUERY',
        key: 'query',
        show: (o) => o.dns,
        describe: 'the name that was last resolved to the address; in text also how long ago, when that is over 100 ms',
        value: (e, { state }) => query(e, state)?.name,
        text: (e, { state }) => dnsNameInWords(remote(e), query(e, state)),
      },
    ],
    fields: { query_age_ms: (e, { state }) => query(e, state)?.ageMs, tid: (e) => e.tid, netns: (e) => e.netns },
  },
  table: {
    from: 'connections',
    preamble,
    rows: (entries) => entries.map(([connection, count]) => ({ ...connection, count })),
    // IPv4 before IPv6, each by count: counts do not reach the upper half of 64 bits.
    sort: ({ version, count }) => (version === 4 ? 1n << 64n : 0n) + count,
    columns: [
      { header: 'LADDR', key: 'saddr', width: 25, value: (c) => inetAddress(c.local_address) },
      {
        header: 'LPORT',
        key: 'lport',
        width: 20,
        show: (o) => o['source-port'],
        value: (c) => c.local_port || undefined,
      },
      { header: 'RADDR', key: 'daddr', width: 25, value: (c) => inetAddress(c.remote_address) },
      { header: 'RPORT', key: 'dport', width: 20, value: (c) => c.remote_port },
      { header: 'CONNECTS', key: 'connects', width: 10, value: (c) => c.count },
    ],
  },
});
