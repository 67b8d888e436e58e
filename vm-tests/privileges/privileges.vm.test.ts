/** What a tool can do with less than root's privileges, and that it says what is missing. The README has the table. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ToolBench, toolTest } from '../tool-test.ts';

/** A tool of each way to attach. */
const tools = {
  'functions, by trampoline': 'opensnoop',
  'functions, by kprobe': 'funccount vfs_read',
  'tracepoints, by tracefs': 'funccount t:sched:sched_process_fork',
  'samples of a clock': 'profile -K',
  'functions of programs': 'bashreadline',
} as const;

const user = 'setpriv --reuid=65534 --regid=65534 --clear-groups';
const only = (...names: string[]) => {
  const list = names.map((name) => `+${name}`).join(',');
  return `${user} --bounding-set=-all,${list} --inh-caps=${list} --ambient-caps=${list}`;
};

/** How a command gets by with fewer privileges, under a name for people. */
const privileges = {
  CAP_BPF: only('bpf'),
  'and CAP_PERFMON': only('bpf', 'perfmon'),
  'and CAP_SYS_PTRACE': only('bpf', 'perfmon', 'sys_ptrace'),
  'and CAP_DAC_READ_SEARCH': only('bpf', 'perfmon', 'sys_ptrace', 'dac_read_search'),
  'and kernel.perf_event_paranoid=2': only('bpf', 'perfmon', 'sys_ptrace', 'dac_read_search'),
  'CAP_SYS_ADMIN alone': only('sys_admin'),
  'root of a user namespace': 'unshare --user --map-root-user',
  'root whose bpf(2) is filtered': 'python3 deny-bpf.py',
} as const;

const WORKS = 'works';

/** What came of a start: that it works, or the one line in which the tool says why not. */
async function attempt(bench: ToolBench, prefix: string, command: string): Promise<string> {
  const run = await bench.guest.start(`exec ${prefix} ${command}`, { notify: true });
  const attached = await run.ready.then(
    () => true,
    () => false,
  );
  if (attached) {
    // So that there are stacks whose names it has to look up.
    await sleep(1000);
    run.signal('INT');
  }
  const { status, stderr } = await run.wait(200_000);
  if (attached) {
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^([^\n]*hidden: CAP_SYSLOG is missing[^\n]*\n)?$/);
    return stderr ? `${WORKS}; names need CAP_SYSLOG` : WORKS;
  }
  const tool = command.split(' ')[0]!;
  assert.equal(status, 1, stderr);
  assert.match(stderr, new RegExp(`^${tool}: cannot [^\n]+\n$`));
  return stderr.trimEnd();
}

/** The reason in few words: the capabilities that are missing, where it is those. */
function reason(outcome: string): string {
  if (outcome.startsWith(WORKS)) return outcome.replace(/CAP_\w+/, '`$&`');
  const named = outcome.match(/CAP_\w+/g);
  if (named) return `needs ${named.map((name) => `\`${name}\``).join(', ')}`;
  const cause = /user namespace|seccomp filter/.exec(outcome)?.[0];
  assert.ok(cause, `names what is missing: ${outcome}`);
  return `no: ${cause}`;
}

const readme = new URL('../../README.md', import.meta.url);
const begin = '<!-- generated: BCC_TS_WRITE_PRIVILEGES=1 scripts/test -->';
const end = '<!-- end of privileges -->';

function table(cells: Readonly<Record<string, readonly string[]>>): string {
  const row = (words: readonly string[]) => `| ${words.join(' | ')} |`;
  const ways = Object.keys(tools);
  return [
    row(['Privileges', ...ways]),
    row(['---', ...ways.map(() => '---')]),
    ...Object.entries(cells).map(([name, outcomes]) => row([name, ...outcomes])),
  ].join('\n');
}

toolTest(
  'privileges',
  (bench, test) => {
    const cells: Record<string, string[]> = {};

    // Keeps the kernel busy, for the samples.
    before(() => bench.guest.run('setsid dd if=/dev/zero of=/dev/null bs=1M > /dev/null 2>&1 &'));

    for (const [name, prefix] of Object.entries(privileges)) {
      test(`${name}: each tool works or says what is missing`, async () => {
        await bench.guest.put('vm-tests/privileges/deny-bpf.py');
        await bench.guest.run(`sysctl -w kernel.perf_event_paranoid=${name.includes('paranoid') ? 2 : 3}`);
        const outcomes = await Promise.all(Object.values(tools).map((command) => attempt(bench, prefix, command)));
        cells[name] = outcomes.map(reason);
      });
    }

    test('the README has the same table', () => {
      const text = readFileSync(readme, 'utf8');
      const [before = '', rest = ''] = text.split(begin);
      const [documented = '', behind = ''] = rest.split(end);
      if (process.env.BCC_TS_WRITE_PRIVILEGES === '1') {
        writeFileSync(readme, `${before}${begin}\n${table(cells)}\n${end}${behind}`);
      } else assert.equal(documented.trim(), table(cells));
    });
  },
  { on: ['6.12'] },
);
