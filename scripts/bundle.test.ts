import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { repository } from './bpf/sources.ts';
import { bundle, codePath, shebang } from './bundle.ts';
import { codeFile, runtimeFlag } from './bundling/code-file.ts';
import { builtin, headerBytes, runCode } from './bundling/run-code.ts';

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

test('a bundle is an executable file and the code beside it, which carries its program', async () => {
  const file = await build('sample.cjs');
  const text = readFileSync(file, 'utf8');
  assert.equal(text.split('\n')[0], shebang);
  assert.equal(statSync(file).mode & 0o777, 0o755);
  for (const content of [text, readFileSync(codePath(file), 'latin1')]) {
    assert.ok(!content.includes(repository), 'no path of this machine');
    assert.ok(!content.includes('tmp-'), 'no path at all');
  }
  const summary = JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' }));
  assert.equal(summary.name, 'sample');
  assert.equal(summary.magic, '\x7fELF');
  assert.match(summary.source, /SEC\("tp_btf\/sched_process_exit"\)/);
  assert.equal(summary.layout.maps.events.value.name, 'event');
});

test('bundling twice gives the same bytes', async () => {
  const [one, two] = [await build('one.cjs'), await build('two.cjs')];
  assert.deepEqual(readFileSync(one), readFileSync(two));
  assert.ok(readFileSync(codePath(one)).equals(readFileSync(codePath(two))));
});

test('V8 takes what it was given the code for before, and a command does without where it does not', async () => {
  const file = await build('sample.cjs');
  const content = readFileSync(codePath(file));
  assert.equal(isTaken(codePath(file)), true);
  // The version of V8 that made it.
  content[headerBytes + 4]! ^= 1;
  writeFileSync(codePath(file), content);
  assert.equal(isTaken(codePath(file)), false);
  assert.equal(JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' })).name, 'sample');
});

/** Asks a process that has not compiled the same code before. */
function isTaken(file: string): boolean {
  const question = `const content = fs.readFileSync(${JSON.stringify(file)});
    const end = ${headerBytes} + content.readUInt32LE(0);
    const cachedData = content.subarray(${headerBytes}, end);
    console.log(!new vm.Script(content.toString('latin1', end), { cachedData }).cachedDataRejected)`;
  return JSON.parse(execFileSync(process.execPath, [runtimeFlag, '-e', question], { encoding: 'utf8' }));
}

test("Node's costly modules are loaded when something of them is used", () => {
  const code = 'var a=require("node:zlib"),b=require("node:path");module.exports=[a,()=>(0,a.crc32)("a"),b];';
  const loaded: unknown[] = [];
  const load = (name: string, lazily?: boolean) => {
    loaded.push([name, lazily ?? false]);
    return builtin(name, lazily);
  };
  const [zlib, crc32, path] = runCode(codeFile(code), 'code', load) as [object, () => number, object];
  assert.deepEqual(loaded, [
    ['node:zlib', true],
    ['node:path', false],
  ]);
  assert.notEqual(zlib, process.getBuiltinModule('node:zlib'));
  assert.equal(path, process.getBuiltinModule('node:path'));
  assert.equal(crc32(), 0xe8b7be43);
});

test('code is ASCII and means the same', () => {
  const content = codeFile('#!/bin/node\nmodule.exports = [/^[\u00e9\u2028😀]$/u.test("😀"), "\u00e9😀"];');
  assert.ok(content.subarray(headerBytes + content.readUInt32LE(0)).every((byte) => byte < 0x80));
  assert.deepEqual(runCode(content, 'code'), [true, 'é😀']);
});

test('plain Node imports a program through the hooks', () => {
  const code = `import program from ${JSON.stringify(join(fixtures, 'sample.bpf.c'))}; console.log(program.name);`;
  const hooks = join(repository, 'scripts/bpf/node-hooks.ts');
  const output = execFileSync(process.execPath, ['--import', hooks, '--input-type=module', '-e', code], {
    encoding: 'utf8',
  });
  assert.equal(output, 'sample\n');
});
