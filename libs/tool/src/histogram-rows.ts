/** A row of a histogram: how many values lie between two bounds, both included. */
export interface HistogramRow {
  from: bigint;
  to: bigint;
  count: bigint;
}

type Counts = readonly (number | bigint)[];

const BAR = 40;
/** Above this slot the numbers need wide columns, and the bars are half as long. */
const LAST_NARROW_SLOT = 32;

/**
 * Rows of a log2 histogram, up to the highest slot in use. Slot 1 counts 0 and 1, slot n counts 2^(n-1) to 2^n - 1;
 * slot 0 is not used.
 */
export function log2Rows(slots: Counts): HistogramRow[] {
  return slots
    .slice(0, lastUsed(slots) + 1)
    .map((count, slot) => {
      const from = slot < 2 ? 0n : 1n << BigInt(slot - 1);
      return { from, to: (1n << BigInt(slot)) - 1n, count: BigInt(count) };
    })
    .slice(1);
}

/** Rows of a linear histogram, up to the highest value in use. Slot n counts the value n times `step`. */
export function linearRows(slots: Counts, step = 1): HistogramRow[] {
  return slots.slice(0, lastUsed(slots) + 1).map((count, slot) => {
    const value = BigInt(slot) * BigInt(step);
    return { from: value, to: value, count: BigInt(count) };
  });
}

/** A log2 histogram in BCC's layout, with its title line. Empty when nothing was counted. */
export function log2Lines(slots: Counts, unit: string): string[] {
  const rows = log2Rows(slots);
  if (rows.length === 0) return [];
  const wide = rows.length > LAST_NARROW_SLOT;
  const digits = wide ? 20 : 10;
  const bar = wide ? BAR / 2 : BAR;
  const most = largest(rows);
  const title = wide ? `               ${unit.padEnd(29)}` : `     ${unit.padEnd(19)}`;
  return [
    `${title} : count     distribution`,
    ...rows.map(({ from, to, count }) => {
      const range = `${String(from).padStart(digits)} -> ${String(to).padEnd(digits)}`;
      return `${range} : ${String(count).padEnd(8)} |${stars(count, most, bar)}|`;
    }),
  ];
}

/** A linear histogram in BCC's layout, with its title line. Empty when nothing was counted. */
export function linearLines(slots: Counts, unit: string, step = 1): string[] {
  const rows = linearRows(slots, step);
  if (rows.length === 0) return [];
  const most = largest(rows);
  return [
    `     ${unit.padEnd(13)} : count     distribution`,
    ...rows.map(
      ({ from, count }) =>
        `        ${String(from).padEnd(10)} : ${String(count).padEnd(8)} |${stars(count, most, BAR)}|`,
    ),
  ];
}

function lastUsed(slots: Counts): number {
  return slots.findLastIndex((count) => count > 0);
}

function largest(rows: HistogramRow[]): bigint {
  return rows.reduce((most, { count }) => (count > most ? count : most), 0n);
}

function stars(count: bigint, most: bigint, width: number): string {
  return '*'.repeat(Number((BigInt(width) * count) / most)).padEnd(width);
}
