import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

const module = JSON.stringify(new URL('output.ts', import.meta.url).href);

/** Runs a program that has this file's functions, its output in a pipe to a command. */
function run(program: string, reader: string): { stdout: Buffer; status: number | null } {
  const code = `import { writeBytes, writeOut } from ${module}; ${program}`;
  const command = `set -o pipefail; "$NODE" --input-type=module -e "$CODE" | ${reader}`;
  return spawnSync('bash', ['-c', command], { env: { ...process.env, NODE: process.execPath, CODE: code } });
}

test('bytes are written as they are, and at once', () => {
  const program = 'writeBytes(Buffer.of(255, 27, 0)); writeBytes("a", false); process.kill(process.pid, "SIGKILL");';
  assert.deepEqual([...run(program, 'cat').stdout], [255, 27, 0, 10, 97]);
});

test('more than a pipe holds is written completely', () => {
  const { stdout, status } = run('writeOut("x".repeat(300000));', '{ sleep 0.2; cat; }');
  assert.deepEqual([stdout.length, status], [300000, 0]);
});

test('a pipe that nobody reads ends the program quietly', () => {
  const { status } = run('for (;;) writeOut("line\\n");', 'head -n 1');
  assert.equal(status, 0);
});
