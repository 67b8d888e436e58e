import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TerminalModel } from './terminal-model.ts';

function shown(text: string, columns = 10, rows = 3): TerminalModel {
  const terminal = new TerminalModel(columns, rows);
  terminal.write(text);
  return terminal;
}

it('text is placed, wrapped and scrolled', () => {
  assert.deepEqual(shown('ab\r\ncd').lines, ['ab', 'cd', '']);
  assert.deepEqual(shown('abc\rX\b\bY').lines, ['Ybc', '', '']);
  assert.deepEqual(shown('0123456789ab').lines, ['0123456789', 'ab', '']);
  const scrolled = shown('1\r\n2\r\n3\r\n4');
  assert.deepEqual([scrolled.lines, scrolled.scrolledOff], [['2', '3', '4'], ['1']]);
});

it('sequences move, clear and switch', () => {
  assert.deepEqual(shown('aaaa\r\nbbbb\r\ncccc\x1b[Hxx\x1b[K\r\ny\x1b[J').lines, ['xx', 'y', '']);
  assert.deepEqual(shown('a\x1b[2;3Hb\x1b[2J').lines, ['', '', '']);
  assert.deepEqual(shown('\x1b[2;3Hb').lines, ['', '  b', '']);
  assert.deepEqual([...shown('\x1b[?25l\x1b[?1049h').modes], ['hidden cursor', 'mode 1049']);
  assert.deepEqual([...shown('\x1b[?25l\x1b[?2026h\x1b[?25h\x1b[?2026l').modes], []);
});

it('a sequence may come in pieces, and what is not known is kept', () => {
  const terminal = shown('abc\x1b[');
  terminal.write('2');
  terminal.write('J\x07\x1b[5n');
  assert.deepEqual(terminal.lines, ['', '', '']);
  assert.deepEqual(terminal.unknown, ['"\\u0007"', 'CSI 5n']);
});

it('a window may be made smaller and larger', () => {
  const terminal = shown('1234\r\n5678\r\n9');
  terminal.resize(3, 2);
  assert.deepEqual([terminal.lines, terminal.cursor], [['567', '9'], { row: 1, column: 1 }]);
  terminal.resize(6, 3);
  terminal.write('0');
  assert.deepEqual(terminal.lines, ['567', '90', '']);
});
