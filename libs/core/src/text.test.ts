import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { Text } from './text.ts';

describe('Text', () => {
  const buffer = Buffer.from('..name\0rest');

  it('ends at the first NUL', () => {
    assert.equal(Text.read(buffer, 2, buffer.length).toString(), 'name');
    assert.equal(Text.from(Buffer.from('name\0rest')).length, 4);
  });

  it('ends at the end of its field when there is no NUL', () => {
    assert.equal(Text.read(buffer, 2, 4).toString(), 'na');
  });

  it('does not change with the memory it was read from', () => {
    const memory = Buffer.from('before');
    const text = Text.from(memory);
    memory.write('after!');
    assert.equal(text.toString(), 'before');
    assert.equal(text.bytes.toString(), 'before');
  });

  it('reads a part of a larger buffer', () => {
    assert.equal(Text.from(buffer.subarray(2, 5)).toString(), 'nam');
    assert.equal(Text.from(new Uint8Array(buffer).subarray(2, 5)).toString(), 'nam');
  });

  const lists: [bytes: string, texts: string[]][] = [
    ['', []],
    ['\0', ['']],
    ['one', ['one']],
    ['one\0', ['one']],
    ['one\0two', ['one', 'two']],
    ['\0two\0', ['', 'two']],
    ['one\0\0', ['one', '']],
  ];
  for (const [bytes, texts] of lists) {
    it(`takes ${JSON.stringify(bytes)} for a list of ${texts.length}`, () => {
      assert.deepEqual(Text.list(Buffer.from(bytes)).map(String), texts);
      assert.deepEqual(Text.list(new Uint8Array(Buffer.from(bytes))).map(String), texts);
    });
  }

  const cases: [what: string, text: Text, string: string, escaped: string, isUtf8: boolean, json: unknown][] = [
    ['ASCII', Text.from('ls -l'), 'ls -l', 'ls -l', true, 'ls -l'],
    ['UTF-8', Text.from('Zoë'), 'Zoë', 'Zoë', true, 'Zoë'],
    ['a control', Text.from('a\x1bb'), 'a\x1bb', 'a\\x1bb', true, 'a\x1bb'],
    ['the replacement character itself', Text.from('\ufffd'), '\ufffd', '\ufffd', true, '\ufffd'],
    ['other bytes', Text.from(Buffer.of(0x61, 0xff)), 'a\ufffd', 'a\\xff', false, { text: 'a\ufffd', base64: 'Yf8=' }],
  ];
  for (const [what, text, string, escaped, isUtf8, json] of cases) {
    it(`shows ${what}`, () => {
      assert.equal(text.toString(), string);
      assert.equal(text.escaped(), escaped);
      assert.equal(text.isUtf8, isUtf8);
      assert.deepEqual(text.json(), json);
      assert.equal(JSON.stringify(text), JSON.stringify(json));
      assert.equal(inspect(text), `Text '${escaped}'`);
    });
  }

  it('compares bytes with text, and characters with a string', () => {
    assert.ok(Text.from('é').equals(Text.from('é')));
    assert.ok(Text.from('é').equals('é'));
    assert.ok(!Text.from('é').equals(Text.from('e\u0301')));
    assert.ok(!Text.from(Buffer.of(0xff)).equals(Text.from(Buffer.of(0xfe))));
  });
});
