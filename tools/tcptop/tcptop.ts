import {
  defineTool,
  everySecondAndCount,
  inetAddress,
  inetOptions,
  kibColumn,
  loadAverageLines,
  pidOption,
  pinnedFilters,
  type Text,
} from '@bcc-ts/tool';
import program, { type InetEnds } from './tcptop.bpf.c';

const local = ({ ends }: { ends: InetEnds }) => `${inetAddress(ends.local_address)}:${ends.local_port}`;
const remote = ({ ends }: { ends: InetEnds }) => `${inetAddress(ends.remote_address)}:${ends.remote_port}`;

interface Row {
  ends: InetEnds;
  pid: number;
  comm: Text;
  received: bigint;
  sent: bigint;
}

/** The two tables differ in the titles and widths of their addresses. */
const columns = (suffix: string, width: number) => [
  { header: 'PID', key: 'pid', width: 7, value: (row: Row) => row.pid },
  { header: 'COMM', key: 'comm', width: 12, cut: true, value: (row: Row) => row.comm },
  { header: `LADDR${suffix}`, key: 'laddr', width, value: local, describe: 'local address and port' },
  { header: `RADDR${suffix}`, key: 'raddr', width, value: remote, describe: 'remote address and port' },
  kibColumn({
    header: 'RX_KB',
    key: 'received',
    width: 6,
    align: 'right',
    what: 'received',
    value: (row: Row) => row.received,
  }),
  kibColumn({ header: 'TX_KB', key: 'sent', width: 6, align: 'right', what: 'sent', value: (row: Row) => row.sent }),
];

export default defineTool({
  name: 'tcptop',
  summary: 'Show who sends and receives how much by TCP, by process and connection.',
  description:
    'Counts the bytes that processes hand to their TCP sockets and take from them, also with sendfile and splice. The ' +
    'process is the one that made the call, so a socket that two processes use has two rows, and a connection within ' +
    'the machine is seen from both ends. Headers and retransmissions do not count.',
  examples: [
    { command: 'tcptop', meaning: 'A screen every second.' },
    { command: 'tcptop -C 5 1', meaning: 'The traffic of the next five seconds, without a screen.' },
    { command: 'tcptop -p 181', meaning: 'Only process 181.' },
    { command: 'tcptop -r 10 -s received', meaning: 'The ten connections that receive most.' },
    { command: 'tcptop --address 10.0.0.0/8 --json 10', meaning: 'Traffic with one network, for a script.' },
  ],
  overhead: 'One program for each send and receive call on TCP sockets; nothing for each packet.',
  seeAlso: ['tcplife', 'tcpconnect', 'tcprtt'],
  program,
  options: {
    nosummary: { alias: 'S', type: 'boolean', describe: 'leave out the line with time and load' },
    pid: pidOption,
    ...pinnedFilters,
    ...inetOptions,
    sort: {
      alias: 's',
      type: 'string',
      choices: ['all', 'sent', 'received'],
      default: 'all',
      describe: 'largest first by this',
    },
    maxrows: { alias: 'r', type: 'integer', placeholder: 'ROWS', min: 1, describe: 'the most rows of each table' },
  },
  positionals: everySecondAndCount,
  table: {
    from: 'flows',
    live: true,
    rows: (entries): Row[] => entries.map(([flow, traffic]) => ({ ...flow, ...traffic })),
    sort: ({ received, sent }, { options }) =>
      options.sort === 'sent' ? sent : options.sort === 'received' ? received : sent + received,
    limit: ({ maxrows }) => maxrows,
    preamble: ({ interval }) => `Tracing... Output every ${interval} secs. Hit Ctrl-C to end`,
    above: (context) => (context.options.nosummary ? [] : loadAverageLines(context)),
    sections: [
      { where: ({ ends }) => ends.version === 4, columns: columns('', 21) },
      { where: ({ ends }) => ends.version === 6, columns: columns('6', 32) },
    ],
    fields: { version: ({ ends }) => ends.version },
  },
});
