import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fakeImage } from '../test/fake-object.ts';
import { completionScript } from './completion.ts';
import type { Tool } from './declaration.ts';
import { helpText } from './help.ts';
import { commandLineOf } from './kit-options.ts';
import { manPage } from './man-page.ts';
import { markdownOptions } from './markdown-options.ts';

const tool: Tool = {
  name: 'demo-snoop',
  summary: "Trace what doesn't end.",
  description: ".SH is not a request here, nor is this:\n\n.B one, \\fBtwo\\fR or a `back` ~tick^.\n\n'TS neither.",
  overhead: 'Little.',
  requirements: ['A disk.'],
  seeAlso: ['execsnoop', 'opensnoop'],
  examples: [{ command: "demo-snoop -n '^a.*\\.b$' | jq -r '.x'", meaning: 'Names that match.' }],
  program: fakeImage(),
  options: {
    time: { alias: 'T', type: 'boolean', describe: "add the time: it's [local]" },
    sort: { alias: 's', type: 'string', choices: ['all', 'reads'], default: 'all', describe: 'sort key' },
    uid: { alias: 'u', type: 'string', placeholder: 'USER', completes: 'user', describe: 'only this user' },
    pid: { type: 'integer', completes: 'pid', describe: 'only this process' },
    name: { alias: 'n', type: 'string', placeholder: 'REGEX', describe: 'only names that match a|b' },
    flag: { alias: 'f', type: 'string', repeatable: true, describe: 'flags' },
    directory: { type: 'string', completes: 'directory', describe: 'only below' },
    exec: { type: 'rest', describe: 'start and trace a command' },
    secret: { type: 'boolean', hidden: true, describe: 'hidden' },
  },
  positionals: {
    interval: { type: 'integer', default: 1, describe: 'seconds between outputs' },
    count: { type: 'integer', describe: 'number of outputs' },
  },
  events: {
    from: 'events',
    columns: [{ header: 'PID', key: 'pid', describe: 'process', value: () => 1 }],
    fields: { extra: () => 1 },
  },
};
const commandLine = commandLineOf(tool);

function installed(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

function checked(command: string, argv: string[], input: string): string {
  const { stdout, stderr, status } = spawnSync(command, argv, { input, encoding: 'utf8' });
  assert.equal(stderr, '');
  assert.equal(status, 0);
  return stdout;
}

test('help shows every option once, aligned, within 80 columns', () => {
  const lines = helpText(tool, commandLine).split('\n');
  assert.ok(lines.every((line) => line.length <= 80));
  assert.equal(lines[0], 'usage: demo-snoop [options] [interval] [count]');
  for (const expected of [
    '  interval  seconds between outputs (default 1)',
    "  -T, --time                 add the time: it's [local]",
    '  -s, --sort all|reads       sort key (default all)',
    '      --pid PID              only this process',
    '  -f, --flag FLAG            flags (may be given more than once)',
    '      --exec COMMAND...      start and trace a command',
  ]) {
    assert.ok(lines.includes(expected), `${expected}\nnot in\n${lines.join('\n')}`);
  }
  assert.ok(!lines.join().includes('secret'));
});

test('the manual page is without warning and says everything', { skip: !installed('man') }, () => {
  const page = manPage(tool, commandLine);
  checked('man', ['--warnings', '-E', 'UTF-8', '-l', '-Tutf8', '-Z', '-'], page);
  const text = checked('sh', ['-c', 'MANWIDTH=100 man -E UTF-8 -l - | col -bx'], page);
  for (const expected of [
    "demo-snoop - Trace what doesn't end",
    'demo-snoop [options] [interval] [count]',
    '.SH is not a request here, nor is this:',
    '.B one, \\fBtwo\\fR or a `back` ~tick^.',
    "'TS neither.",
    '-s, --sort all|reads',
    'PID (JSON: pid)',
    'extra (JSON only)',
    "demo-snoop -n '^a.*\\.b$' | jq -r '.x'",
    'CAP_BPF',
    'execsnoop(8)',
  ]) {
    assert.ok(text.includes(expected), `${expected}\nnot in\n${text}`);
  }
  assert.deepEqual(
    page.split('\n').filter((line) => line.startsWith('.SH')),
    [
      'NAME',
      'SYNOPSIS',
      'DESCRIPTION',
      'OPERANDS',
      'OPTIONS',
      'OUTPUT FIELDS',
      'EXAMPLES',
      'EXIT STATUS',
      'OVERHEAD',
      'REQUIREMENTS',
      'SEE ALSO',
    ].map((title) => `.SH ${title}`),
  );
});

/** What bash offers for a command line; the last word is the one to complete. */
function bashOffers(...words: string[]): string[] {
  const list = words.map((word) => `'${word}'`).join(' ');
  const script = `${completionScript('bash', tool, commandLine)}
COMP_WORDS=(demo-snoop ${list}); COMP_CWORD=${words.length}; _demo_snoop; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return checked('bash', [], script).trimEnd().split('\n');
}

test('bash completes options and their values', () => {
  checked('bash', ['-n'], completionScript('bash', tool, commandLine));
  assert.deepEqual(bashOffers('--so'), ['--sort']);
  assert.deepEqual(bashOffers('--sort', ''), ['all', 'reads']);
  assert.deepEqual(bashOffers('-s', 'r'), ['reads']);
  assert.deepEqual(bashOffers('--sort', '=', 'a'), ['all']);
  assert.deepEqual(bashOffers('-u', 'roo'), ['root']);
  assert.deepEqual(bashOffers('--pid', '1').includes('1'), true);
  assert.deepEqual(bashOffers('--name', '-'), ['']);
  assert.deepEqual(bashOffers('--secr'), ['']);
});

test('zsh accepts its completion', { skip: !installed('zsh') }, () => {
  const script = completionScript('zsh', tool, commandLine);
  checked('zsh', ['-n'], script);
  assert.match(script, /^#compdef demo-snoop\n/);
  assert.ok(script.includes("'(-T --time)'{-T,--time}'[add the time\\: it'\\''s \\[local\\]]'"), script);
});

test('fish completes options and their values', { skip: !installed('fish') }, () => {
  const script = completionScript('fish', tool, commandLine);
  checked('sh', ['-c', 'cat | fish --no-execute /dev/stdin'], script);
  const offers = checked(
    'sh',
    ['-c', 'cat | fish --no-config /dev/stdin'],
    `${script}\ncomplete -C 'demo-snoop --sort '`,
  );
  assert.deepEqual(offers.trimEnd().split('\n'), ['all\tsort key', 'reads\tsort key']);
  const options = checked(
    'sh',
    ['-c', 'cat | fish --no-config /dev/stdin'],
    `${script}\ncomplete -C 'demo-snoop --ti'`,
  );
  assert.equal(options, "--time\tadd the time: it's [local]\n");
});

test('the Markdown table has a row for every option and survives bars', () => {
  const lines = markdownOptions(tool).trimEnd().split('\n');
  assert.ok(lines.includes('| `-n, --name REGEX` | only names that match a\\|b |'));
  assert.ok(lines.includes('| `-s, --sort all\\|reads` | sort key (default all) |'));
  assert.ok(lines.every((line) => line.replaceAll('\\|', '').split('|').length === 4));
});
