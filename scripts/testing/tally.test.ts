import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tally } from './tally.ts';

test('the closing line counts passed, failed and skipped, after the reasons', () => {
  const tally = new Tally();
  tally.pass();
  tally.pass();
  tally.fail('a > b');
  tally.skip('no such hook');
  tally.skip('no such hook');
  let text = '';
  tally.report((part) => {
    text += part;
  });
  assert.equal(text, '\nskipped 2: no such hook\nfailed: a > b\n2 passed, 1 failed, 2 skipped\n');
});
