/** What a program adds up beside a histogram: the exact sum of all values, in nanoseconds, and their number. */
export interface LatencySum {
  total_ns: bigint;
  count: bigint;
}

/** What a histogram counts in. */
export type LatencyUnit = 'nsecs' | 'usecs' | 'msecs';

interface UnitOptions {
  microseconds?: boolean;
  milliseconds?: boolean;
}

const nanoseconds = { nsecs: 1n, usecs: 1000n, msecs: 1_000_000n };

/** The sum in whole units. Only the sum is rounded down, not what it is made of. */
export function total({ total_ns }: LatencySum, unit: LatencyUnit): bigint {
  return total_ns / nanoseconds[unit];
}

/** The average in whole units, rounded down; 0 of nothing. */
export function average(sum: LatencySum, unit: LatencyUnit): bigint {
  return sum.count ? total(sum, unit) / sum.count : 0n;
}

/** JSON fields of a histogram tool whose unit is `unitOf(options, usual)`. */
export function latencyFields(usual?: 'nsecs' | 'usecs') {
  return {
    average: (sum: LatencySum, { options }: { options: UnitOptions }) => average(sum, unitOf(options, usual)),
    total: (sum: LatencySum, { options }: { options: UnitOptions }) => total(sum, unitOf(options, usual)),
    count: ({ count }: LatencySum) => count,
  };
}

/** The line below histograms: `avg = 12 usecs, total: 120 usecs, count: 10`; undefined where nothing was counted. */
export function latencySummary(sums: readonly LatencySum[], unit: LatencyUnit): string | undefined {
  const all = { total_ns: 0n, count: 0n };
  for (const { total_ns, count } of sums) {
    all.total_ns += total_ns;
    all.count += count;
  }
  if (all.count === 0n) return undefined;
  return `avg = ${average(all, unit)} ${unit}, total: ${total(all, unit)} ${unit}, count: ${all.count}`;
}

/** The unit that the options `microseconds` and `milliseconds` ask for; the larger one wins. */
export function unitOf(options: UnitOptions, usual: 'nsecs' | 'usecs' = 'usecs'): LatencyUnit {
  return options.milliseconds ? 'msecs' : options.microseconds ? 'usecs' : usual;
}
