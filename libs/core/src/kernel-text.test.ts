import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { allLines, linesWith, textPieces } from './kernel-text.ts';

const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-text-'));
after(() => rmSync(directory, { recursive: true }));

function pieces(text: string): string[] {
  const path = join(directory, 'text');
  writeFileSync(path, text, 'latin1');
  return Array.from(textPieces(path)!, (piece) => piece.toString('latin1'));
}

describe('a text in pieces', () => {
  it('is whole, and cut at ends of lines', () => {
    const text = Array.from({ length: 20_011 }, (_, i) => `ffffffff${i} t name_${i}\n`).join('');
    const found = pieces(text);
    assert.equal(found.join(''), text);
    assert.ok(found.length > 5 && found.every((piece) => piece.endsWith('\n') && piece.length <= 1 << 16));
  });

  for (const [what, text] of [
    ['a last line without an end', 'one\ntwo'],
    ['nothing', ''],
    ['a line longer than a piece', `a\n${'x'.repeat(200_003)}\nb\n`],
    ['bytes that are no UTF-8', '\xff\xfe\n'],
  ] as const) {
    it(`may have ${what}`, () => assert.equal(pieces(text).join(''), text));
  }

  it('can be read again, and not to its end', () => {
    const path = join(directory, 'again');
    writeFileSync(path, 'line\n'.repeat(50_021));
    const text = textPieces(path)!;
    for (const piece of text) {
      assert.equal(piece.toString('latin1', 0, 5), 'line\n');
      break;
    }
    assert.equal(Array.from(text, String).join('').length, 5 * 50_021);
  });

  it('that is not there is undefined', () => assert.equal(textPieces(join(directory, 'no-such')), undefined));
});

describe('lines of a text', () => {
  const text = 'a one\nb two one\nthree\none\n';
  for (const [wanted, found] of [
    [' one', ['a one', 'b two one']],
    ['\none', ['one']],
    ['\na', ['a one']],
    ['one', ['a one', 'b two one', 'one']],
    ['\nt', ['three']],
    ['four', []],
  ] as const) {
    it(`with ${JSON.stringify(wanted)}`, () => assert.deepEqual([...linesWith(Buffer.from(text), wanted)], found));
  }

  it('are all of them', () => assert.deepEqual(allLines(Buffer.from('a\nb\n')), ['a', 'b', '']));

  it('may be the last without an end', () => assert.deepEqual([...linesWith(Buffer.from('x\na b'), ' b')], ['a b']));

  it('that follow each other are all found', () =>
    assert.deepEqual([...linesWith(Buffer.from('ab\nab\nab\n'), '\nab')], ['ab', 'ab', 'ab']));
});
