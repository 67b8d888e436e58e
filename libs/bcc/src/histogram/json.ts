import { lastUsed, type Slots } from './slots.ts';
import { log2Interval } from './text.ts';

/** One histogram as `printJsonHist` writes it. */
export interface JsonHistogram {
  /** Local time, `YYYY-MM-DD hh:mm:ss`. */
  ts: string;
  val_type: string;
  data: { 'interval-start': number | string; 'interval-end': number | string; count: number | string }[];
  /** The section's header with its bucket, where there are sections. */
  [section: string]: unknown;
}

/** A histogram as an object for JSON; integers that a double cannot hold are strings. */
export function jsonHistogram(
  slots: Slots,
  kind: 'log2' | 'linear',
  valType: string,
  section: Record<string, unknown> = {},
  now = new Date(),
): JsonHistogram {
  const data: JsonHistogram['data'] = [];
  for (let slot = kind === 'log2' ? 1 : 0; slot <= lastUsed(slots); slot++) {
    const { from, to } = kind === 'log2' ? log2Interval(slot) : { from: BigInt(slot), to: BigInt(slot) };
    data.push({ 'interval-start': exact(from), 'interval-end': exact(to), count: exact(slots[slot] ?? 0n) });
  }
  return { ts: localTime(now), val_type: valType, ...section, data };
}

/** A bigint as a JSON value that loses nothing. */
export function exact(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function localTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}
