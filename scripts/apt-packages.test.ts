import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensurePackages, missingPackages } from './apt-packages.ts';

test('packages that are not installed are missing, in the order given', () => {
  assert.deepEqual(missingPackages(['no-such-package-b', 'dpkg', 'no-such-package-a']), [
    'no-such-package-b',
    'no-such-package-a',
  ]);
});

test('nothing is done and nothing said when all are there', async () => {
  const messages: string[] = [];
  await ensurePackages(['dpkg', 'bash'], { onProgress: (message) => messages.push(message) });
  await ensurePackages([]);
  assert.deepEqual(messages, []);
});
