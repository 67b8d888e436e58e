/** Each command line that people are told to type runs: it attaches, ends at Ctrl-C with status 0, complains of nothing. */
import assert from 'node:assert/strict';
import { before } from 'node:test';
import { everyTool } from '../every-tool/invocation.ts';
import { type ToolBench, type ToolResult, toolTest } from '../tool-test.ts';
import { examplesOf, localized, type Standins, usualCommands } from './commands.ts';

/** So many run at the same time. */
const TOGETHER = 8;

/** What is no fault of the command: losses, patience asked for, functions that cannot be probed. */
const expected = /: \d+ \S+( \S+)? lost\b|: attaching to \d+ places one by one|: \d+ of \d+ matching places left out/;

/** The result, or why there is none. */
async function tried(bench: ToolBench, command: string): Promise<ToolResult | Error> {
  try {
    const run = await bench.start(`export PATH=/root/bin:$PATH; set -o pipefail; ${command}`);
    return await run.interrupt();
  } catch (error) {
    return error as Error;
  }
}

toolTest(
  'examples',
  (bench, test) => {
    const outcomes = new Map<string, ToolResult | Error>();
    let standins: Standins;

    before(async () => {
      await bench.guest.put('vm-tests/every-tool/pin-map.py');
      await bench.guest.put('vm-tests/examples/prepare.sh', '/root/prepare-examples.sh');
      const { stdout, stderr } = await bench.run('ulimit -l unlimited; bash prepare-examples.sh');
      const [first = '', second = ''] = stdout.split('\n');
      assert.match(second, /^\d+$/, stderr);
      standins = { pids: [first, second], disk: 'vdb' };
      const commands = everyTool.flatMap((tool) => [...examplesOf(tool), ...(usualCommands[tool] ?? [])]);
      const waiting = Array.from(new Set(commands));
      const work = async () => {
        for (let command = waiting.shift(); command !== undefined; command = waiting.shift()) {
          outcomes.set(command, await tried(bench, localized(command, standins)));
        }
      };
      await Promise.all(Array.from({ length: TOGETHER }, work));
    });

    for (const tool of everyTool) {
      test(`${tool}: every command that people are told to type runs`, () => {
        const examples = examplesOf(tool);
        assert.ok(examples.length > 1, 'the README has examples');
        const problems: string[] = [];
        for (const command of [...examples, ...(usualCommands[tool] ?? [])]) {
          const outcome = outcomes.get(command)!;
          if (outcome instanceof Error) problems.push(`${command}: ${outcome.message}`);
          else {
            const odd = outcome.stderr.split('\n').filter((line) => line && !expected.test(line));
            if (outcome.status !== 0 || odd.length) problems.push(`${command}: ${outcome.status} ${odd.join('\n')}`);
          }
        }
        assert.deepEqual(problems, []);
      });
    }
  },
  { on: ['6.12'], disks: [{ sizeMb: 64 }] },
);
