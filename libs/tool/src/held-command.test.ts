import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeldCommand } from './held-command.ts';
import { ToolError } from './usage-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'bcc-ts-held-'));
after(() => rmSync(folder, { recursive: true }));

test('a held command does nothing until it is released, and keeps its process id and its words', async () => {
  const file = join(folder, 'released');
  const command = new HeldCommand(['sh', '-c', 'echo "$$ $1" >"$2"', 'x', "a 'b' $c", file]);
  await sleep(100);
  assert.equal(existsSync(file), false);
  await new Promise<void>((resolve) => command.release(resolve));
  assert.equal(readFileSync(file, 'utf8'), `${command.pid} a 'b' $c\n`);
  command.close();
});

test('what is no command is refused', () => {
  for (const name of ['no-such-command', '/dev/null', '/etc', './held', '/etc/passwd', '']) {
    assert.throws(() => new HeldCommand([name]), ToolError, name);
  }
});

test('a command that is let go before its release ends without running', async () => {
  const file = join(folder, 'never');
  const command = new HeldCommand(['touch', file]);
  command.close();
  for (let wait = 0; wait < 100 && existsSync(`/proc/${command.pid}/exe`); wait++) await sleep(20);
  assert.equal(existsSync(file), false);
});

test('the command does not inherit the descriptor that held it', async () => {
  const file = join(folder, 'descriptors');
  const command = new HeldCommand(['sh', '-c', `ls /proc/self/fd >${file}`]);
  await new Promise<void>((resolve) => command.release(resolve));
  assert.doesNotMatch(readFileSync(file, 'utf8'), /^4$/m);
  command.close();
});

test('a command that was ended while it was held has ended when it is released', async () => {
  const file = join(folder, 'interrupted');
  const command = new HeldCommand(['touch', file]);
  process.kill(command.pid, 'SIGINT');
  // Not a turn of the event loop in between: nothing has told yet that it is gone.
  while (readFileSync(`/proc/${command.pid}/stat`, 'latin1').split(' ')[2] !== 'Z');
  await new Promise<void>((resolve) => command.release(resolve));
  assert.equal(existsSync(file), false);
  command.close();
});
