import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseTool } from './choose-tool.ts';

const has = (name: string) => ['opensnoop', 'execsnoop'].includes(name);

const cases: [title: string, calledAs: string, words: string[], choice: object][] = [
  ['a link', 'execsnoop', ['-x'], { kind: 'tool', name: 'execsnoop', args: ['-x'] }],
  ['a link with a path', '/usr/sbin/execsnoop', [], { kind: 'tool', name: 'execsnoop', args: [] }],
  ['a link whose first word is a tool too', 'execsnoop', ['opensnoop'], { name: 'execsnoop', args: ['opensnoop'] }],
  ['the first word', 'bcc-ts', ['opensnoop', '--help'], { kind: 'tool', name: 'opensnoop', args: ['--help'] }],
  ['the first word under another name', '/opt/tracing', ['execsnoop'], { kind: 'tool', name: 'execsnoop' }],
  ['--list', 'bcc-ts', ['--list'], { kind: 'list' }],
  ['--licenses', 'bcc-ts', ['--licenses'], { kind: 'licenses' }],
  ['--help', './bcc-ts', ['--help'], { kind: 'help' }],
  ['--version', 'bcc-ts', ['--version'], { kind: 'version' }],
  ['no word', 'bcc-ts', [], { kind: 'mistake', message: 'bcc-ts: which tool? (try: bcc-ts --list)' }],
  ['an unknown tool', 'bcc-ts', ['nosnoop'], { message: 'bcc-ts: no such tool: nosnoop (try: bcc-ts --list)' }],
  ['an unknown option', 'bcc-ts', ['--all'], { message: 'bcc-ts: unknown option --all (try: bcc-ts --help)' }],
];

for (const [title, calledAs, words, choice] of cases) {
  test(`the executable with all tools understands ${title}`, () => {
    assert.partialDeepStrictEqual(chooseTool(calledAs, words, has), choice);
  });
}
