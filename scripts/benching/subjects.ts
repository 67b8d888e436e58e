/** What is compared. */

/** Ours first: the others' figures are shown as multiples of it. */
export const suites = ['bcc-ts', 'bpfcc-tools', 'libbpf-tools', 'bpftrace'] as const;
export type Suite = (typeof suites)[number];

export interface Subject {
  name: string;
  /** What makes the tool show a line; nothing for a tool that shows only sums. */
  trigger?: keyof typeof eventMarks;
  /** The same words for every suite. */
  args?: readonly string[];
  /** What bpftrace is given where it brings no such tool; first it says that it begins, as the others do. */
  bpftrace?: string;
  /** Suites whose first line comes before they are attached, so that it says nothing. */
  speaksEarly?: readonly Suite[];
  /** Part of a quick run. */
  quick?: boolean;
}

/** What is in the line of the event that meter.c causes. */
export const eventMarks = { open: '/bench-absent', exec: 'bench-marker', connect: '7009', read: 'vdb' } as const;

/** Tools that most suites have. One that is not written yet is left out, unless it is named. */
export const subjects: readonly Subject[] = [
  { name: 'execsnoop', trigger: 'exec', quick: true },
  { name: 'opensnoop', trigger: 'open', quick: true },
  { name: 'biolatency', quick: true },
  { name: 'runqlat' },
  {
    name: 'profile',
    speaksEarly: ['bpfcc-tools', 'bpftrace'],
    bpftrace: 'BEGIN { printf("Sampling\\n"); } profile:hz:49 { @[pid, comm, ustack, kstack] = count(); }',
  },
  {
    name: 'funccount',
    speaksEarly: ['bpftrace'],
    args: ['vfs_*'],
    bpftrace: 'BEGIN { printf("Counting\\n"); } kprobe:vfs_* { @[func] = count(); }',
  },
  { name: 'tcpconnect', trigger: 'connect' },
  { name: 'biosnoop', trigger: 'read' },
];

/** The tool that is put under load. */
export const stormSubject = 'opensnoop';

/** Where the guest has its own copy of what was built. */
export const guestDirectory = '/root/bench';

export function toolPath(suite: Suite, name: string): string {
  const paths = {
    'bcc-ts': `${guestDirectory}/tools/${name}.cjs`,
    'bpfcc-tools': `/usr/sbin/${name}-bpfcc`,
    'libbpf-tools': `/usr/sbin/${name}`,
    bpftrace: `/usr/sbin/${name}.bt`,
  };
  return paths[suite];
}

/**
 * Makes a suite write each line into a pipe at once: left alone, Python and the C library keep 4 or 8 KiB of them back,
 * and the first line would come with the hundredth event.
 */
export const lineBuffering: Readonly<Record<Suite, readonly string[]>> = {
  'bcc-ts': [],
  'bpfcc-tools': ['PYTHONUNBUFFERED=1'],
  'libbpf-tools': ['LD_PRELOAD=/usr/libexec/coreutils/libstdbuf.so', '_STDBUF_O=L'],
  bpftrace: [],
};
