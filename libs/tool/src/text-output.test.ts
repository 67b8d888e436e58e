import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Column, resolveColumns } from './column.ts';
import { csvField, TextOutput } from './text-output.ts';

const fields = [
  ['plain', 'plain'],
  ['', ''],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  [' padded ', '" padded "'],
  ['in between', 'in between'],
] as const;

for (const [text, field] of fields) {
  test(`${JSON.stringify(text)} is written as ${JSON.stringify(field)}`, () => assert.equal(csvField(text), field));
}

test('comma-separated rows are whole, unpadded, and have the columns that text mode shows', () => {
  const columns: Column<{ name: string; ms: number }, undefined, undefined>[] = [
    { header: 'COMM', key: 'comm', width: 4, cut: true, value: (e) => e.name },
    { header: 'UID', key: 'uid', show: () => false, value: () => 0 },
    { header: 'MS', key: 'ms', width: 9, align: 'right', decimals: 2, value: (e) => e.ms },
  ];
  let written = '';
  const sink = { write: (text: string) => (written += text), blocked: false, drain: async () => true };
  const output = new TextOutput(sink as never, () => {}, undefined, true);
  const writer = output.rows(resolveColumns(columns, undefined));
  writer.header();
  writer.row({ name: 'a "long", name\n', ms: 1.005 }, undefined);
  output.flush();
  assert.equal(written, 'COMM,MS\n"a ""long"", name\\n",1.00\n');
});
