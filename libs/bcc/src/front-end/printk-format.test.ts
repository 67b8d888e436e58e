import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unprintable } from './printk-format.ts';

const at = (literal: string) => unprintable(literal)?.at;

test('formats the kernel prints', () => {
  for (const format of ['plain', '%d %5u %02x %-8s', '%lld %llu %lx %p %pI4 %c', '100%%', '%i\\n', '']) {
    assert.equal(unprintable(`"${format}"`), undefined, format);
  }
});

test('formats it prints nothing for, with the place', () => {
  assert.equal(at('"a %o"'), 3);
  assert.equal(at('"%d %f"'), 4);
  for (const format of ['%e', '%g', '%hd', '%hhu', '%zu', '%#x', '%.3s', '%*d', '%n', '%', '%b', '%ls']) {
    assert.equal(at(`"${format}"`), 1, format);
  }
  assert.match(unprintable('"%f"')!.message, /prints nothing with %f in its format: there are no floating point/);
});
