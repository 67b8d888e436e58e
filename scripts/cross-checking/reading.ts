/** Reads what the tools of all suites print for people, which is the same shape but for widths. */

/** A row under its heading, by the columns' names. */
export type Row = Readonly<Record<string, string>>;

/**
 * Rows below the last heading that holds all of the columns; a later heading, as of another address family, begins anew.
 * The last column takes the rest of its line. Lines that are not rows, such as a summary, have too few words and are
 * left out.
 */
export function rowsUnder(output: string, ...columns: string[]): Row[] {
  const rows: Row[] = [];
  let names: string[] | undefined;
  for (const line of output.split('\n')) {
    const words = line.trim().split(/\s+/);
    if (columns.every((column) => words.includes(column))) names = words;
    else if (names !== undefined && words.length >= names.length) {
      const all = words.slice(0, names.length - 1).concat(words.slice(names.length - 1).join(' '));
      rows.push(Object.fromEntries(names.map((name, i) => [name, all[i]!])));
    }
  }
  return rows;
}

export function sumOf(rows: readonly Row[], column: string): number {
  return rows.reduce((sum, row) => sum + Number(row[column]), 0);
}

/** All counts of the histograms, or of those whose heading matches. */
export function histogramTotal(output: string, heading?: RegExp): number {
  let total = 0;
  let wanted = heading === undefined;
  for (const line of output.split('\n')) {
    const bucket = line.match(/^\s*\d+\s+->\s+\d+\s*:\s*(\d+)\s*\|/);
    if (bucket) total += wanted ? Number(bucket[1]) : 0;
    else if (heading && /\S+ = /.test(line)) wanted = heading.test(line);
  }
  return total;
}

/** The numbers of the stacks with a matching frame: folded, one on a line, or one frame on a line and then the number. */
export function stackTotal(output: string, frame: RegExp): number {
  let total = 0;
  let matching = false;
  for (const line of output.split('\n')) {
    const folded = line.match(/^(.*;.*) (\d+)$/);
    const alone = line.match(/^\s+(\d+)$/);
    if (folded) total += frame.test(folded[1]!) ? Number(folded[2]) : 0;
    else if (alone) {
      total += matching ? Number(alone[1]) : 0;
      matching = false;
    } else if (line.trim() === '') matching = false;
    else matching ||= frame.test(line);
  }
  return total;
}

/** Bytes that the last report says are outstanding at stacks with a matching frame. */
export function outstandingBytes(output: string, frame: RegExp): number {
  const reports = output.split(/^\[\d+:\d+:\d+\] Top .*$/m);
  let total = 0;
  for (const entry of (reports.at(-1) ?? '').split(/^(?=\s*\d+ bytes in )/m)) {
    const [, bytes] = entry.match(/^\s*(\d+) bytes in /) ?? [];
    if (bytes !== undefined && frame.test(entry)) total += Number(bytes);
  }
  return total;
}
