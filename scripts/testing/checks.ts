import { spawnSync } from 'node:child_process';
import type { Tally } from './tally.ts';

const checks = [
  { name: 'lint and format', command: ['node_modules/.bin/biome', 'ci', '--colors=off', '.'] },
  { name: 'types', command: ['node_modules/.bin/tsc', '-p', 'tsconfig.base.json'] },
] as const;

/** Lint, format and types; each counts as one test. */
export function runChecks(tally: Tally) {
  for (const { name, command } of checks) {
    const [program, ...args] = command;
    const { status } = spawnSync(program, args, { stdio: 'inherit' });
    process.stdout.write(`${status === 0 ? '✔' : '✖'} ${name}\n`);
    if (status === 0) tally.pass();
    else tally.fail(name);
  }
}
