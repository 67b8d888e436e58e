/** A table of figures, one column for each of the things compared; the first one is what the others are held against. */
export interface Comparison {
  title: string;
  columns: readonly string[];
  rows: readonly Row[];
  /** What a reader should know, below the table. */
  notes?: readonly string[];
}

export interface Row {
  label: string;
  /** Undefined where there is no figure. */
  values: readonly (number | undefined)[];
  digits: number;
  /** False where a ratio would say nothing. */
  ratios?: boolean;
}

/** Markdown that is aligned, so that it reads well as plain text too. */
export function formatComparison({ title, columns, rows, notes = [] }: Comparison): string {
  const cells = [['', ...columns], ...rows.map((row) => [row.label, ...row.values.map((_, i) => cell(row, i))])];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  const lines = cells.map((line) => `| ${line.map((text, i) => pad(text, widths[i]!, i > 0)).join(' | ')} |`);
  const rule = `|${widths.map((width, i) => (i > 0 ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|`;
  lines.splice(1, 0, rule);
  return [`### ${title}`, '', ...lines, '', ...notes.flatMap((note) => [note, ''])].join('\n');
}

/** How many times the first column's value this one is. */
export function ratio({ values, ratios = true }: Row, column: number): number | undefined {
  const [first, value] = [values[0], values[column]];
  return ratios && column > 0 && first && value !== undefined ? value / first : undefined;
}

function cell(row: Row, column: number): string {
  const value = row.values[column];
  if (value === undefined) return '-';
  const times = ratio(row, column);
  return value.toFixed(row.digits) + (times === undefined ? '' : ` (${times.toFixed(2)}x)`);
}

function pad(text: string, width: number, right: boolean): string {
  return right ? text.padStart(width) : text.padEnd(width);
}
