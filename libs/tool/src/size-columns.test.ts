import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kibColumn } from './size-columns.ts';

test('sizes are whole KiB in text, and bytes in JSON', () => {
  const column = kibColumn({ header: 'RX_KB', key: 'rx', width: 6, what: 'received', value: (n: bigint) => n });
  assert.equal(column.text(2047n), '1');
  assert.equal(column.value(2047n), 2047n);
  assert.equal(column.describe, 'KiB received; in JSON bytes');
  assert.ok(!('what' in column));
});
