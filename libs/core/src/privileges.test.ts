import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { effectiveCapabilities, explainPermission } from './privileges.ts';

const capabilities = (...bits: number[]) => {
  const mask = bits.reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n);
  return `Name:\tnode\nCapEff:\t${mask.toString(16).padStart(16, '0')}\n`;
};
const [admin, perfmon, bpf] = [21, 38, 39];
const host = '         0          0 4294967295\n';
const tracefs = { '/sys/kernel/tracing/trace': '# tracer: nop\n' };

const cases: [what: string, files: Record<string, string>, message: RegExp, syscall?: string][] = [
  ['an ordinary user', { '/proc/self/status': capabilities() }, /: CAP_BPF and CAP_PERFMON missing \(run it as root/],
  ['one capability', { '/proc/self/status': capabilities(bpf) }, /: CAP_PERFMON missing/],
  [
    'lockdown',
    { '/proc/self/status': capabilities(admin), '/sys/kernel/security/lockdown': 'none integrity [confidentiality]\n' },
    /lockdown is in confidentiality mode/,
  ],
  [
    'no tracefs',
    { '/proc/self/status': capabilities(bpf, perfmon) },
    /tracefs may not be read \(needs CAP_DAC_READ_SEARCH\)/,
  ],
  [
    'what Debian adds to perf_event_open',
    { '/proc/self/status': capabilities(bpf, perfmon), '/proc/sys/kernel/perf_event_paranoid': '3\n' },
    /: CAP_SYS_ADMIN missing, as kernel.perf_event_paranoid is 3 \(try: sysctl/,
    'bpf_program__attach_uprobe_opts',
  ],
  [
    'what newer kernels ask for uprobes',
    { '/proc/self/status': capabilities(bpf, perfmon), ...tracefs, '/proc/sys/kernel/perf_event_paranoid': '2\n' },
    /: CAP_SYS_ADMIN missing, which newer kernels want/,
    'bpf_program__attach_uprobe_opts',
  ],
  [
    'the limit of locked memory',
    {
      '/proc/self/status': capabilities(bpf, perfmon),
      ...tracefs,
      '/proc/self/uid_map': host,
      '/proc/self/limits': 'Max locked memory         65536                65536                bytes     \n',
    },
    /only 65536 bytes of memory may be locked \(ulimit -l unlimited/,
  ],
  [
    'a user namespace',
    { '/proc/self/status': capabilities(admin), ...tracefs, '/proc/self/uid_map': '0 100000 65536\n' },
    /inside a user namespace/,
  ],
  [
    'something else',
    { '/proc/self/status': capabilities(admin), ...tracefs, '/proc/self/uid_map': host },
    /^operation not permitted \(a security module or a container/,
  ],
  ['unreadable /proc', {}, /CAP_BPF and CAP_PERFMON missing/],
];

describe('explainPermission', () => {
  for (const [what, files, message, syscall = 'bpf'] of cases) {
    it(`names ${what}`, () => {
      const text = explainPermission({ message: 'Operation not permitted', syscall }, { read: (path) => files[path] });
      assert.match(text, message);
      assert.doesNotMatch(text, /\n/);
    });
  }
});

it('effective capabilities are read from the mask', () => {
  const files = { read: () => capabilities(bpf, perfmon) };
  assert.deepEqual([...effectiveCapabilities(files)].sort(), ['CAP_BPF', 'CAP_PERFMON']);
});
