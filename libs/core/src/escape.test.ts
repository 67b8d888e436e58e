import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { describe, it } from 'node:test';
import { escapeText, unescapeText } from './escape.ts';

const table: [what: string, input: string | Uint8Array, escaped: string][] = [
  ['nothing', '', ''],
  ['plain ASCII', 'bash -c "ls | wc"', 'bash -c "ls | wc"'],
  ['accents, CJK, emoji', 'Grüße 東京 🦊', 'Grüße 東京 🦊'],
  ['combining marks', 'e\u0301', 'e\u0301'],
  ['an ideographic space', '\u3000', '\u3000'],
  ['the backslash', 'a\\b', 'a\\\\b'],
  ['line feed and tab', 'a\nb\tc', 'a\\nb\\tc'],
  ['carriage return', 'a\rb', 'a\\x0db'],
  ['a terminal sequence', '\x1b[2J\x07', '\\x1b[2J\\x07'],
  ['DEL', '\x7f', '\\x7f'],
  ['C1 controls', '\u0085\u009b', '\\u{85}\\u{9b}'],
  ['a raw 0x9b', Uint8Array.of(0x9b, 0x41), '\\x9bA'],
  ['line and paragraph separators', '\u2028\u2029', '\\u{2028}\\u{2029}'],
  ['bidirectional controls', '\u202e\u2066\u200f\u061c', '\\u{202e}\\u{2066}\\u{200f}\\u{61c}'],
  ['zero-width characters', '\u200b\u200d\ufeff', '\\u{200b}\\u{200d}\\u{feff}'],
  ['private and unassigned code points', '\ue000\u{e0001}\u0378', '\\u{e000}\\u{e0001}\\u{378}'],
  ['bytes that are never UTF-8', Uint8Array.of(0x80, 0xff, 0xc0, 0x80), '\\x80\\xff\\xc0\\x80'],
  ['an overlong slash', Uint8Array.of(0xe0, 0x80, 0xaf), '\\xe0\\x80\\xaf'],
  ['an encoded surrogate', Uint8Array.of(0xed, 0xa0, 0x80), '\\xed\\xa0\\x80'],
  ['more than U+10FFFF', Uint8Array.of(0xf4, 0x90, 0x80, 0x80), '\\xf4\\x90\\x80\\x80'],
  ['a truncated character', Uint8Array.of(0x61, 0xf0, 0x9f, 0xa6), 'a\\xf0\\x9f\\xa6'],
  ['a lone surrogate of a string', 'a\ud800', 'a\\u{d800}'],
  ['what looks escaped already', '\\x41', '\\\\x41'],
];

const forbidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

describe('escapeText', () => {
  for (const [what, input, escaped] of table) {
    it(`escapes ${what}`, () => {
      assert.equal(escapeText(input), escaped);
      if (what.includes('lone')) return;
      assert.deepEqual(unescapeText(escaped), Buffer.from(input as string));
    });
  }

  it('is reversible and free of controls for 10 000 random byte strings', () => {
    const pieces = [...table.map(([, input]) => Buffer.from(input as string)), randomBytes(3)];
    for (let round = 0; round < 10_000; round++) {
      const parts = Array.from({ length: randomInt(1, 5) }, () =>
        randomInt(2) ? randomBytes(randomInt(12)) : pieces[randomInt(pieces.length)]!,
      );
      const bytes = Buffer.concat(parts);
      const escaped = escapeText(bytes);
      assert.doesNotMatch(escaped, forbidden);
      assert.deepEqual(unescapeText(escaped), bytes, bytes.toString('hex'));
    }
  });

  it('agrees with the platform on what UTF-8 is', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    for (let round = 0; round < 10_000; round++) {
      const bytes = randomBytes(randomInt(1, 5));
      let valid = true;
      try {
        decoder.decode(bytes);
      } catch {
        valid = false;
      }
      assert.equal(!/\\x[89a-f]/.test(escapeText(bytes)), valid, bytes.toString('hex'));
    }
  });
});

describe('unescapeText', () => {
  for (const text of ['\\', 'a\\', '\\q', '\\x4', '\\xZZ', '\\u{}', '\\u{1234567}', '\\u0041', '\\X41']) {
    it(`refuses ${text}`, () => assert.throws(() => unescapeText(text), SyntaxError));
  }
});
