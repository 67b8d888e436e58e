import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { repository } from './bpf/sources.ts';
import { bundle, shebang } from './bundle.ts';

const fixtures = join(repository, 'scripts/bpf/fixtures');
const folder = mkdtempSync(join(fixtures, 'tmp-'));
after(() => rmSync(folder, { recursive: true }));
const entry = join(folder, 'sample.ts');
writeFileSync(entry, "import program from '../sample.bpf.c';\nexport default { program };\n");
const build = (name: string) =>
  bundle('sample', {
    entry,
    kit: join(fixtures, 'kit.ts'),
    output: join(folder, name),
  });

test('a bundle is one executable file that carries its program', async () => {
  const file = await build('sample.cjs');
  const text = readFileSync(file, 'utf8');
  assert.equal(text.split('\n')[0], shebang);
  assert.equal(statSync(file).mode & 0o777, 0o755);
  assert.ok(!text.includes(repository), 'no path of this machine');
  assert.ok(!text.includes('tmp-'), 'no path at all');
  const summary = JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' }));
  assert.equal(summary.name, 'sample');
  assert.equal(summary.magic, '\x7fELF');
  assert.match(summary.source, /SEC\("tp_btf\/sched_process_exit"\)/);
  assert.equal(summary.layout.maps.events.value.name, 'event');
});

test('bundling twice gives the same bytes', async () => {
  assert.deepEqual(readFileSync(await build('one.cjs')), readFileSync(await build('two.cjs')));
});

test('plain Node imports a program through the hooks', () => {
  const code = `import program from ${JSON.stringify(join(fixtures, 'sample.bpf.c'))}; console.log(program.name);`;
  const hooks = join(repository, 'scripts/bpf/node-hooks.ts');
  const output = execFileSync(process.execPath, ['--import', hooks, '--input-type=module', '-e', code], {
    encoding: 'utf8',
  });
  assert.equal(output, 'sample\n');
});
