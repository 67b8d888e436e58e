import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { kernelNames, parseKernelName } from '../vm-tests/index.ts';
import { ensurePackages } from './apt-packages.ts';
import { type Check, checks, type Suite } from './cross-checking/checks.ts';
import { inRounds, type Observation, observe } from './cross-checking/rounds.ts';
import { formatLines, judge, type Line, unexplained } from './cross-checking/verdict.ts';

const tools = [...new Set(checks.map(({ tool }) => tool))];

const usage = `Usage: scripts/cross-check [OPTIONS]

Runs our tools, BCC's and libbpf-tools at once over the same workload in a virtual machine, and prints what each counted
beside what the workload made. Ends with status 1 when a difference has no known reason. Complete: about ten minutes.

  --tool NAME   only this tool (repeatable): ${tools.slice(0, 9).join(', ')},
                ${tools.slice(9).join(', ')}
  --kernel V    which kernel: ${kernelNames.join(', ')} (default: 6.1, the one whose headers BCC finds)
  --show        also what each tool printed, on stderr
  --help        this text
`;

function fail(message: string): never {
  process.stderr.write(`scripts/cross-check: ${message} (try: scripts/cross-check --help)\n`);
  process.exit(2);
}

function request() {
  const { values } = parseArgs({
    options: {
      tool: { type: 'string', multiple: true, default: [] },
      kernel: { type: 'string', default: '6.1' },
      show: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  for (const tool of values.tool) {
    if (!tools.includes(tool)) fail(`nothing to compare ${tool} with; there are: ${tools.join(', ')}`);
  }
  return { ...values, kernel: parseKernelName(values.kernel) };
}

async function build(wanted: readonly Check[]) {
  await ensurePackages(['clang-19', 'llvm-19']);
  const names = new Set(wanted.map(({ tool }) => tool));
  const { status } = spawnSync('scripts/build', ['--quiet', ...names], { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(1);
}

function showSaid({ pids, said }: Observation) {
  for (const [suite, { command, status, stdout, stderr }] of Object.entries(said)) {
    const clip = (text: string) => text.trimEnd().split('\n').slice(-60).join('\n');
    process.stderr.write(
      `=== ${suite} (workload ${pids[suite as Suite]}): ${command}: status ${status}\n${clip(stdout)}\n--- stderr\n${clip(stderr)}\n`,
    );
  }
}

async function crossCheck({ tool, kernel, show }: ReturnType<typeof request>): Promise<number> {
  const wanted = checks.filter((check) => tool.length === 0 || tool.includes(check.tool));
  await build(wanted);
  const lines: Line[] = [];
  for (const round of inRounds(wanted)) {
    const began = performance.now();
    const observations = await observe(kernel, round);
    const took = ((performance.now() - began) / 1000).toFixed(0);
    process.stderr.write(`[${took} s] ${round.map((check) => check.workload ?? check.tool).join(', ')}\n`);
    for (const [i, check] of round.entries()) {
      if (show) showSaid(observations[i]!);
      lines.push(...judge(check, observations[i]!));
    }
  }
  process.stdout.write(`${formatLines(lines)}\n`);
  return unexplained(lines).length > 0 ? 1 : 0;
}

process.chdir(new URL('..', import.meta.url).pathname);
let options: ReturnType<typeof request>;
try {
  options = request();
} catch (error) {
  fail((error as Error).message);
}
if (options.help) process.stdout.write(usage);
else {
  process.exitCode = await crossCheck(options).catch((error: Error) => {
    process.stderr.write(`scripts/cross-check: ${error.message}\n`);
    return 1;
  });
}
