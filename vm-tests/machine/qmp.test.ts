import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { QmpConnection } from './qmp.ts';

const directory = mkdtempSync(join(tmpdir(), 'qmp-'));
const path = join(directory, 'socket');
const peers: Socket[] = [];
/** Answers capabilities and everything else but `hang`. */
const server = createServer((peer) => {
  peers.push(peer);
  peer.write('{"QMP": {}}\n');
  peer.on('data', (chunk) => {
    if (!chunk.includes('hang')) peer.write(chunk.includes('bad') ? '{"error": {"desc": "no"}}\n' : '{"return": 7}\n');
  });
});

before(() => new Promise<void>((resolve) => void server.listen(path, resolve)));
after(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

test('a command is answered or refused', async () => {
  using qmp = await QmpConnection.open(path, () => true);
  assert.equal(await qmp.execute('good'), 7);
  await assert.rejects(qmp.execute('bad'), /QEMU refused bad: no/);
});

test('what waits when QEMU ends fails, and so does what comes after', { timeout: 10_000 }, async () => {
  using qmp = await QmpConnection.open(path, () => true);
  const waiting = assert.rejects(qmp.execute('hang'), /closed its control socket during hang/);
  await sleep(20);
  peers.at(-1)?.destroy();
  await waiting;
  await assert.rejects(qmp.execute('good'), /closed its control socket: cannot run good/);
});

test('a command that is not answered fails and is named', async () => {
  using qmp = await QmpConnection.open(path, () => true);
  await assert.rejects(qmp.execute('hang', {}, 20), /QEMU has not answered hang within 0\.02 s/);
});
