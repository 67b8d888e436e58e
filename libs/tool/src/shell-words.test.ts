import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shellWords } from './shell-words.ts';
import { UsageError } from './usage-error.ts';

for (const [text, words] of [
  ['ls -l /tmp', ['ls', '-l', '/tmp']],
  ['  a\tb  ', ['a', 'b']],
  [`sh -c 'echo "a  b"; exit 3'`, ['sh', '-c', 'echo "a  b"; exit 3']],
  ['a"b c"d', ['ab cd']],
  ['a\\ b \\"', ['a b', '"']],
  ['"a\\"b\\\\c\\d"', ['a"b\\c\\d']],
  [`'' ""`, ['', '']],
  ['$HOME *', ['$HOME', '*']],
] as const) {
  test(`${text} has ${words.length} words`, () => assert.deepEqual(shellWords(text), words));
}

test('what is wrong is said', () => {
  assert.throws(() => shellWords("a 'b"), new UsageError("a quote is not closed: a 'b"));
  assert.throws(() => shellWords('a\\'), new UsageError('nothing follows the backslash: a\\'));
});

for (const text of ['', '  ', "a 'b", 'a "b', 'a\\']) {
  test(`'${text}' is refused`, () => assert.throws(() => shellWords(text), UsageError));
}
