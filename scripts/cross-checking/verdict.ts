/** Whether the suites agree. */
import { type Check, type Figure, type Suite, suites } from './checks.ts';
import type { Observation } from './rounds.ts';

export interface Line {
  tool: string;
  what: string;
  made: number | undefined;
  /** Of each suite; a reason where there is no figure, undefined where there is no such tool. */
  shown: Partial<Record<Suite, number | string>>;
  /** Empty when all agree. */
  differences: readonly Difference[];
}

export interface Difference {
  suite: Suite;
  /** Undefined where nobody knows why: that is a failure. */
  reason: string | undefined;
}

/** One line per figure of a check. */
export function judge(check: Check, { pids, said }: Observation): Line[] {
  return check.figures.map((figure) => {
    const shown: Line['shown'] = {};
    for (const suite of suites) {
      const result = said[suite];
      if (result) shown[suite] = worked(result) ? figure.read(result.stdout, pids[suite] ?? '') : lastWords(result);
    }
    const differences: Difference[] = [];
    for (const suite of suites) {
      const value = shown[suite];
      if (value === undefined) continue;
      if (typeof value === 'string') differences.push({ suite, reason: check.broken?.[suite] });
      else if (!agrees(figure, value, suite === 'bcc-ts' ? figure.made : (figure.made ?? shown['bcc-ts']))) {
        differences.push({ suite, reason: figure.allowed?.[suite] });
      }
    }
    return { tool: check.tool, what: figure.what, made: figure.made, shown, differences };
  });
}

/** Tools that a signal ends say so by their status or not, but one that never ran has nothing on stdout. */
function worked({ status, stdout }: { status: number; stdout: string }): boolean {
  return stdout.trim() !== '' && (status === 0 || status === 130 || stdout.split('\n').length > 2);
}

function lastWords({ status, stderr }: { status: number; stderr: string }): string {
  const line = stderr.trim().split('\n').at(-1) ?? '';
  return `status ${status}: ${line.slice(0, 120)}`;
}

function agrees({ slack = 0 }: Figure, value: number, expected: number | string | undefined): boolean {
  if (typeof expected !== 'number') return true;
  return Math.abs(value - expected) <= Math.abs(expected) * slack;
}

export function unexplained(lines: readonly Line[]): Line[] {
  return lines.filter(({ differences }) => differences.some(({ reason }) => reason === undefined));
}

/** Markdown. */
export function formatLines(lines: readonly Line[]): string {
  const cell = (value: number | string | undefined) =>
    value === undefined ? '-' : typeof value === 'string' ? 'does not run' : String(Number(value.toFixed(2)));
  const table = [
    ['Tool', 'What', 'Made', 'bcc-ts', 'BCC', 'libbpf-tools', ''],
    ...lines.map(({ tool, what, made, shown, differences }) => [
      tool,
      what,
      cell(made),
      ...suites.map((suite) => cell(shown[suite])),
      differences.length === 0 ? 'agrees' : differences.map(describe(shown)).join('; '),
    ]),
  ];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const numbers = (column: number) => column >= 2 && column <= 5;
  const pad = (text: string, column: number) =>
    column === widths.length - 1
      ? text
      : numbers(column)
        ? text.padStart(widths[column]!)
        : text.padEnd(widths[column]!);
  const text = table.map((row) => `| ${row.map(pad).join(' | ')} |`);
  text.splice(1, 0, `|${widths.map((_, column) => (numbers(column) ? '--:' : '---')).join('|')}|`);
  return text.join('\n');
}

function describe(shown: Line['shown']) {
  return ({ suite, reason }: Difference) => {
    const value = shown[suite];
    return `${suite} differs: ${reason ?? (typeof value === 'string' ? `NOT EXPLAINED (${value})` : 'NOT EXPLAINED')}`;
  };
}
