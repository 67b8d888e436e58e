import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Text, unescapeText } from '@bcc-ts/core';
import { MemorySink } from '../test/memory-sink.ts';
import { type Column, resolveColumns } from './column.ts';
import { displayWidth } from './display-width.ts';
import { JsonOutput } from './json-output.ts';
import { TextOutput } from './text-output.ts';

/** What other processes may call themselves, their files and their arguments. No byte is NUL. */
const payloads: Record<string, Text> = {
  'a screen clear': Text.from('\u001b[2J\u001b[H'),
  'a window title': Text.from('\u001b]0;owned\u0007'),
  'a clipboard write': Text.from('\u001b]52;c;cm0gLXJm\u0007'),
  'a hyperlink': Text.from('\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\'),
  'a carriage return': Text.from('hidden\rshown'),
  'a second row': Text.from('sh\n1     root  fake'),
  'a tab': Text.from('a\tb'),
  'a backspace': Text.from('secret\b\b\b\b\b\bpublic'),
  'a delete character': Text.from('a\u007fb'),
  'an 8-bit control sequence': Text.from(Uint8Array.of(0x61, 0x9b, 0x32, 0x4a)),
  'a C1 control character': Text.from('\u009b2J'),
  'right-to-left override': Text.from('photo\u202egpj.exe'),
  'bidirectional isolates': Text.from('\u2066a\u2069\u200e\u200f\u061c'),
  'zero-width characters': Text.from('ro\u200bot\ufeff'),
  'line and paragraph separators': Text.from('a\u2028b\u2029c'),
  'combining characters': Text.from('e\u0301\u0302\u0303'),
  emoji: Text.from('👍🏽 👨‍👩‍👧 🇩🇪'),
  'wide characters': Text.from('日本語'),
  'an invalid byte': Text.from(Uint8Array.of(0x61, 0x80, 0xff, 0x62)),
  'UTF-8 cut short': Text.from(Uint8Array.of(0xe2, 0x82)),
  'an overlong form': Text.from(Uint8Array.of(0xc0, 0xaf)),
  'an encoded surrogate': Text.from(Uint8Array.of(0xed, 0xa0, 0x80)),
  'format directives': Text.from('%s%n%x'),
  'JSON syntax': Text.from('","uid":0,"x":"'),
  'a backslash escape': Text.from('\\x1b[2J\\n'),
  'the replacement character': Text.from('\ufffd'),
  nothing: Text.from(''),
  '4 KiB': Text.from('x'.repeat(4096)),
};

/** Does something to a terminal. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

const columns: Column<Text, undefined, object>[] = [
  { header: 'COMM', key: 'comm', width: 16, value: (text) => text },
  { header: 'PID', key: 'pid', width: 6, value: () => 1 },
  { header: 'SAME', key: 'same', value: (text) => text.toString() },
];

function written(kind: 'text' | 'json', text: Text): string {
  const sink = new MemorySink();
  const output = kind === 'json' ? new JsonOutput(sink) : new TextOutput(sink, assert.fail);
  output.rows(resolveColumns(columns, {}), {}).row(text, undefined);
  output.flush();
  return sink.text;
}

for (const [what, text] of Object.entries(payloads)) {
  test(`${what} stays on its line, in its column, and in itself`, () => {
    const line = written('text', text);
    assert.match(line, /^[^\n]*\n$/);
    const visible = line.slice(0, -1);
    assert.doesNotMatch(visible, unprintable);
    const cell = text.escaped();
    const pad = ' '.repeat(Math.max(0, 16 - displayWidth(cell)));
    assert.ok(visible.startsWith(`${cell}${pad} 1      `), visible);
    assert.deepEqual(unescapeText(cell), text.bytes);
  });

  test(`${what} survives in JSON byte by byte`, () => {
    const line = written('json', text);
    assert.match(line, /^[^\n]*\n$/);
    assert.doesNotMatch(line.slice(0, -1), unprintable);
    const fields = JSON.parse(line) as { comm: string; comm_b64?: string; pid: number; same: string };
    const bytes = fields.comm_b64 === undefined ? Buffer.from(fields.comm) : Buffer.from(fields.comm_b64, 'base64');
    assert.deepEqual(bytes, text.bytes);
    assert.equal(fields.pid, 1);
    assert.ok(fields.comm.isWellFormed() && fields.same.isWellFormed());
    assert.equal(fields.comm_b64 !== undefined, !text.isUtf8);
  });
}
