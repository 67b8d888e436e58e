import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { createNodesV2 } from './nx-plugin.ts';

const workspace = mkdtempSync(join(tmpdir(), 'bcc-ts-nx-'));
after(() => rmSync(workspace, { recursive: true }));

/** The projects of a workspace with these files, as root, name and targets. */
async function projects(...files: string[]): Promise<Record<string, { name?: string; targets: string[] }>> {
  for (const file of files) {
    mkdirSync(dirname(join(workspace, file)), { recursive: true });
    writeFileSync(join(workspace, file), '');
  }
  const context = { nxJsonConfiguration: {}, workspaceRoot: workspace };
  const results = await createNodesV2[1](files, undefined, context);
  const found = results.flatMap(([, result]) => Object.entries(result.projects ?? {}));
  return Object.fromEntries(
    found.map(([root, { name, targets }]) => [
      root,
      { ...(name === undefined ? {} : { name }), targets: Object.keys(targets ?? {}).sort() },
    ]),
  );
}

test('a tool gets its targets from its files', async () => {
  assert.deepEqual(await projects('tools/a/a.bpf.c', 'tools/a/a.ts', 'tools/a/a.test.ts'), {
    'tools/a': { name: 'a', targets: ['bpf', 'bundle', 'vm-test'] },
  });
});

test('a program without its tool can only be compiled', async () => {
  assert.deepEqual(await projects('tools/b/b.bpf.c'), { 'tools/b': { name: 'b', targets: ['bpf'] } });
});

test('a tool without a program of its own is bundled', async () => {
  assert.deepEqual(await projects('tools/c/c.ts'), { 'tools/c': { name: 'c', targets: ['bundle'] } });
});

test('libraries keep the names of their packages', async () => {
  assert.deepEqual(await projects('libs/core/package.json', 'native/package.json'), {
    'libs/core': { targets: ['test'] },
    native: { targets: ['addon', 'test'] },
  });
});

test('packages are built once there is a script for it', async () => {
  mkdirSync(join(workspace, 'scripts'));
  writeFileSync(join(workspace, 'scripts/package.ts'), '');
  assert.deepEqual((await projects('tools/d/d.ts'))['tools/d']?.targets, ['bundle', 'deb']);
});
