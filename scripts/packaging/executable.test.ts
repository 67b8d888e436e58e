import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { codeFile } from '../bundling/code-file.ts';
import { writeExecutable } from './executable.ts';
import { roomFor, roomStep } from './executable-template.ts';
import { mainScript } from './main-script.ts';

const work = mkdtempSync(join(tmpdir(), 'bcc-ts-executable-test-'));
after(() => rmSync(work, { recursive: true }));
const one = join(work, 'one');
const run = (args: string[], env = {}) => execFileSync(one, args, { cwd: work, env, encoding: 'utf8' });

before(async () => {
  const tool = join(work, 'tool.code');
  writeFileSync(
    tool,
    codeFile(`#!/nonexistent
    let found = 'nothing';
    try { found = require('./other.cjs') } catch {}
    process.stdout.write(JSON.stringify({ words: process.argv.slice(2), found }) + require('node:os').EOL);`),
  );
  writeFileSync(join(work, 'other.cjs'), "module.exports = 'the file beside it'");
  const content = { main: await mainScript('standalone'), assets: { 'tools/tool.code': tool } };
  await writeExecutable(one, content);
  await writeExecutable(join(work, 'two'), content);
});

test('an executable takes every word for itself and loads no file', () => {
  const words = ['--version', '-e', '1', '--require', './other.cjs'];
  assert.deepEqual(JSON.parse(run(words)), { words, found: 'nothing' });
  assert.deepEqual(JSON.parse(run([], { NODE_OPTIONS: '--require ./missing.cjs' })), { words: [], found: 'nothing' });
});

test('an executable tells the licences of all its parts, with their texts', () => {
  const text = run(['--licenses']);
  for (const line of [
    /^The eBPF programs inside$/m,
    /^libbpf: GNU Lesser General Public License, version 2.1$/m,
    /^Node.js 24/m,
    /^ +GNU LESSER GENERAL PUBLIC LICENSE$/m,
    /^ +Apache License$/m,
  ]) {
    assert.match(text, line);
  }
});

test('the same content gives the same bytes, and nothing else is left', () => {
  assert.ok(readFileSync(one).equals(readFileSync(join(work, 'two'))));
  assert.deepEqual(readdirSync(work).sort(), ['one', 'other.cjs', 'tool.code', 'two']);
});

test('room comes in steps', () => {
  assert.deepEqual([0, 1, roomStep, roomStep + 1].map(roomFor), [roomStep, roomStep, roomStep, 2 * roomStep]);
});
