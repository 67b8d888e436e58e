/** What a program adds up beside a histogram: the sum of all values, in the histogram's unit, and their number. */
export interface LatencySum {
  total: bigint;
  count: bigint;
}

/** The average, rounded down; 0 of nothing. */
export function average({ total, count }: LatencySum): bigint {
  return count ? total / count : 0n;
}

/** JSON fields of a histogram tool. */
export const latencyFields = {
  average,
  total: ({ total }: LatencySum) => total,
  count: ({ count }: LatencySum) => count,
};

/** The line below histograms: `avg = 12 usecs, total: 120 usecs, count: 10`; undefined where nothing was counted. */
export function latencySummary(sums: readonly LatencySum[], unit: string): string | undefined {
  const all = { total: 0n, count: 0n };
  for (const { total, count } of sums) {
    all.total += total;
    all.count += count;
  }
  if (all.count === 0n) return undefined;
  return `avg = ${average(all)} ${unit}, total: ${all.total} ${unit}, count: ${all.count}`;
}

/** The unit that the options `microseconds` and `milliseconds` ask for; the larger one wins. */
export function unitOf(
  options: { microseconds?: boolean; milliseconds?: boolean },
  usual: 'nsecs' | 'usecs' = 'usecs',
): 'nsecs' | 'usecs' | 'msecs' {
  return options.milliseconds ? 'msecs' : options.microseconds ? 'usecs' : usual;
}
