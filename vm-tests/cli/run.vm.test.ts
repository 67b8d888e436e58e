import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { prepareGuest } from '../guest/guest.ts';
import { selectedKernels } from '../kernel/kernel-name.ts';

const vm = fileURLToPath(new URL('../../scripts/vm', import.meta.url));
const kernel = selectedKernels()[0] as string;
const directory = mkdtempSync(join(tmpdir(), 'vm-command-'));

interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

function start(...words: string[]) {
  // Its own temporary directory, so that what it leaves behind can be seen.
  const child = spawn(vm, words, { env: { ...process.env, TMPDIR: directory }, detached: true });
  const outcome: Outcome = { status: null, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    outcome.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    outcome.stderr += chunk;
  });
  const ended = new Promise<Outcome>((resolve) => {
    child.on('close', (status, signal) => resolve({ ...outcome, status: signal ? -1 : status }));
  });
  const output = async (wanted: RegExp) => {
    while (!wanted.test(outcome.stdout)) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return { child, ended, output };
}

const run = (...words: string[]) => start('run', '--kernel', kernel, ...words).ended;

/** What belongs to a guest of `child` and is still there. */
async function leftBehind(child: ChildProcess): Promise<string[]> {
  // What is told to end may take a moment for it: a guest has gigabytes to give back.
  let left = remains(child);
  for (let wait = 0; wait < 50 && left.length > 0; wait++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    left = remains(child);
  }
  return left;
}

function remains(child: ChildProcess): string[] {
  const directories = readdirSync(directory).filter((name) => name.startsWith(`bcc-ts-vm-${child.pid}-`));
  const processes = execFileSync('ps', ['-eo', 'args']).toString().split('\n');
  return [...directories, ...processes.filter((line) => line.includes(`${directory}/bcc-ts-vm-${child.pid}-`))];
}

describe(`scripts/vm run with kernel ${kernel}`, { timeout: 300_000 }, () => {
  before(() => prepareGuest({ kernel }));
  after(() => rmSync(directory, { recursive: true }));

  test('passes on output and status', async () => {
    assert.deepEqual(await run('--', 'echo out; echo err >&2; exit 5'), {
      status: 5,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  test('puts files into /root, where the command runs', async () => {
    const file = join(directory, 'greeting.txt');
    writeFileSync(file, 'hello\n');
    const { stdout } = await run('--put', file, '--', 'cat /root/greeting.txt', basename(file));
    assert.equal(stdout, 'hello\nhello\n');
  });

  test('ends with 124 over the time limit', async () => {
    const { status, stdout, stderr } = await run('--timeout', '2', '--', 'echo begun; sleep 600');
    assert.deepEqual([status, stdout], [124, 'begun\n']);
    assert.match(stderr, /^scripts\/vm: echo begun; sleep 600 has not ended within 2 s\n$/);
  });

  test('gives Ctrl-C to the command', async () => {
    const { child, ended, output } = start(
      'run',
      '--kernel',
      kernel,
      '--',
      'trap "echo caught; exit 9" INT; echo up; sleep 600',
    );
    await output(/up/);
    child.kill('SIGINT');
    assert.deepEqual(await ended, { status: 9, stdout: 'up\ncaught\n', stderr: '' });
    assert.deepEqual(await leftBehind(child), []);
  });

  test('ends at the second Ctrl-C although the command does not', async () => {
    const { child, ended, output } = start(
      'run',
      '--kernel',
      kernel,
      '--',
      'trap "echo no" INT; echo up; while :; do sleep 1; done',
    );
    await output(/up/);
    child.kill('SIGINT');
    await output(/no/);
    child.kill('SIGINT');
    assert.equal((await ended).status, 130);
    assert.deepEqual(await leftBehind(child), []);
  });

  test('leaves nothing behind when it is terminated, at any time', async () => {
    for (const delay of [150, 500, 900, 2500]) {
      const { child, ended } = start('run', '--kernel', kernel, '--', 'sleep 600');
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill('SIGTERM');
      assert.notEqual((await ended).status, 0);
      assert.deepEqual(await leftBehind(child), [], `after ${delay} ms`);
    }
  });

  test('takes its guest along when it is killed, and the next run removes the directory', async () => {
    const { child, ended, output } = start('run', '--kernel', kernel, '--', 'echo up; sleep 600');
    await output(/up/);
    child.kill('SIGKILL');
    await ended;
    await run('--', 'true');
    assert.deepEqual(await leftBehind(child), []);
  });

  test('ends when nobody reads its output any more', async () => {
    const command = `'${vm}' run --kernel ${kernel} -- 'yes' | head -1`;
    assert.equal(execFileSync('bash', ['-c', command], { timeout: 60_000 }).toString(), 'y\n');
  });

  test('a mistake is one line and status 2', async () => {
    const { status, stdout, stderr } = await start('run', '--kernel', '2.6', '--', 'x').ended;
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^scripts\/vm: no such kernel: 2\.6 .*\n$/);
  });
});
