/** What is compared, and where the others are known to differ. */
import { histogramTotal, outstandingBytes, type Row, rowsUnder, stackTotal, sumOf } from './reading.ts';

/** Ours first: it is what the others are held against. */
export const suites = ['bcc-ts', 'bpfcc-tools', 'libbpf-tools'] as const;
export type Suite = (typeof suites)[number];

export interface Figure {
  what: string;
  /** What the workload made; undefined where it cannot know. */
  made?: number;
  read: (output: string, pid: string) => number;
  /** How far figures may lie apart, as a share; default: not at all. */
  slack?: number;
  /** Why a suite may show something else. */
  allowed?: Partial<Record<Suite, string>>;
}

export interface Check {
  tool: string;
  /** The workload's name, where one tool has several. */
  workload?: string;
  /** Which of the two programs the workload is in. */
  program?: 'c';
  /** Arguments of all, or of each; `PID` is the workload's process. A suite without any has no such tool. */
  args: string | Partial<Record<Suite, string>>;
  /**
   * Where the suites get into each other's way they take turns, with the other checks that do so for this reason. On
   * programs: Debian 12's BCC hands the kernel an arbitrary number as the offset of a reference counter, and the kernel
   * refuses a place where somebody else gave another.
   */
  turns?: 'counts the whole system' | 'attaches to programs';
  figures: readonly Figure[];
  /** Why a suite's tool may not work at all. */
  broken?: Partial<Record<Suite, string>>;
}

const both = (reason: string) => ({ 'bpfcc-tools': reason, 'libbpf-tools': reason });

const inlinedAccounting = 'attaches to a function that the compiler inlined in this kernel';

const differenceOfCalls = { 'bpfcc-tools': 'subtracts calls of functions that are called for other things too' };

const noSuchTool = (args: string) => ({ 'bcc-ts': args, 'bpfcc-tools': args });

const count =
  (wanted: (row: Row, pid: string) => boolean, ...columns: string[]) =>
  (output: string, pid: string) =>
    rowsUnder(output, ...columns).filter((row) => wanted(row, pid)).length;

const execs = (mark: string) =>
  count((row, pid) => row.PPID === pid && row.ARGS!.includes(mark), 'PPID', 'RET', 'ARGS');

const opens = (path: string) => count((row, pid) => row.PID === pid && row.PATH === path, 'PID', 'PATH');

const connects = (ip: string, port: string) =>
  count((row, pid) => row.PID === pid && row.IP === ip && row.DPORT === port, 'PID', 'IP', 'DPORT');

const sessions = (output: string, pid: string) =>
  rowsUnder(output, 'PID', 'RPORT', 'MS').filter((row) => row.PID === pid && row.RPORT === '7301');

const traffic = (column: string) => (output: string, pid: string) =>
  sumOf(
    [...rowsUnder(output, 'PID', 'RX_KB', 'TX_KB')].filter((row) => row.PID === pid),
    column,
  );

const requests = (kind: string) => (output: string) =>
  rowsUnder(output, 'COMM', 'DISK', 'BYTES').filter((row) => row.DISK === 'vdb' && row.T === kind);

const called = (name: string, heading: string) => (output: string) =>
  sumOf(
    rowsUnder(output, heading, 'COUNT').filter((row) => row[heading] === name),
    'COUNT',
  );

const ofFile = (column: string) => (output: string) =>
  sumOf(
    rowsUnder(output, 'READS', 'WRITES', 'FILE').filter((row) => row.FILE === 'x-file'),
    column,
  );

const ofCache = (column: string) => (output: string) => sumOf(rowsUnder(output, 'HITS', 'MISSES'), column);

const allCounts = (output: string) => histogramTotal(output);

export const checks: readonly Check[] = [
  {
    tool: 'execsnoop',
    args: '-x',
    figures: [
      { what: 'programs started', made: 23, read: execs('x-check done') },
      { what: 'starts that fail', made: 11, read: execs('x-check failed') },
      { what: 'started by descriptor', made: 7, read: execs('x-check by-fd'), allowed: both('traces execve() only') },
    ],
  },
  {
    tool: 'opensnoop',
    args: '-p PID',
    figures: [
      {
        what: 'opened',
        made: 114,
        read: opens('/tmp/x-open/there'),
        allowed: { 'libbpf-tools': 'does not trace openat2()' },
      },
      { what: 'not there', made: 53, read: opens('/tmp/x-open/absent') },
      { what: 'creat()', made: 7, read: opens('/tmp/x-open/created'), allowed: both('does not trace creat()') },
    ],
  },
  {
    tool: 'tcpconnect',
    args: '-p PID',
    figures: [
      { what: 'IPv4', made: 13, read: connects('4', '7201') },
      { what: 'IPv6', made: 7, read: connects('6', '7201') },
      { what: 'refused', made: 5, read: connects('4', '9') },
    ],
  },
  {
    tool: 'tcplife',
    args: '',
    figures: [
      { what: 'sessions of the client', made: 11, read: (output, pid) => sessions(output, pid).length },
      { what: 'KB sent', made: 110, read: (output, pid) => sumOf(sessions(output, pid), 'TX_KB') },
      { what: 'KB received', made: 44, read: (output, pid) => sumOf(sessions(output, pid), 'RX_KB') },
      {
        what: 'sessions of the server',
        made: 11,
        read: count((row) => row.LPORT === '7301', 'PID', 'LPORT', 'MS'),
      },
    ],
  },
  {
    tool: 'tcptop',
    args: '-C -p PID 1000',
    figures: [
      { what: 'KB sent', made: 6144, read: traffic('TX_KB'), slack: 0.005 },
      { what: 'KB received', made: 24, read: traffic('RX_KB') },
    ],
  },
  {
    tool: 'gethostlatency',
    args: '',
    turns: 'attaches to programs',
    figures: [
      {
        what: 'lookups',
        made: 25,
        read: count((row, pid) => row.PID === pid && row.HOST === 'localhost', 'PID', 'HOST'),
      },
    ],
  },
  {
    tool: 'bashreadline',
    args: '',
    turns: 'attaches to programs',
    figures: [
      {
        what: 'lines',
        made: 20,
        read: count((row) => row.COMMAND!.startsWith(': x-line'), 'PID', 'COMMAND'),
        allowed: both('misses the line that a shell was waiting for when it started'),
      },
    ],
  },
  {
    tool: 'biosnoop',
    args: '',
    broken: {
      'bpfcc-tools': `does not start: ${inlinedAccounting}`,
      'libbpf-tools': `does not start: ${inlinedAccounting}`,
    },
    figures: [
      { what: 'reads', made: 37, read: (output) => requests('R')(output).length },
      { what: 'writes', made: 19, read: (output) => requests('W')(output).length },
      { what: 'bytes written', made: 19 * 8192, read: (output) => sumOf(requests('W')(output), 'BYTES') },
    ],
  },
  {
    tool: 'biolatency',
    args: '-D',
    broken: { 'bpfcc-tools': `does not start: ${inlinedAccounting}` },
    figures: [{ what: 'requests', made: 312, read: (output) => histogramTotal(output, /= '?vdc'?/) }],
  },
  {
    tool: 'syscount',
    args: '-p PID',
    figures: [
      { what: 'getpgid', made: 1009, read: called('getpgid', 'SYSCALL') },
      { what: 'rmdir', made: 101, read: called('rmdir', 'SYSCALL') },
    ],
  },
  {
    tool: 'filetop',
    args: '-C -p PID 1000',
    figures: [
      { what: 'writes', made: 503, read: ofFile('WRITES') },
      { what: 'KB written', made: 2012, read: ofFile('W_Kb') },
      { what: 'reads', made: 251, read: ofFile('READS') },
      { what: 'KB read', made: 2008, read: ofFile('R_Kb') },
    ],
  },
  {
    tool: 'funccount',
    args: noSuchTool("-p PID -r '^vfs_(read|write)$'"),
    figures: [
      // Two more for the pipe that it waits on.
      { what: 'vfs_read', made: 1009 + 2, read: called('vfs_read', 'FUNC') },
      { what: 'vfs_write', made: 503, read: called('vfs_write', 'FUNC') },
    ],
  },
  {
    tool: 'funccount',
    workload: 'work',
    program: 'c',
    args: noSuchTool('-p PID /root/workload:x_work'),
    turns: 'attaches to programs',
    figures: [{ what: 'x_work', made: 12347, read: called('x_work', 'FUNC') }],
  },
  {
    tool: 'funclatency',
    workload: 'timed-sleep',
    program: 'c',
    args: '-p PID do_nanosleep',
    figures: [{ what: 'do_nanosleep', made: 97, read: allCounts }],
  },
  {
    tool: 'funclatency',
    workload: 'timed-work',
    program: 'c',
    args: {
      'bcc-ts': '-p PID /root/workload:x_work',
      'bpfcc-tools': '-p PID /root/workload:x_work',
      'libbpf-tools': '-p PID :x_work',
    },
    turns: 'attaches to programs',
    figures: [{ what: 'x_work', made: 12347, read: allCounts }],
  },
  {
    tool: 'runqlat',
    program: 'c',
    args: '-p PID',
    figures: [{ what: 'waits for a CPU', made: 499, read: allCounts, slack: 0.1 }],
  },
  {
    tool: 'profile',
    program: 'c',
    args: noSuchTool('-F 49 -f -U -p PID'),
    figures: [{ what: 'samples in x_spin', read: (output) => stackTotal(output, /x_spin/), slack: 0.1 }],
  },
  {
    tool: 'offcputime',
    program: 'c',
    args: { 'bcc-ts': '-f -p PID', 'bpfcc-tools': '-f -p PID', 'libbpf-tools': '-p PID' },
    figures: [{ what: 'us in nanosleep', read: (output) => stackTotal(output, /nanosleep/), slack: 0.05 }],
  },
  {
    tool: 'memleak',
    program: 'c',
    args: noSuchTool('-p PID 3'),
    turns: 'attaches to programs',
    figures: [
      { what: 'bytes outstanding in x_leak', made: 48 * 101, read: (output) => outstandingBytes(output, /x_leak/) },
      { what: 'bytes outstanding in x_tidy', made: 0, read: (output) => outstandingBytes(output, /x_tidy/) },
    ],
  },
  {
    tool: 'cachestat',
    args: '1000',
    turns: 'counts the whole system',
    figures: [
      { what: 'misses', made: 5003, read: ofCache('MISSES'), slack: 0.1, allowed: differenceOfCalls },
      { what: 'hits', made: 3 * 5003, read: ofCache('HITS'), slack: 0.1, allowed: differenceOfCalls },
      { what: 'dirtied', made: 1009, read: ofCache('DIRTIES'), slack: 0.1, allowed: differenceOfCalls },
    ],
    broken: { 'libbpf-tools': 'does not start: attaches to functions that this kernel does not have' },
  },
];

export function workloadOf({ tool, workload = tool }: Check): string {
  return workload;
}

export function argumentsOf({ args }: Check, suite: Suite): string | undefined {
  return typeof args === 'string' ? args : args[suite];
}
