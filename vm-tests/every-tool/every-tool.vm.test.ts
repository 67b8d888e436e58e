/**
 * What every tool does alike: signals, pipes, JSON, hostile text, missing privileges. What a tool shows is for its own
 * test; here it only must show something, and show it properly.
 */
import assert from 'node:assert/strict';
import { before } from 'node:test';
import { type ToolBench, type ToolResult, toolTest } from '../tool-test.ts';
import { everyTool, hasOption, invocation, saysSomething } from './invocation.ts';
import { documentedFields, documentFields, fieldsOf, undocumented, unite } from './json-fields.ts';

/** So many tools run at the same time, each of them in all its variants. */
const TOGETHER = 3;

/** Does something to a terminal: controls other than the line break, and what turns the direction of text. */
const control = /[^\P{Cc}\n]/u;
/** As BCC's memleak indents its frames. */
const indentation = /^\t+(0x[0-9a-f]{16}\t)?/gm;
const direction = /[\p{Bidi_Control}\p{Zl}\p{Zp}]/u;

function* groups<T>(items: readonly T[], size: number): Iterable<T[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size);
}

const ownCgroup = '$(stat -c %i /sys/fs/cgroup)';
const ownMountNamespace = '$(stat -Lc %i /proc/self/ns/mnt)';
/** A cgroup without tasks, and sets of cgroups and mount namespaces: one with the workload's, one without. */
const prepareFilters = `
ulimit -l unlimited
mkdir /sys/fs/cgroup/nobody
python3 pin-map.py /sys/fs/bpf/our-cgroup 8 ${ownCgroup}
python3 pin-map.py /sys/fs/bpf/our-mount 4 ${ownMountNamespace}
python3 pin-map.py /sys/fs/bpf/no-cgroup 8 4242
`;

/** How each tool is run, all at the same time, and how it is ended. */
interface Variant {
  options: string;
  signal: 'INT' | 'TERM' | 'HUP';
  /** Only tools with this option. */
  needs?: string;
  /** The same program does it on every kernel: it is tried on one. */
  once?: true;
}

const variants = {
  text: { options: '', signal: 'INT' },
  json: { options: '--json', signal: 'TERM' },
  elsewhere: { options: '--json --cgroup /sys/fs/cgroup/nobody', signal: 'HUP', needs: '--cgroup' },
  pinned: {
    options: '--json --cgroupmap /sys/fs/bpf/our-cgroup --mntnsmap /sys/fs/bpf/our-mount',
    signal: 'INT',
    needs: '--cgroupmap',
    once: true,
  },
  pinnedElsewhere: {
    options: '--json --cgroupmap /sys/fs/bpf/no-cgroup',
    signal: 'INT',
    needs: '--cgroupmap',
    once: true,
  },
} as const satisfies Record<string, Variant>;

type Shown = Partial<Record<keyof typeof variants, ToolResult>> & { text: ToolResult; json: ToolResult };

function variantsOf(tool: string, kernel: string): [keyof typeof variants, Variant][] {
  const all = Object.entries(variants) as [keyof typeof variants, Variant][];
  return all.filter(([, { needs, once }]) => (!needs || hasOption(tool, needs)) && (!once || kernel === '6.12'));
}

/** Runs a group of tools in all their variants over one workload. */
async function showTogether(bench: ToolBench, tools: readonly string[]): Promise<[string, Shown][]> {
  const runs = await Promise.all(
    tools.flatMap((tool) =>
      variantsOf(tool, bench.kernel).map(async ([name, { options, signal }]) => {
        const run = await bench.start(invocation(tool, options));
        return { tool, name, signal, run };
      }),
    ),
  );
  const done = await bench.run('bash every-tool-workload.sh');
  assert.equal(done.status, 0, done.stderr);
  const results = await Promise.all(
    runs.map(async ({ tool, name, signal, run }) => {
      run.signal(signal);
      return { tool, name, result: await run.wait() };
    }),
  );
  return tools.map((tool) => [
    tool,
    Object.fromEntries(results.filter((run) => run.tool === tool).map(({ name, result }) => [name, result])) as Shown,
  ]);
}

/** The lines that show something. */
const events = (tool: string, result: ToolResult) => result.json().filter((line) => saysSomething(tool, line));

/** A line about lost events is the only one a tool may write to standard error while all is well. */
const complaints = ({ stderr }: ToolResult) => stderr.split('\n').filter((line) => line && !/\blost\b/.test(line));

toolTest(
  'every tool',
  (bench, test) => {
    const shown = new Map<string, Shown>();

    before(async () => {
      await bench.guest.put('vm-tests/every-tool/workload.sh', '/root/every-tool-workload.sh');
      await bench.guest.put('vm-tests/every-tool/pin-map.py');
      assert.equal((await bench.run(prepareFilters)).status, 0);
      for (const tools of groups(everyTool, TOGETHER)) {
        for (const [tool, results] of await showTogether(bench, tools)) shown.set(tool, results);
      }
    });

    for (const tool of everyTool) {
      test(`${tool}: ends with status 0 on SIGINT, SIGTERM and SIGHUP, and complains of nothing`, () => {
        for (const result of Object.values(shown.get(tool)!)) {
          assert.deepEqual([result.status, complaints(result)], [0, []], result.command);
        }
      });

      test(`${tool}: shows no character that would do something to a terminal`, () => {
        const { text, json } = shown.get(tool)!;
        assert.ok(text.lines.length > 1, 'it shows something');
        for (const { stdout } of [text, json]) {
          assert.ok(!control.test(stdout.replace(indentation, '')));
          assert.ok(!direction.test(stdout));
        }
        assert.ok(!text.stdout.includes('\ufffd'));
      });

      test(`${tool}: writes JSON lines with the fields that its README lists`, () => {
        const records = shown.get(tool)!.json.json();
        const lines = events(tool, shown.get(tool)!.json);
        assert.ok(lines.length > 0, 'it shows something');
        for (const { cause, count } of records.filter(({ type }) => type === 'lost')) {
          assert.deepEqual([typeof cause, typeof count], ['string', 'number']);
        }
        const seen = fieldsOf(lines);
        const documented = documentedFields(tool);
        if (process.env.BCC_TS_WRITE_FIELDS === '1') {
          documentFields(tool, documented.size ? unite(documented, seen) : seen);
        } else assert.deepEqual(undocumented(seen, documented), []);
      });

      if (hasOption(tool, '--cgroup')) {
        test(`${tool}: shows tasks of the cgroup, and of the pinned sets, that it is told`, () => {
          const { elsewhere, pinned, pinnedElsewhere } = shown.get(tool)!;
          assert.deepEqual(events(tool, elsewhere!), []);
          if (!pinned || !pinnedElsewhere) return;
          assert.notDeepEqual(events(tool, pinned), []);
          assert.deepEqual(events(tool, pinnedElsewhere), []);
        });
      }
    }
  },
  { disks: [{ sizeMb: 64 }] },
);

const nobody = 'setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs';

/** What each tool is put to on one kernel, and what must come of it. */
const trials: Readonly<Record<string, (bench: ToolBench, tool: string) => Promise<void>>> = {
  'explains itself to anybody': async (bench, tool) => {
    const { status, stdout, stderr } = await bench.run(`${nobody} ${tool} --help && ${nobody} ${tool} --version`);
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, new RegExp(`^usage: ${tool} [^]*\\n${tool} \\d+\\.\\d+\\.\\d+.*\\n$`));
  },
  'names in one line what an ordinary user lacks': async (bench, tool) => {
    const { status, stdout, stderr } = await bench.run(`${nobody} ${invocation(tool)}`);
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, new RegExp(`^${tool}: cannot .*(CAP_|permission|permitted|root).*\n$`));
  },
  'ends quietly when its reader has enough': async (bench, tool) => {
    const command = `set -o pipefail; ${invocation(tool)} | head -1`;
    const { status, stdout, stderr } = await bench.run(`timeout 60 bash -c "${command.replaceAll('"', '\\"')}"`);
    assert.deepEqual([status, complaints({ stderr } as ToolResult)], [0, []]);
    assert.equal(stdout.split('\n').length, 2, 'one line');
  },
  'says that the disk is full': async (bench, tool) => {
    const { status, stderr } = await bench.run(`timeout 60 ${invocation(tool)} >/dev/full`);
    assert.equal(status, 1, stderr);
    assert.match(stderr, new RegExp(`^${tool}: cannot write output: No space left on device$`, 'm'));
  },
  'refuses an unknown option with status 2': async (bench, tool) => {
    const { status, stdout, stderr } = await bench.run(`${tool} --no-such-option`);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, new RegExp(`^${tool}: .*no-such-option.*\n$`));
  },
  'leaves nothing behind when it is killed': async (bench, tool) => {
    const run = await bench.start(invocation(tool));
    run.signal('KILL');
    await run.wait();
    const left = await bench.run(
      'cat /sys/kernel/tracing/kprobe_events /sys/kernel/tracing/uprobe_events; ls /sys/fs/bpf',
    );
    assert.equal(left.stdout, '');
  },
};

toolTest(
  'every tool, whatever the kernel',
  (bench, test) => {
    for (const tool of everyTool) {
      for (const [title, trial] of Object.entries(trials)) test(`${tool}: ${title}`, () => trial(bench, tool));
    }
  },
  { on: ['6.12'] },
);
