/**
 * Writes CONFORMANCE.md from the results of test runs: `BCC_TS_RESULTS=DIR scripts/node --test libs/bcc/test/*.vm.test.ts`,
 * then `scripts/node libs/bcc/test/write-conformance.ts DIR`.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Row, rows } from './conformance-rows.ts';

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

function verdict({ tests }: Row, results: Map<string, boolean>): string {
  if (results.size === 0) return '–';
  const found = tests.map((test) => results.get(test));
  return found.every((passed) => passed === true) ? 'pass' : found.includes(false) ? 'FAIL' : 'no result';
}

if (import.meta.main) {
  const directory = process.argv[2];
  if (directory === undefined) throw new Error('give the directory of results');
  const results = kernels.map((kernel) => resultsOf(directory, kernel));
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
      lines.push(`| ${code(row.bcc)} | ${code(row.here)} | ${cells.join(' | ')} |`);
    }
    lines.push('');
  }
  const counts = results.map((result) => rows.filter((row) => verdict(row, result) === 'pass').length);
  lines.push(`Passed, of ${rows.length}: ${kernels.map((kernel, i) => `${kernel} ${counts[i]}`).join(', ')}.`, '');
  writeFileSync(new URL('../CONFORMANCE.md', import.meta.url), lines.join('\n'));
  process.stdout.write(`${lines.at(-2)}\n`);
}
