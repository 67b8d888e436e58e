/** A tool that was just begun must build, run and show something. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { toolTest } from '../vm-tests/tool-test.ts';
import { bundle, codePath } from './bundle.ts';
import { newToolFiles } from './new-tool.ts';

const EXECS = 13;
/** One level below the addon, as the installed tools are. */
const command = '/usr/lib/bcc-ts/new/newsnoop.cjs';

toolTest('newsnoop', (bench, test) => {
  // Inside the workspace, where the tool's imports are found.
  mkdirSync('dist', { recursive: true });
  const folder = mkdtempSync('dist/new-tool-test-');
  after(() => rmSync(folder, { recursive: true }));

  before(async () => {
    for (const [file, text] of Object.entries(newToolFiles('newsnoop'))) writeFileSync(join(folder, file), text);
    const output = join(folder, 'newsnoop.cjs');
    await bundle('newsnoop', { entry: join(process.cwd(), folder, 'newsnoop.ts'), output });
    await bench.guest.run('mkdir /usr/lib/bcc-ts/new');
    await bench.guest.put(output, command);
    await bench.guest.put(codePath(output), codePath(command));
  });

  test('shows what it traces', async () => {
    const tool = await bench.start(command);
    await bench.workload(`for i in $(seq ${EXECS}); do /bin/true; done`);
    const { status, stderr, lines } = await tool.interrupt();
    assert.deepEqual([status, stderr], [0, '']);
    assert.equal(lines.filter((line) => /^\d+ +true$/.test(line)).length, EXECS);
  });
});
