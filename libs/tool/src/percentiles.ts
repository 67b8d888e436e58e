import type { HistogramRow } from './histogram-rows.ts';
import type { OptionSpecs } from './option-spec.ts';

/** Which share of the values is at most that large, by name; in thousandths. */
const shares = { p50: 500n, p90: 900n, p99: 990n, p99_9: 999n, max: 1000n } as const;

/**
 * Bounds that so many of the counted values do not exceed: the largest value of the row that the percentile is in. What a
 * histogram does not keep cannot be told more exactly.
 */
export type Percentiles = Record<keyof typeof shares, bigint>;

/** Option of every tool that shows histograms; JSON always has them. */
export const percentilesOption = {
  percentiles: { type: 'boolean', describe: 'below each histogram, what 50, 90, 99, 99.9 and 100 % do not exceed' },
} as const satisfies OptionSpecs;

/** Undefined when nothing was counted. */
export function percentiles(rows: readonly HistogramRow[]): Percentiles | undefined {
  const total = rows.reduce((sum, { count }) => sum + count, 0n);
  if (total === 0n) return undefined;
  const bounds = Object.entries(shares).map(([name, share]) => [name, boundOf(rows, (total * share + 999n) / 1000n)]);
  return Object.fromEntries(bounds);
}

/** The line below a histogram: `p50 <= 7, p90 <= 127, p99 <= 255, p99.9 <= 511, max <= 511 usecs`. */
export function percentileLine(rows: readonly HistogramRow[], unit: string): string | undefined {
  const bounds = percentiles(rows);
  if (!bounds) return undefined;
  const parts = Object.entries(bounds).map(([name, bound]) => `${name.replace('_', '.')} <= ${bound}`);
  return `${parts.join(', ')} ${unit}`;
}

/** The upper bound of the row that the value of this rank, from 1 on, is in. */
function boundOf(rows: readonly HistogramRow[], rank: bigint): bigint {
  let counted = 0n;
  return rows.find(({ count }) => {
    counted += count;
    return counted >= rank;
  })!.to;
}
