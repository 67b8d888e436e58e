import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { memoryInfo } from './memory-info.ts';

test('fields are found by their whole name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meminfo-'));
  const file = join(folder, 'meminfo');
  writeFileSync(file, 'MemTotal:  3 kB\nBuffers:            1200 kB\nCached:          34000 kB\nSwapCached:    5 kB\n');
  assert.deepEqual(memoryInfo(['Cached', 'Buffers', 'Nothing'], file), { Cached: 34000, Buffers: 1200, Nothing: 0 });
  rmSync(folder, { recursive: true });
});
