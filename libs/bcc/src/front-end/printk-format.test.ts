import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unprintable } from './printk-format.ts';

const fault = (literal: string, limited = false) => unprintable([`"${literal}"`], limited);

test('formats the kernel prints', () => {
  for (const format of ['plain', '%d %5u %02x %-8s', '%lld %llu %lx %p %pI4 %c', '100%%', '%i\\n', '%s %s', '']) {
    assert.equal(fault(format), undefined, format);
  }
  assert.equal(fault('%d %lld %lx %s\\n', true), undefined);
});

test('formats it prints nothing for, with the place', () => {
  assert.equal(fault('a %o')?.at, 3);
  assert.equal(fault('%d %f')?.at, 4);
  for (const format of ['%e', '%g', '%hd', '%hhu', '%zu', '%#x', '%.3s', '%*d', '%n', '%', '%b', '%ls']) {
    assert.equal(fault(format)?.at, 1, format);
  }
  assert.equal(fault('gr\\303\\266')?.at, 0);
  assert.match(fault('%f')!.message, /prints nothing with %f in its format: there are no floating point/);
  assert.deepEqual(unprintable(['"%d "', '"%o"'], false), {
    piece: 1,
    at: 1,
    message: 'bpf_trace_printk prints nothing with %o in its format: print octal numbers in hexadecimal with %x',
  });
});

test('what kernels before 5.13 do not know', () => {
  for (const format of ['%5u', '%02x', '%c', '%X', '100%%']) assert.match(fault(format, true)!.message, /before 5\.13/);
  assert.match(unprintable(['"%s "', '"and %s"'], true)!.message, /one %s is all/);
});
