/** The middle of the values, the mean of the two in the middle where their number is even; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return undefined;
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)];
}

/** Medians of the fields of several measurements; fields that a measurement lacks are left out of theirs. */
export function medians<T extends object>(samples: readonly T[]): Partial<Record<keyof T, number>> {
  const keys = new Set(samples.flatMap((sample) => Object.keys(sample) as (keyof T)[]));
  const result: Partial<Record<keyof T, number>> = {};
  for (const key of keys) {
    const values = samples.map((sample) => sample[key]).filter((value) => typeof value === 'number');
    const middle = median(values);
    if (middle !== undefined) result[key] = middle;
  }
  return result;
}
