import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { repository } from '../bpf/sources.ts';
import { loadFromMemory } from './main/load-from-memory.ts';

const work = mkdtempSync(join(tmpdir(), 'bcc-ts-memory-test-'));
after(() => rmSync(work, { recursive: true }));
const addon = readFileSync(join(repository, 'dist/lib/bcc-ts/bcc-ts.node'));

// Failures first: the C library knows what is loaded by its path, and the descriptor may have the same number again.
test('every directory that does not take it is named', () => {
  assert.throws(
    () => loadFromMemory(addon, ['/nonexistent', '/proc']),
    /^Error: no directory takes a nameless file with code: .*'\/nonexistent'; .*'\/proc'$/,
  );
  assert.throws(() => loadFromMemory(Buffer.from('no addon'), [work]), /\/proc\/self\/fd\/\d+: /);
});

test('an addon is loaded from the first directory that takes it, and leaves nothing there', () => {
  const native = loadFromMemory<{ libbpfVersion(): object }>(addon, ['/nonexistent', '/proc', work]);
  assert.deepEqual(Object.keys(native.libbpfVersion()), ['major', 'minor']);
  assert.deepEqual(readdirSync(work), []);
});
