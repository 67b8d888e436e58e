import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { GuestProcess, GuestTimeoutError, type StartOptions } from './guest-process.ts';

let directory: string;
let sent: string[];
let gone: Error | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'guest-process-test-'));
  sent = [];
  gone = undefined;
});
afterEach(() => rmSync(directory, { recursive: true }));

function start(options: StartOptions = {}) {
  const connection = { send: (line: string) => void sent.push(line), gone: () => gone };
  if (options.notify) writeFileSync(join(directory, 'notify'), '');
  return new GuestProcess(connection, 7, directory, 'tool -x', options);
}

/** Does what the agent in the guest does. */
const agent = (file: string, text: string | Buffer) => appendFileSync(join(directory, file), text);

test('output grows with each poll and status ends it', async () => {
  const process = start();
  const result = process.wait();
  assert.equal(process.poll(), true);
  agent('pid', '42\n');
  agent('out', 'a\n');
  process.poll();
  assert.deepEqual([process.pid, process.stdout, process.stderr, process.status], [42, 'a\n', '', undefined]);
  agent('out', 'b\n');
  agent('err', 'e\n');
  agent('status', '3\n');
  assert.equal(process.poll(), false);
  const { status, stdout, stderr } = await result;
  assert.deepEqual({ status, stdout, stderr }, { status: 3, stdout: 'a\nb\n', stderr: 'e\n' });
});

test('a number that is not complete yet is not taken', () => {
  const process = start();
  agent('status', '12');
  assert.equal(process.poll(), true);
  agent('status', '6\n');
  assert.equal(process.poll(), false);
  assert.equal(process.status, 126);
});

test('bytes that are no text are kept', () => {
  const bytes = Buffer.from([0, 255, 10, 128]);
  const chunks: Buffer[] = [];
  const process = start({ onStdout: (chunk) => chunks.push(chunk) });
  agent('out', bytes.subarray(0, 2));
  process.poll();
  agent('out', bytes.subarray(2));
  process.poll();
  assert.deepEqual(process.stdoutBytes, bytes);
  assert.deepEqual(chunks, [bytes.subarray(0, 2), bytes.subarray(2)]);
});

test('waitForOutput gives the match, from stdout or stderr, at once if it is there already', async () => {
  const process = start();
  const later = process.waitForOutput(/pid (\d+)/);
  agent('err', 'pid 12\n');
  process.poll();
  assert.equal((await later)?.[1], '12');
  assert.equal((await process.waitForOutput(/pid/))?.[0], 'pid');
  await process.waitForOutput((stdout, stderr) => stdout === '' && stderr.endsWith('\n'));
});

test('waiting for output that never came fails with the output when the command ends', async () => {
  const process = start();
  const waiting = process.waitForOutput(/ready/);
  agent('out', 'starting\n');
  agent('status', '1\n');
  process.poll();
  await assert.rejects(
    waiting,
    /^Error: tool -x ended with status 1 and has not written \/ready\/\n--- stdout\nstarting/,
  );
  await assert.rejects(process.waitForOutput(/ready/), /ended with status 1/);
});

test('waiting for output ends with a GuestTimeoutError, and the command goes on', async () => {
  const process = start();
  await assert.rejects(process.waitForOutput(/x/, 20), (error: Error) => {
    assert.ok(error instanceof GuestTimeoutError);
    assert.match(error.message, /^tool -x has not written \/x\/ within 0\.02 s/);
    return true;
  });
  assert.deepEqual(sent, []);
});

test('a command that takes too long is killed', async () => {
  const process = start();
  await assert.rejects(process.wait(20), /^GuestTimeoutError: tool -x has not ended within 0\.02 s/);
  assert.deepEqual(sent, ['SIGNAL 7 9 group']);
});

test('signals are sent by number, to the group unless told otherwise, and not to a command that has ended', () => {
  const process = start();
  process.signal('INT');
  process.signal('SIGTERM', 'process');
  assert.throws(() => process.signal('NOPE'), /cannot send NOPE to tool -x: no such signal/);
  agent('status', '0\n');
  process.poll();
  process.signal('INT');
  assert.deepEqual(sent, ['SIGNAL 7 2 group', 'SIGNAL 7 15 process']);
});

test('ready resolves when the command has written to its descriptor', async () => {
  const process = start({ notify: true });
  process.poll();
  agent('notify', '\n');
  process.poll();
  await process.ready;
});

test('ready rejects when the command ends before, and without the option notify', async () => {
  const process = start({ notify: true });
  agent('err', 'no BTF\n');
  agent('status', '1\n');
  process.poll();
  await assert.rejects(process.ready, /ended with status 1 and is not ready\n--- stdout\n\n--- stderr\nno BTF/);
  await assert.rejects(start().ready, /start it with the option notify/);
});

test('a command that is not ready in time is killed', async () => {
  const process = start({ notify: true, readyMs: 20 });
  await assert.rejects(process.ready, /^GuestTimeoutError: tool -x is not ready within 0\.02 s/);
  assert.deepEqual(sent, ['SIGNAL 7 9 group']);
});

test('when the guest is gone, everything that waits fails with the reason', async () => {
  const process = start();
  const waiting = [process.wait(), process.waitForOutput(/x/)];
  gone = new Error('the guest is gone');
  assert.equal(process.poll(), false);
  for (const promise of waiting) await assert.rejects(promise, /the guest is gone/);
  await assert.rejects(process.wait(), /the guest is gone/);
});

test('a command that ended before the guest did has its result', async () => {
  const process = start();
  agent('status', '0\n');
  gone = new Error('the guest is gone');
  process.poll();
  assert.equal((await process.wait()).status, 0);
});
