import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { kernelNames, parseKernelName, prepareGuest } from '../vm-tests/index.ts';
import { ensurePackages } from './apt-packages.ts';
import { runChecks } from './testing/checks.ts';
import { runTestFiles } from './testing/run-files.ts';
import { Tally } from './testing/tally.ts';

const usage = `Usage: scripts/test [--unit] [--tool NAME]... [--kernel V]...

  --unit        lint, types and the tests that need no kernel
  --tool NAME   only this tool's guest tests (repeatable)
  --kernel V    only on this kernel: ${kernelNames.join(', ')} (repeatable)
  --help        this text
`;

interface Selection {
  unit: boolean;
  tools: string[];
  kernels: string[];
}

function fail(message: string): never {
  process.stderr.write(`scripts/test: ${message} (try: scripts/test --help)\n`);
  process.exit(2);
}

function parseSelection(args: string[]): Selection {
  try {
    const { values } = parseArgs({
      args,
      options: {
        unit: { type: 'boolean', default: false },
        tool: { type: 'string', multiple: true, default: [] },
        kernel: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(usage);
      process.exit(0);
    }
    for (const tool of values.tool) if (!existsSync(`tools/${tool}/${tool}.test.ts`)) fail(`no such tool: ${tool}`);
    return { unit: values.unit, tools: values.tool, kernels: values.kernel.map(parseKernelName) };
  } catch (error) {
    return fail((error as Error).message.split('\n')[0]!);
  }
}

const isGuestTest = (file: string) => file.endsWith('.vm.test.ts') || file.startsWith('tools/');

async function main() {
  process.chdir(new URL('..', import.meta.url).pathname);
  const selection = parseSelection(process.argv.slice(2));
  const kernels = selection.kernels.length ? selection.kernels : [...kernelNames];
  const files = globSync('{native,libs,scripts,vm-tests,tools}/**/*.test.ts', {
    exclude: (path) => path.endsWith('node_modules'),
  }).sort();
  const tally = new Tally();

  await ensurePackages(['clang-19', 'llvm-19', 'bpftool', 'man-db', 'zsh', 'fish']);
  const build = spawnSync('scripts/build', selection.tools, { stdio: 'inherit' });
  if (build.status !== 0) process.exit(1);
  // First of all, as unit tests hold the programs against the kernels' types where there are any.
  if (!selection.unit) for (const kernel of kernels) await prepareGuest({ kernel });

  if (!selection.tools.length) {
    runChecks(tally);
    await runTestFiles(
      files.filter((file) => !isGuestTest(file)),
      { tally, title: 'unit' },
    );
  }
  if (!selection.unit) {
    const guestFiles = selection.tools.length
      ? selection.tools.map((tool) => `tools/${tool}/${tool}.test.ts`)
      : files.filter(isGuestTest);
    for (const kernel of kernels) {
      await runTestFiles(guestFiles, {
        tally,
        title: `kernel ${kernel}`,
        environment: { BCC_TS_KERNELS: kernel },
        again: true,
      });
    }
  }
  tally.report();
  process.exitCode = tally.failed || !tally.passed ? 1 : 0;
}

await main();
