import assert from 'node:assert/strict';
import { existsSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { entryDirectory } from '../host/cache.ts';
import { selectedKernels } from '../kernel/kernel-name.ts';
import { openGuest } from './guest.ts';
import { prepareMachine } from './guest-machine.ts';

const [kernel = '6.12'] = selectedKernels();
// A kind of guest that nothing else uses.
const options = { kernel, memoryMb: 777 };

test('a kept guest that cannot be restored is replaced, and the guest boots meanwhile', {
  timeout: 300_000,
}, async () => {
  const messages: string[] = [];
  const onProgress = (message: string) => void messages.push(message);
  const { key } = await prepareMachine(kernel, options, onProgress);
  const kept = entryDirectory('kept-guest', key);
  // Twice, where an interrupted run of this test left a broken one.
  do await (await openGuest({ ...options, onProgress })).close();
  while (!existsSync(kept));
  truncateSync(join(kept, 'devices'), 1000);
  messages.length = 0;

  await using guest = await openGuest({ ...options, onProgress });
  assert.equal((await guest.run('echo up')).stdout, 'up\n');
  assert.equal(messages.length, 1);
  assert.match(messages[0] ?? '', /^warning: booting, because no kept guest can be used: /);
  assert.equal(existsSync(kept), false);
});

test('the key of a kept guest depends on what the machine is made of', async () => {
  const keyOf = async (more: object) => (await prepareMachine(kernel, { kernel, ...more }, () => {})).key;
  const kinds = [
    {},
    { cpus: 1 },
    { memoryMb: 512 },
    { numaNodes: 2 },
    { disks: [{ sizeMb: 1 }] },
    { disks: [{ sizeMb: 2 }] },
  ];
  const keys = await Promise.all(kinds.map(keyOf));
  assert.equal(new Set(keys).size, kinds.length);
  assert.equal(await keyOf({}), keys[0]);
});
