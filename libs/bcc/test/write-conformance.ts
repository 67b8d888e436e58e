/**
 * Writes CONFORMANCE.md from the results of test runs: `BCC_TS_RESULTS=DIR scripts/node --test libs/bcc/test/*.vm.test.ts`,
 * then `scripts/node libs/bcc/test/write-conformance.ts DIR`. What needs no kernel is tested by this script.
 */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Row, rows } from './conformance-rows.ts';

const folder = join(import.meta.dirname, '..');
const kernels = ['5.10', '6.1', '6.12', 'newest'] as const;

/** Test titles of a TAP output, `suite > test`, and whether each passed. */
export function tapResults(tap: string): Map<string, boolean> {
  const results = new Map<string, boolean>();
  const suites: string[] = [];
  for (const line of tap.split('\n')) {
    const subtest = /^( *)# Subtest: (.*)$/.exec(line);
    const result = /^( *)(not )?ok \d+ - (.*?)(?: # .*)?$/.exec(line);
    const depth = ((subtest ?? result)?.[1]?.length ?? 0) / 4;
    if (subtest) suites.splice(depth, Infinity, unescaped(subtest[2]!));
    if (result) results.set([...suites.slice(0, depth), unescaped(result[3]!)].join(' > '), result[2] === undefined);
  }
  return results;
}

function unescaped(title: string): string {
  return title.replace(/\\(.)/g, '$1');
}

/** All results of one kernel, by the names that rows use. */
function resultsOf(directory: string, kernel: string): Map<string, boolean> {
  const all = new Map<string, boolean>();
  for (const file of globSync(join(directory, `${kernel}-*.tap`))) {
    const name = basename(file, '.tap').slice(kernel.length + 1);
    for (const [title, passed] of tapResults(readFileSync(file, 'utf8'))) all.set(`${name}: ${title}`, passed);
  }
  return all;
}

/** Results of the unit tests that rows name. */
function unitResults(): Map<string, boolean> {
  const names = new Set(rows.flatMap(({ tests }) => tests.flatMap((test) => /^unit-([^:]+): /.exec(test)?.[1] ?? [])));
  const all = new Map<string, boolean>();
  for (const name of names) {
    const [file] = globSync(`src/**/${name}.test.ts`, { cwd: folder });
    const { stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', join(folder, file ?? name)], {
      encoding: 'utf8',
    });
    for (const [title, passed] of tapResults(stdout)) all.set(`unit-${name}: ${title}`, passed);
  }
  return all;
}

function verdict({ tests, reason }: Row, results: Map<string, boolean>): string {
  if (reason !== undefined) return '–';
  if (results.size === 0) return '–';
  const found = tests.map((test) => results.get(test));
  return found.every((passed) => passed === true) ? 'pass' : found.includes(false) ? 'FAIL' : 'no result';
}

if (import.meta.main) {
  const directory = process.argv[2];
  if (directory === undefined) throw new Error('give the directory of results');
  const unit = unitResults();
  const results = kernels.map((kernel) => {
    const own = resultsOf(directory, kernel);
    return own.size === 0 ? own : new Map([...own, ...unit]);
  });
  const lines = [
    '# What of BCC works here',
    '',
    'Written by `test/write-conformance.ts` from test runs in guests; not edited by hand. Each row is something that',
    'BCC offers to the author of a program, with what the tests named in `test/conformance-rows.ts` say of it.',
    '',
  ];
  for (const section of new Set(rows.map((row) => row.section))) {
    lines.push(
      `## ${section}`,
      '',
      `| BCC | here | ${kernels.join(' | ')} |`,
      `|---|---|${kernels.map(() => '---|').join('')}`,
    );
    for (const row of rows.filter((candidate) => candidate.section === section)) {
      const cells = results.map((result) => verdict(row, result));
      const code = (text: string) => (text ? `\`${text}\`` : '');
      lines.push(`| ${code(row.bcc)} | ${row.reason ?? code(row.here)} | ${cells.join(' | ')} |`);
    }
    lines.push('');
  }
  const counts = results.map((result) => rows.filter((row) => verdict(row, result) === 'pass').length);
  const tested = rows.filter(({ reason }) => reason === undefined);
  lines.push(`Passed, of ${tested.length}: ${kernels.map((kernel, i) => `${kernel} ${counts[i]}`).join(', ')}.`, '');
  writeFileSync(new URL('../CONFORMANCE.md', import.meta.url), lines.join('\n'));
  process.stdout.write(`${lines.at(-2)}\n`);
}
