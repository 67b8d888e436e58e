/** A tool's test must not pass on output that no event made. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { run, test } from 'node:test';
import { selectedKernels } from './kernel/kernel-name.ts';

const tools = readdirSync(new URL('../tools/', import.meta.url));
/** What is checked is the test, not the kernel: one will do. */
const kernels = selectedKernels().filter((kernel) => kernel === '6.12');

for (const tool of kernels.length ? tools : []) {
  test(`the test of ${tool} fails when its BPF programs are not attached`, async () => {
    const counts = { passed: 0, failed: 0, cancelled: 0 };
    const stream = run({
      files: [new URL(`../tools/${tool}/${tool}.test.ts`, import.meta.url).pathname],
      env: { ...process.env, NODE_TEST_CONTEXT: '', BCC_TS_KERNELS: '6.12', BCC_TS_MISSING: 'attach' },
    });
    stream.on('test:pass', ({ details }) => {
      if (details.type !== 'suite') counts.passed++;
    });
    stream.on('test:fail', ({ details }) => {
      if (details.type === 'suite') return;
      if (details.error.message.includes('did not finish')) counts.cancelled++;
      else counts.failed++;
    });
    for await (const _ of stream);
    assert.equal(counts.cancelled, 0, 'the test must get as far as its assertions');
    assert.ok(counts.failed > counts.passed, `${counts.failed} failed, ${counts.passed} passed`);
  });
}
