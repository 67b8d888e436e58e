import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { shellQuote } from './shell-quote.ts';

test('plain words stay as they are', () => {
  for (const word of ['execsnoop', '-x', '/usr/bin/env', 'a=b', '1,2', 'user@host:22'])
    assert.equal(shellQuote(word), word);
});

test('bash reads every word back as it was', () => {
  const words = ['', ' ', "it's", '$HOME', '`id`', 'a\nb', '"', '\\', '*', '~', '!x', 'é', ';', "'", '#'];
  const printed = execFileSync('bash', ['-c', `printf '%s\\0' ${words.map(shellQuote).join(' ')}`]);
  assert.deepEqual(printed.toString().split('\0').slice(0, -1), words);
});
