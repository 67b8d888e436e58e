import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { imageLayout, programNames } from '../../libs/core/src/btf/image-layout.ts';
import { compileProgram, libbpfHeaders } from './compile.ts';
import { declarationFile, declarations, writeDeclarations } from './declarations.ts';
import { repository } from './sources.ts';

const sample = join(repository, 'scripts/bpf/fixtures/sample.bpf.c');
const { object } = compileProgram(sample, await libbpfHeaders());
const layout = imageLayout(object);
const programs = programNames(object);
let folder: string;

before(() => {
  folder = mkdtempSync(join(repository, 'scripts/bpf/fixtures/tmp-'));
  copyFileSync(sample, join(folder, 'sample.bpf.c'));
  writeDeclarations(join(folder, 'sample.bpf.c'), layout, programs);
  const config = { extends: join(repository, 'tsconfig.base.json'), include: [join(folder, '*.ts')], exclude: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
});
after(() => rmSync(folder, { recursive: true }));

/** What tsc says about a module that imports the program. */
function check(body: string): { status: number | null; stdout: string } {
  writeFileSync(
    join(folder, 'use.ts'),
    `import program, { type Event, type Rodata } from './sample.bpf.c';\n${body}\n`,
  );
  const tsc = join(repository, 'node_modules/.bin/tsc');
  const { status, stdout } = spawnSync(tsc, ['-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
  return {
    status,
    stdout: stdout
      .split('\n')
      .filter((line) => /use\.ts/.test(line))
      .join('\n'),
  };
}

test('the declaration has the structs, the variables and the program names', () => {
  const text = declarations(layout, programs);
  for (const line of [
    'export interface Event {',
    '  time_ns: bigint;',
    '  pid: number;',
    '  address: Uint8Array;',
    '  comm: Text;',
    '  failed: boolean;',
    '  with_paths: boolean;',
    '    events: RingBuffer<Event>;',
    '    started: HashMap<number, Event>;',
    "  programs: 'path_opened' | 'task_exit';",
  ]) {
    assert.ok(text.includes(`${line}\n`), line);
  }
});

test('code that uses the fields as declared passes tsc', () => {
  const { stdout } = check(
    'export const all = (event: Event, rodata: Rodata) => [program.name, event.pid + 1, event.time_ns / 1000n, rodata.target_pid + 1];',
  );
  assert.equal(stdout, '');
});

test('a misspelt event field fails tsc', () => {
  const { status, stdout } = check('export const pid = (event: Event): number => event.pidd;');
  assert.notEqual(status, 0);
  assert.match(stdout, /use\.ts.*Property 'pidd' does not exist on type 'Event'/);
});

test('a field used as another type fails tsc', () => {
  assert.match(
    check('export const half = (event: Event): number => event.time_ns;').stdout,
    /'bigint' is not assignable/,
  );
});

test('a misspelt read-only variable fails tsc', () => {
  assert.match(check('export const pid = (rodata: Rodata) => rodata.targetPid;').stdout, /'targetPid' does not exist/);
});

test('an unchanged declaration is not written again', () => {
  const file = declarationFile(join(folder, 'sample.bpf.c'));
  const before = statSync(file).mtimeMs;
  writeDeclarations(join(folder, 'sample.bpf.c'), layout, programs);
  assert.equal(statSync(file).mtimeMs, before);
  assert.match(readFileSync(file, 'utf8'), /export default program;/);
});
