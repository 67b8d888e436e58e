import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellText, printable } from './cell.ts';

/** What a terminal must not get from a text that is not ours. */
const DANGEROUS = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/u;

test('no string moves the cursor, reorders the line or starts another one', () => {
  const table: [string, string][] = [
    ['plain', 'plain'],
    ['\u001b[2J', '\\x1b[2J'],
    ['\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
    ['a\rb', 'a\\x0db'],
    ['a\nb\tc', 'a\\nb\\tc'],
    ['\b\u007f', '\\x08\\x7f'],
    ['\u009b2J', '\\u{9b}2J'],
    ['\u202etxt', '\\u{202e}txt'],
    ['\u200b', '\\u{200b}'],
    ['\u2028', '\\u{2028}'],
    ['\ud800', '\\u{d800}'],
    ['e\u0301 日 👍 é', 'e\u0301 日 👍 é'],
    ['%s%n "\',x', '%s%n "\',x'],
    ['already\\x1bescaped', 'already\\x1bescaped'],
    ['', ''],
  ];
  for (const [text, expected] of table) assert.equal(printable(text), expected);
});

test('making a text printable twice changes nothing more', () => {
  for (let code = 0; code < 0x11000; code++) {
    const once = printable(String.fromCodePoint(code));
    if (printable(once) !== once || DANGEROUS.test(once)) assert.fail(`U+${code.toString(16)}`);
  }
});

test('cells of every kind become text', () => {
  assert.equal(cellText(1.23456, 3), '1.235');
  assert.equal(cellText(7), '7');
  assert.equal(cellText(18446744073709551615n), '18446744073709551615');
  assert.equal(cellText(true), 'true');
  assert.equal(cellText(undefined), '');
});
