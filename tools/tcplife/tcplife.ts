import {
  clockColumn,
  defineTool,
  inetAddress,
  inetOptions,
  localPortsOption,
  pidOption,
  readIterator,
  remotePortsOption,
  sinceFirstColumn,
} from '@bcc-ts/tool';
import program, { type Event } from './tcplife.bpf.c';

const NS_PER_MS = 1e6;
const BYTES_PER_KB = 1024n;

interface Layout {
  wide: boolean;
  csv: boolean;
}
const addressWidth = ({ wide }: Layout) => (wide ? 39 : 15);

const kilobytes = (header: string, key: string, bytes: (event: Event) => bigint) =>
  ({
    header,
    key,
    width: ({ wide }: Layout) => (wide ? 6 : 5),
    align: 'right',
    value: (event: Event) => bytes(event) / BYTES_PER_KB,
  }) as const;
const milliseconds = (from: bigint, to: bigint) => Number(to - from) / NS_PER_MS;
/** A session that nobody accepted may have had no owner. */
const nameInWords = ({ pid, comm }: Event) => (pid === 0 && comm.length === 0 ? '-' : comm.escaped());
const wasOpen = (event: Event) => event.begun_ns === 0n;
const wasEstablished = (event: Event) => event.begun_ns > event.first_ns;

export default defineTool({
  name: 'tcplife',
  summary: 'Show TCP sessions when they end: owner, addresses, bytes and how long they lasted.',
  description:
    'One line for each end of a session on this machine that was opened and closed while tracing. The owner is the task ' +
    'that called connect or accept. TX_KB is what the peer acknowledged, RX_KB what came, MS the time from when the ' +
    'session was established to when its socket was closed.',
  examples: [
    { command: 'tcplife', meaning: 'Every session.' },
    { command: 'tcplife -wT', meaning: 'With the time of day, and room for IPv6 addresses.' },
    { command: 'tcplife -D 80,443', meaning: 'Sessions to remote ports 80 and 443.' },
    { command: 'tcplife -stT > sessions.csv', meaning: 'Comma-separated values, with both times.' },
    { command: 'tcplife --existing -p 181', meaning: 'Of process 181, also those that are open now.' },
    { command: "tcplife --json | jq 'select(.retransmits > 0)'", meaning: 'Sessions with retransmissions.' },
  ],
  overhead: 'Runs when a TCP socket changes its state, not for packets: small on any machine.',
  program,
  options: {
    time: { alias: 'T', type: 'boolean', describe: 'add the time of day, HH:MM:SS' },
    timestamp: { alias: 't', type: 'boolean', describe: 'add the seconds since the first line' },
    wide: { alias: 'w', type: 'boolean', describe: 'wide columns, for IPv6 addresses; add the IP version' },
    csv: { alias: 's', type: 'boolean', describe: 'print comma-separated values' },
    pid: { ...pidOption, describe: 'only sessions of this process' },
    localport: { ...localPortsOption, alias: 'L' },
    remoteport: { ...remotePortsOption, alias: 'D' },
    ...inetOptions,
    existing: {
      type: 'boolean',
      describe: 'show sessions too that were open when tracing began; their MS is how long they lasted at least',
      loads: ['find_existing'],
    },
  },
  alternatives: [['accepted', 'accept_returned']],
  setup: () => process.hrtime.bigint(),
  attach({ options, object }) {
    if (options.existing) readIterator(object.programs.find_existing.attachIterator());
  },
  events: {
    from: 'events',
    time: 'time_ns',
    columns: [
      { ...clockColumn, show: (o) => o.time },
      { ...sinceFirstColumn, width: 9, decimals: 6, show: (o) => o.timestamp },
      { header: 'PID', key: 'pid', width: 5, value: (e) => e.pid },
      {
        header: 'COMM',
        key: 'comm',
        width: (o) => (o.wide ? 16 : 10),
        cut: true,
        value: (e) => e.comm,
        text: nameInWords,
      },
      { header: 'IP', key: 'ip', width: 2, show: (o) => o.wide || o.csv, value: (e) => e.ends.version },
      { header: 'LADDR', key: 'laddr', width: addressWidth, value: (e) => inetAddress(e.ends.local_address) },
      { header: 'LPORT', key: 'lport', width: 5, value: (e) => e.ends.local_port },
      { header: 'RADDR', key: 'raddr', width: addressWidth, value: (e) => inetAddress(e.ends.remote_address) },
      { header: 'RPORT', key: 'rport', width: 5, value: (e) => e.ends.remote_port },
      kilobytes('TX_KB', 'tx_kb', (e) => e.acked_bytes),
      kilobytes('RX_KB', 'rx_kb', (e) => e.received_bytes),
      {
        header: 'MS',
        key: 'ms',
        describe: 'from established to closed; for a session that was open before, since tracing began, after a >',
        value: (e) => (wasOpen(e) ? undefined : milliseconds(e.begun_ns, e.time_ns)),
        text: (e, { state: start }) =>
          (wasOpen(e) ? '>' : '') + milliseconds(wasOpen(e) ? start : e.begun_ns, e.time_ns).toFixed(2),
      },
    ],
    fields: {
      connect_ms: (e) => (wasEstablished(e) ? milliseconds(e.first_ns, e.begun_ns) : null),
      tx_bytes: (e) => e.acked_bytes,
      rx_bytes: (e) => e.received_bytes,
      segments_out: (e) => e.segments_out,
      segments_in: (e) => e.segments_in,
      retransmits: (e) => e.retransmits,
      rtt_us: (e) => e.round_trip / 8,
      uid: (e) => e.uid,
      netns: (e) => e.netns,
    },
  },
});
