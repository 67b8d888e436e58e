/** Counts by slot number; slots without a count are 0. */
export type Slots = bigint[];

/** Number of slots of a log2 histogram: 0 is never used, 1 counts 0 and 1, slot n counts 2^(n-1) to 2^n - 1. */
export const log2IndexMax = 65;
/** Number of slots of a linear histogram. */
export const linearIndexMax = 1025;
/** Length of the longest bar. */
export const starsMax = 40;

/** One histogram of a table, and what it is about where the table has several. */
export interface Section {
  /** The first field of the key, or what `bucketFn` made of it. */
  bucket?: unknown;
  slots: Slots;
}

export interface HistogramOptions {
  /** What the values are, for the title of the first column; default `value`. */
  valType?: string;
  /** What the sections are, when the key is a struct of a bucket and a slot; default `Bucket ptr`. */
  sectionHeader?: string;
  /** Text for a bucket. */
  // biome-ignore lint/suspicious/noExplicitAny: the table's key decides
  sectionPrintFn?: (bucket: any) => unknown;
  /** Replaces the bucket before its counts are added up. */
  // biome-ignore lint/suspicious/noExplicitAny: the table's key decides
  bucketFn?: (bucket: any) => unknown;
  /** Leaves out the rows before the first that has a count. */
  stripLeadingZero?: boolean;
  /** Puts the buckets in order. */
  // biome-ignore lint/suspicious/noExplicitAny: the table's key decides
  bucketSortFn?: (buckets: any[]) => any[];
}

/**
 * Sorts the entries of a table into histograms: one when keys are slot numbers, one for each bucket when they are
 * structs whose first field is the bucket and whose second is the slot.
 *
 * @throws RangeError for a slot that `limit` does not allow.
 */
export function sectionsOf(
  entries: readonly (readonly [unknown, unknown])[],
  limit: number,
  { bucketFn, bucketSortFn }: HistogramOptions,
): Section[] {
  const whole: Section = { slots: [] };
  const byBucket = new Map<string, Section>();
  for (const [key, value] of entries) {
    if (typeof key !== 'object' || key === null) {
      add(whole, key, value, limit);
      continue;
    }
    const [first, slot] = Object.values(key);
    const bucket = bucketFn ? bucketFn(first) : first;
    const name = identity(bucket);
    let section = byBucket.get(name);
    if (!section) {
      section = { bucket, slots: [] };
      byBucket.set(name, section);
    }
    add(section, slot, value, limit);
  }
  if (byBucket.size === 0) return [whole];
  const sections = [...byBucket.values()];
  if (!bucketSortFn) return sections;
  return bucketSortFn(sections.map(({ bucket }) => bucket)).flatMap((bucket) => byBucket.get(identity(bucket)) ?? []);
}

/** The highest slot with a count, -1 when there is none. */
export function lastUsed(slots: Slots): number {
  return slots.findLastIndex((count) => count > 0n);
}

function add(section: Section, slot: unknown, value: unknown, limit: number): void {
  const index = Number(slot);
  if (!Number.isInteger(index) || index < 0 || index >= limit) {
    throw new RangeError(`slot ${String(slot)} does not fit into a histogram of ${limit} slots`);
  }
  section.slots[index] = (section.slots[index] ?? 0n) + BigInt(value as number | bigint);
}

function identity(bucket: unknown): string {
  return JSON.stringify(bucket, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)) ?? 'undefined';
}
