/** The command lines that people have been told to type. */
import { readFileSync } from 'node:fs';

/** Lines that are known from BCC's tools of the same names, in what they differ from the examples of ours. */
export const usualCommands: Readonly<Record<string, readonly string[]>> = {
  bashreadline: ['bashreadline -s'],
  biolatency: ['biolatency -Q 1 10', 'biolatency -Fm -d sdc'],
  biosnoop: ['biosnoop -QP -d sdc'],
  cachestat: ['cachestat -T 1 10'],
  execsnoop: [
    'execsnoop -tUq -n main -l tpkg',
    'execsnoop -P 181 -u 1000',
    'execsnoop --cgroupmap /sys/fs/bpf/test01 --mntnsmap /sys/fs/bpf/test02',
  ],
  filetop: ['filetop -Ca -r 8 5 10', 'filetop -s reads --read-only'],
  funccount: [
    "funccount -Tri 5 -c 1 '^tcp_s.*'",
    "funccount -d 10 -p 181 'c:write*'",
    "funccount -r 'c:(read|write)$'",
    'funccount t:sched:sched_process_fork',
  ],
  funclatency: ["funclatency -F 'vfs_fstat*'", 'funclatency -ui 2 -d 10 c:open'],
  gethostlatency: [],
  memleak: [
    "memleak -c './test' -s 5 5 10",
    'memleak -p 181 -z 16 -Z 32 -T 3 --combined-only',
    'memleak -O /opt/lib/libc.so.6 -p 181',
  ],
  offcputime: ['offcputime -f 5', 'offcputime -t 181 -d', 'offcputime -k -M 10000', 'offcputime -u --state 1'],
  opensnoop: [
    'opensnoop -TUF -b 8 -t 181',
    'opensnoop -d 10 -n main -u 1000 --cgroupmap /sys/fs/bpf/test01 --mntnsmap /sys/fs/bpf/test02',
  ],
  profile: [
    'profile -c 1000000 5',
    'profile -L 181 -d',
    'profile -IA -C 0',
    'profile --stack-storage-size 20000 -K -f',
  ],
  runqlat: ['runqlat -p 181 -P 1 10', 'runqlat --pidnss'],
  syscount: ['syscount -d 10 -x -L -m', 'syscount -P -T 20 -p 181', 'syscount -c 181 -e EPERM', 'syscount -t 181'],
  tcpconnect: ['tcpconnect -t -4 -L', 'tcpconnect -c -p 181', 'tcpconnect -U -u 1000 -6 -P 80'],
  tcplife: ['tcplife -t -L 80,81 -4', 'tcplife -T -6 -p 181'],
  tcptop: ['tcptop -CS 1 10', 'tcptop -4 -p 181', 'tcptop -6'],
};

/** The examples of a tool's README, which are those of its manual page. */
export function examplesOf(tool: string): string[] {
  const readme = readFileSync(new URL(`../../tools/${tool}/README.md`, import.meta.url), 'utf8');
  const [, section = ''] = readme.split('## Examples\n');
  const rows = section.split('\n## ')[0]!.matchAll(/^\| `(.+?)` \|/gm);
  return Array.from(rows, ([, command]) => command!.replaceAll('\\|', '|'));
}

/** What there is in the guest for what an example names. */
export interface Standins {
  /** Two processes. */
  pids: readonly [string, string];
  /** A disk. */
  disk: string;
}

/** The command with names of this guest. */
export function localized(command: string, { pids, disk }: Standins): string {
  return command
    .replaceAll(/\b(181|185)\b/g, pids[0])
    .replaceAll(/\b182\b/g, pids[1])
    .replaceAll(/\b(nvme0n1(p2)?|sdc)\b/g, disk);
}
