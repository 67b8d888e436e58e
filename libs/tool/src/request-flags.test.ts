import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestFlags } from './request-flags.ts';

for (const [flags, old, expected] of [
  [0, false, 'Read'],
  [1 | (1 << 11), false, 'Sync-Write'],
  [1 | (1 << 11) | (1 << 17), false, 'ForcedUnitAccess-Sync-Write'],
  [1 | (1 << 18), false, 'PreFlush-Write'],
  [(1 << 19) | (1 << 12), false, 'ReadAhead-Metadata-Read'],
  [7, true, 'WriteSame'],
  [7, false, 'ZoneAppend'],
  [99, false, 'Unknown'],
] as const) {
  test(`flags ${flags} ${old ? 'of an old kernel ' : ''}are ${expected}`, () => {
    assert.equal(requestFlags(flags, old), expected);
  });
}
