/** A tool that is told to end while it starts does so, at whatever instant that is, and leaves nothing behind. */
import assert from 'node:assert/strict';
import { before } from 'node:test';
import { toolTest } from '../tool-test.ts';

/** One of each shape, and of each way to attach that takes its time. */
const commands = ['opensnoop', 'runqlat', 'filetop -C', 'profile', "funccount 'vfs_*'"];

/** Of each command, with each signal; more to look for what is rare. */
const ROUNDS = process.env.BCC_TS_ROUNDS ?? '3';

const signals = { INT: 2, KILL: 9 } as const;

interface Starts {
  start_s: number;
  end_s: number;
  rounds: { instant: number; status: number | null; seconds: number | null; errors: string }[];
}

toolTest(
  'interrupted starts',
  (bench, test) => {
    const results = new Map<string, Starts>();

    before(async () => {
      await bench.guest.put('vm-tests/every-tool/interrupted-starts.py');
      await Promise.all(
        commands.map(async (command) => {
          for (const signal of Object.keys(signals)) {
            const { stdout, stderr } = await bench.guest.run(
              `python3 interrupted-starts.py ${signal} ${ROUNDS} ${command}`,
              { timeoutMs: 500_000 },
            );
            assert.equal(stderr, '', command);
            results.set(`${signal} ${command}`, JSON.parse(stdout));
          }
        }),
      );
    });

    for (const command of commands) {
      test(`${command}: ends at once at whatever instant it is interrupted`, () => {
        const { rounds, start_s, end_s } = results.get(`INT ${command}`)!;
        assert.equal(rounds.length, Number(ROUNDS));
        for (const { instant, status, seconds, errors } of rounds) {
          const what = `after ${instant} s: status ${status}, ${seconds} s (start ${start_s} s, end ${end_s} s): ${errors}`;
          assert.ok(status === 0 || status === -signals.INT, what);
          assert.equal(errors.replaceAll(/^.*\b(lost|one by one|left out)\b.*\n/gm, ''), '', what);
          // A call into the kernel that attaches is not interrupted.
          assert.ok(seconds! < 2 * (start_s + end_s) + 1, what);
        }
      });
    }

    test('nothing is left behind, however they ended', async () => {
      for (const { rounds } of results.values()) for (const { status } of rounds) assert.notEqual(status, null);
      const left = await bench.run(`
        for try in {1..100}; do
          { cat /sys/kernel/tracing/kprobe_events /sys/kernel/tracing/uprobe_events; ls /sys/fs/bpf
            bpftool prog show | grep -E ' (kprobe|tracing|perf_event|raw_tracepoint|tracepoint) '; } > left
          [ -s left ] || break
          sleep 0.3
        done; cat left`);
      assert.equal(left.stdout, '');
    });
  },
  { on: ['6.12'] },
);
