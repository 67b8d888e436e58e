/** A tool's test must not pass on output that no event made. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { selectedKernels } from './kernel/kernel-name.ts';

const tools = readdirSync(new URL('../tools/', import.meta.url));
/** What is checked is the test, not the kernel. */
const skip = selectedKernels().includes('6.12') ? false : 'the test is checked on 6.12 only, as it is the same on all';

/** Runs a test file in a process of its own and gives the counts of its summary. */
function countResults(file: string, environment: Record<string, string>): Promise<Record<string, number>> {
  // A process that knows itself part of a test run would not run tests.
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
  const args = ['--test', '--test-reporter=tap', file];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { env: { ...inherited, ...environment }, maxBuffer: 2 ** 28 },
      (_error, stdout) => {
        const counts = stdout.matchAll(/^# (pass|fail|cancelled) (\d+)$/gm);
        resolve(Object.fromEntries(Array.from(counts, ([, name, count]) => [name, Number(count)])));
      },
    );
  });
}

for (const tool of tools) {
  test(`the test of ${tool} fails when its BPF programs are not attached`, { skip }, async () => {
    const file = new URL(`../tools/${tool}/${tool}.test.ts`, import.meta.url).pathname;
    const counts = await countResults(file, { BCC_TS_KERNELS: '6.12', BCC_TS_MISSING: 'attach' });
    assert.equal(counts.cancelled, 0, 'the test must get as far as its assertions');
    assert.ok(counts.fail! > counts.pass!, `${counts.fail} failed, ${counts.pass} passed`);
  });
}
