import assert from 'node:assert/strict';
import { test } from 'node:test';
import { integerIn, listOf, positiveInteger, powerOfTwo } from './option-parsers.ts';
import { regularExpression } from './regular-expression.ts';
import { UsageError } from './usage-error.ts';
import { userId } from './user-id.ts';

const passwd = () =>
  'root:x:0:0:root:/root:/bin/sh\nbad:x::\n12:x:7:7::/:/bin/sh\nwww-data:x:33:33::/var/www:/bin/false\n';

test('a user is given by number or by name', () => {
  const table: [string, number][] = [
    ['0', 0],
    ['1000', 1000],
    ['root', 0],
    ['www-data', 33],
    ['12', 12],
    ['4294967294', 4294967294],
  ];
  for (const [text, uid] of table) assert.equal(userId(text, passwd), uid, text);
});

test('an unknown user is a usage error', () => {
  for (const text of ['nobody', '', '-1', 'bad', '4294967295', 'x:0']) {
    assert.throws(() => userId(text, passwd), new UsageError(`no such user '${text}'`));
  }
});

test('without a user list only numbers are known', () => {
  const missing = (): never => {
    throw new Error('ENOENT');
  };
  assert.equal(userId('5', missing), 5);
  assert.throws(() => userId('root', missing), UsageError);
});

test('numbers are whole, decimal and in range', () => {
  assert.equal(positiveInteger('7'), 7);
  assert.equal(powerOfTwo('64'), 64);
  assert.throws(() => powerOfTwo('1024', 512), new UsageError('1024 is too large, the most is 512'));
  assert.equal(integerIn(-1, 3)('-1'), -1);
  assert.deepEqual(listOf(positiveInteger)('80, 443'), [80, 443]);
  for (const text of ['', '0', '-1', '1.0', '1e3', '0x1', '9007199254740992', 'NaN', ' 1']) {
    assert.throws(() => positiveInteger(text), UsageError, text);
  }
  assert.throws(() => powerOfTwo('48'), new UsageError('48 is not a power of two'));
  assert.throws(() => listOf(positiveInteger)('80,,443'), UsageError);
});

test('a regular expression is searched for anywhere in the text', () => {
  const table: [string, string, boolean][] = [
    ['ash', 'bash', true],
    ['^ash', 'bash', false],
    ['^(foo|bar)$', 'bar', true],
    ['(?i)FOO', 'a foo', true],
    ['FOO', 'a foo', false],
    ['a{20}', 'a'.repeat(20), true],
    ['(a)\\1', 'ba', false],
    ['(?=b)b', 'ab', true],
    ['', 'x', true],
    ['é', 'caf\u00e9', true],
  ];
  for (const [pattern, text, found] of table) assert.equal(regularExpression(pattern).test(text), found, pattern);
});

test('a broken regular expression is a usage error in one line', () => {
  for (const pattern of ['[', '(', '*', 'a{2,1}', '(?<n>a)(?<n>b)', '\\']) {
    assert.throws(() => regularExpression(pattern), {
      name: 'UsageError',
      message: /^[^\n]+ is not a regular expression: [^\n]+$/,
    });
  }
});

test('no regular expression holds up a tool for more than a tenth of a second', () => {
  const hostile = [
    '(a+)+$',
    '(a|aa)+$',
    '(a*)*b',
    '(.*a){25}$',
    '(a+)+\\1$',
    '(?=a)(a+)+$',
    '((a{1,20}){1,20}){1,20}$',
    '(a?){30}a{30}$',
  ];
  for (const pattern of hostile) {
    const compiled = regularExpression(pattern);
    compiled.test('warm');
    const before = process.cpuUsage();
    compiled.test(`${'a'.repeat(40)}!`);
    const { user, system } = process.cpuUsage(before);
    assert.ok(user + system < 160_000, pattern);
  }
});
