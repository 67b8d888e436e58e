import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Text } from '@bcc-ts/core';
import { type Column, resolveColumns } from './column.ts';

type Row = Record<string, string | number | undefined>;
type Columns = Column<Row, undefined, Record<string, boolean>>[];

const value = (key: string) => (row: Row) => row[key];

/** execsnoop's columns as BCC lays them out. */
const execsnoop: Columns = [
  { header: 'TIME', key: 'time', width: 9, separator: '', value: value('time'), show: (o) => o.time ?? false },
  {
    header: 'TIME(s)',
    key: 'time_s',
    width: 8,
    separator: '',
    decimals: 3,
    value: value('time_s'),
    show: (o) => o.timestamp ?? false,
  },
  { header: 'UID', key: 'uid', width: 6, separator: '', value: value('uid'), show: (o) => o.uid ?? false },
  { header: 'COMM', key: 'comm', width: 16, value: value('comm') },
  { header: 'PID', key: 'pid', width: 7, value: value('pid') },
  { header: 'PPID', key: 'ppid', width: 7, value: value('ppid'), text: (row) => String(row.ppid ?? '?') },
  { header: 'RET', key: 'ret', width: 3, align: 'right', value: value('ret') },
  { header: 'ARGS', key: 'args', value: value('args') },
];

function lines(columns: Columns, rows: Row[], options: Record<string, boolean> = {}): string[] {
  const shown = resolveColumns(columns, options).filter((column) => column.shown);
  return [shown.map((c) => c.title).join(''), ...rows.map((row) => shown.map((c) => c.cell(row, undefined)).join(''))];
}

test("execsnoop's lines have BCC's layout", () => {
  const row = {
    comm: 'ls',
    pid: 4,
    ppid: undefined,
    ret: 0,
    args: '/bin/ls -l',
    time: '12:34:56',
    time_s: 0.5,
    uid: 0,
  };
  assert.deepEqual(lines(execsnoop, [row]), [
    'COMM             PID     PPID    RET ARGS',
    'ls               4       ?         0 /bin/ls -l',
  ]);
  assert.deepEqual(lines(execsnoop, [row], { time: true, timestamp: true, uid: true }), [
    'TIME     TIME(s) UID   COMM             PID     PPID    RET ARGS',
    '12:34:56 0.500   0     ls               4       ?         0 /bin/ls -l',
  ]);
});

test('a long value pushes the rest of its line and is never cut unless asked', () => {
  const columns: Columns = [
    { header: 'A', key: 'a', width: 3, value: value('a') },
    { header: 'B', key: 'b', width: 3, cut: true, value: value('b') },
    { header: 'C', key: 'c', width: 4, align: 'right', value: value('c') },
  ];
  assert.deepEqual(lines(columns, [{ a: 'abcde', b: 'abcde', c: 1 }]), ['A   B      C', 'abcde abc    1']);
});

test('titles and widths may depend on options, titles may be wider than cells', () => {
  const columns: Column<Row, undefined, { tid: boolean; wide: boolean }>[] = [
    { header: (o) => (o.tid ? 'TID' : 'PID'), key: 'pid', width: (o) => (o.wide ? 8 : 4), value: value('pid') },
    { header: 'TX', key: 'tx', width: 4, headerWidth: 6, separator: '|', value: value('tx') },
    { header: 'END', key: 'end', value: value('end') },
  ];
  const print = (options: { tid: boolean; wide: boolean }) => {
    const resolved = resolveColumns(columns, options);
    return [
      resolved.map((c) => c.title).join(''),
      resolved.map((c) => c.cell({ pid: 1, tx: 2, end: 3 }, undefined)).join(''),
    ];
  };
  assert.deepEqual(print({ tid: false, wide: false }), ['PID  TX    |END', '1    2   |3']);
  assert.deepEqual(print({ tid: true, wide: true }), ['TID      TX    |END', '1        2   |3']);
});

test('the last column shown is not padded', () => {
  const columns: Columns = [
    { header: 'A', key: 'a', width: 5, value: value('a') },
    { header: 'B', key: 'b', width: 5, value: value('b'), show: (o) => o.b ?? false },
  ];
  assert.deepEqual(lines(columns, [{ a: 'x', b: 'y' }]), ['A', 'x']);
  assert.deepEqual(lines(columns, [{ a: 'x', b: 'y' }], { b: true }), ['A     B', 'x     y']);
});

test('cells are aligned by what the terminal shows', () => {
  const columns: Columns = [
    { header: 'NAME', key: 'name', width: 6, value: value('name') },
    { header: 'N', key: 'n', value: value('n') },
  ];
  const table: [string, string][] = [
    ['abc', 'abc    1'],
    ['日本', '日本   1'],
    ['e\u0301a', 'e\u0301a     1'],
    ['👍', '👍     1'],
    ['\u001b[2J', '\\x1b[2J 1'],
    ['é', 'é      1'],
  ];
  for (const [name, line] of table) assert.equal(lines(columns, [{ name, n: 1 }])[1], line);
});

test('text of other processes is escaped before its width is measured', () => {
  const [column] = resolveColumns(
    [
      { header: 'COMM', key: 'comm', width: 8, value: () => Text.from('a\nb') },
      { header: 'X', key: 'x', value: () => 1 },
    ],
    {},
  );
  assert.equal(column?.cell(undefined as never, undefined as never), 'a\\nb     ');
});
