import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutToWidth, displayWidth, padToWidth } from './display-width.ts';

test('the width is what a terminal shows', () => {
  const table: [string, number][] = [
    ['', 0],
    ['abc', 3],
    ['caf\u00e9', 4],
    ['e\u0301', 1],
    ['日本語', 6],
    ['ｆｕｌｌ', 8],
    ['한국', 4],
    ['👍', 2],
    ['🇩🇪', 2],
    ['a\u200bb', 2],
    ['Ω≈ç', 3],
    ['Кириллица', 9],
    ['سلام', 4],
    ['𠮷', 2],
    ['\u00ad', 1],
  ];
  for (const [text, width] of table) assert.equal(displayWidth(text), width, text);
});

test('cutting never splits a character nor exceeds the width', () => {
  for (const text of ['abcdef', '日本語', 'a日b本', 'e\u0301e\u0301', '👍👍', '𠮷a']) {
    for (let columns = 0; columns < 8; columns++) {
      const cut = cutToWidth(text, columns);
      assert.ok(displayWidth(cut) <= columns);
      assert.ok(text.startsWith(cut) && cut.isWellFormed());
    }
  }
});

test('padding fills up to the width and leaves wider texts alone', () => {
  assert.equal(padToWidth('日', 4), '日  ');
  assert.equal(padToWidth('日', 4, 'right'), '  日');
  assert.equal(padToWidth('abcdef', 4), 'abcdef');
});
