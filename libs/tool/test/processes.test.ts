import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

/** For what is done at once: long enough for a busy machine, shorter than what a failure would take. */
const PATIENCE_MS = 20_000;
const TOOL = `'${process.execPath}' '${new URL('event-tool.ts', import.meta.url).pathname}'`;

/** Runs a shell command in which `$TOOL` is the tool, in a process group of its own. */
function shell(command: string, env: Record<string, string> = {}): ChildProcess {
  return spawn('/bin/bash', ['-c', command.replaceAll('$TOOL', TOOL)], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

async function finished(child: ChildProcess, limitMs = 60_000) {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => (out += chunk));
  child.stderr?.on('data', (chunk) => (err += chunk));
  const timer = setTimeout(() => process.kill(-(child.pid as number), 'SIGKILL'), limitMs);
  const start = performance.now();
  const [status, signal] = await once(child, 'close');
  clearTimeout(timer);
  return { out, err, status: status as number | null, signal, ms: performance.now() - start };
}

/** Resolves with the first output of a command. */
async function firstOutput(child: ChildProcess): Promise<string> {
  const [chunk] = await once(child.stdout as NodeJS.ReadableStream, 'data');
  return String(chunk);
}

const run = (command: string, env?: Record<string, string>) => finished(shell(command, env));
const signalGroup = (child: ChildProcess, signal: NodeJS.Signals) => process.kill(-(child.pid as number), signal);

describe('a tool as a process', { concurrency: 3 }, () => {
  test('a pipe gets the header and each event at once', async () => {
    const child = shell('$TOOL | cat', { FAKE_EVERY: '300' });
    const start = performance.now();
    assert.equal(await firstOutput(child), 'TIME(s)   N\n');
    const [row] = await once(child.stdout as NodeJS.ReadableStream, 'data');
    assert.match(String(row), /^\d\.\d+ +0\n$/);
    assert.ok(performance.now() - start < PATIENCE_MS);
    signalGroup(child, 'SIGTERM');
    await finished(child);
  });

  test('a reader that takes one line and goes ends the tool quietly with status 0', async () => {
    const { out, err, status, ms } = await run('set -o pipefail; $TOOL | head -1; echo $?');
    assert.equal(out, 'TIME(s)   N\n0\n');
    assert.equal(err, '');
    assert.equal(status, 0);
    assert.ok(ms < PATIENCE_MS);
  });

  test('a tool without events notices too that nobody reads its pipe', async () => {
    const { out, err, ms } = await run('set -o pipefail; $TOOL | head -1; echo $?', { FAKE_BATCHES: '0' });
    assert.equal(out, 'TIME(s)   N\n0\n');
    assert.equal(err, '');
    assert.ok(ms < PATIENCE_MS);
  });

  test('a full disk is one line and status 1', async () => {
    const { err, status } = await run('$TOOL >/dev/full');
    assert.equal(err, 'faketool: cannot write output: No space left on device\n');
    assert.equal(status, 1);
  });

  test('help into a full disk fails too', async () => {
    const { err, status } = await run('$TOOL --help >/dev/full');
    assert.equal(err, 'faketool: cannot write output: No space left on device\n');
    assert.equal(status, 1);
  });

  test('closed standard descriptors are never reused for something else', async () => {
    const { err, status } = await run('$TOOL --duration 0.2 >&- 2>/dev/null <&-; echo $? >&2');
    assert.equal(err, '0\n');
    assert.equal(status, 0);
    const closedError = await run('$TOOL --foo 2>&-');
    assert.equal(closedError.status, 2);
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    test(`${signal} ends a tool in a pipe with status 0 and whole lines`, async () => {
      const child = shell('exec $TOOL');
      await firstOutput(child);
      signalGroup(child, signal);
      const { out, err, status } = await finished(child);
      assert.equal(status, 0);
      assert.equal(err, '');
      assert.match(out, /^(\d+\.\d+ +\d+\n)*$/);
    });
  }

  test('events into a file arrive complete and in order', async () => {
    const file = '$(mktemp)';
    const { out } = await run(`f=${file}; $TOOL --json --duration 4 >$f; cat $f; rm $f`, {
      FAKE_EVENTS: '500',
      FAKE_BATCHES: '20',
    });
    const numbers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).n);
    assert.deepEqual(
      numbers,
      Array.from({ length: 10_000 }, (_, n) => n),
    );
  });

  test('a slow reader gets whole lines, memory stays bounded, and every event is shown or counted as lost', async () => {
    const { out, err } = await run('$TOOL --json --duration 3 | { read -r first; echo "$first"; sleep 2; cat; }', {
      FAKE_EVENTS: '1000',
      FAKE_EVERY: '2',
      FAKE_REPORT: '1',
    });
    const records = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const shown = records.filter((record) => record.type === undefined);
    const lost = records.filter((record) => record.type === 'lost').at(-1);
    const [, produced, rss] = /produced=(\d+) .*rss=(\d+)/.exec(err) ?? [];
    assert.ok(lost.total > 0);
    assert.equal(shown.length + lost.total, Number(produced));
    assert.ok(Number(rss) < 200 * 1024 * 1024, rss);
  });

  test('a signal ends a tool whose output nobody takes', async () => {
    const child = shell('$TOOL | sleep 30', { FAKE_EVENTS: '2000' });
    await sleep(1500);
    signalGroup(child, 'SIGINT');
    const { err, ms } = await finished(child);
    assert.match(err, /^(faketool: .* lost.*\n)*(faketool: cannot write output: nobody reads it\n)?$/);
    assert.ok(ms < PATIENCE_MS);
  });

  test('a second signal during the ending kills at once', async () => {
    const child = shell('$TOOL | { trap "" INT; sleep 30; }', { FAKE_EVENTS: '2000' });
    await sleep(1500);
    signalGroup(child, 'SIGINT');
    await sleep(200);
    const start = performance.now();
    signalGroup(child, 'SIGINT');
    await sleep(100);
    signalGroup(child, 'SIGKILL');
    await finished(child);
    assert.ok(performance.now() - start < PATIENCE_MS);
  });

  test('a stopped and continued tool goes on', async () => {
    const child = shell('exec $TOOL --duration 4');
    await firstOutput(child);
    signalGroup(child, 'SIGSTOP');
    await sleep(300);
    signalGroup(child, 'SIGCONT');
    const { status } = await finished(child);
    assert.equal(status, 0);
  });

  test('an exception in a callback ends the tool with one line and status 1', async () => {
    const { err, status } = await run('$TOOL', { FAKE_THROW: '3' });
    assert.equal(err, 'faketool: internal error: cannot count (BCC_TS_DEBUG=1 shows where)\n');
    assert.equal(status, 1);
  });

  test('who starts the tool is told on a descriptor when it is attached', async () => {
    const { out } = await run('exec 3>&1; BCC_TS_NOTIFY_FD=3 $TOOL --duration 0.1 >/dev/null');
    assert.equal(out, '\n');
  });

  test('a tool that starts a command ends with it and keeps its words', async () => {
    const { out, err, status } = await run('$TOOL --exec sh -c "sleep 0.2; echo ran \\$1" x --json');
    assert.match(out, /^TIME\(s\) {3}N\n(\d.*\n)*ran --json\n(\d.*\n)*$/);
    assert.equal(err, '');
    assert.equal(status, 0);
  });
});
