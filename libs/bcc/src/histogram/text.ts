import { lastUsed, type Slots, starsMax } from './slots.ts';

/** Above this slot the numbers need wide columns, and the bars are half as long. */
const lastNarrowSlot = 32;

/** A power-of-two histogram as text, with its title line. Empty when nothing was counted. */
export function log2Text(slots: Slots, valType: string, stripLeadingZero = false): string[] {
  const last = lastUsed(slots);
  if (last < 1) return [];
  const wide = last > lastNarrowSlot;
  const digits = wide ? 20 : 10;
  const bar = wide ? starsMax / 2 : starsMax;
  const title = wide ? `               ${valType.padEnd(29)}` : `     ${valType.padEnd(19)}`;
  const most = largest(slots);
  const lines = [`${title} : count     distribution`];
  for (let slot = stripLeadingZero ? firstUsed(slots, 1) : 1; slot <= last; slot++) {
    const { from, to } = log2Interval(slot);
    const range = `${String(from).padStart(digits)} -> ${String(to).padEnd(digits)}`;
    lines.push(row(range, slots[slot] ?? 0n, most, bar));
  }
  return lines;
}

/** A histogram of single values as text, with its title line. Empty when nothing was counted. */
export function linearText(slots: Slots, valType: string, stripLeadingZero = false): string[] {
  const last = lastUsed(slots);
  if (last < 0) return [];
  const most = largest(slots);
  const lines = [`     ${valType.padEnd(13)} : count     distribution`];
  for (let slot = stripLeadingZero ? firstUsed(slots, 0) : 0; slot <= last; slot++) {
    lines.push(row(`        ${String(slot).padEnd(10)}`, slots[slot] ?? 0n, most, starsMax));
  }
  return lines;
}

/** The values slot `slot` of a power-of-two histogram counts, both included. */
export function log2Interval(slot: number): { from: bigint; to: bigint } {
  return { from: slot < 2 ? 0n : 1n << BigInt(slot - 1), to: (1n << BigInt(slot)) - 1n };
}

function row(range: string, count: bigint, most: bigint, width: number): string {
  const stars = '*'.repeat(Number((BigInt(width) * count) / most));
  return `${range} : ${String(count).padEnd(8)} |${stars.padEnd(width)}|`;
}

function firstUsed(slots: Slots, from: number): number {
  const first = slots.findIndex((count, slot) => slot >= from && count !== undefined && count > 0n);
  return first < 0 ? from : first;
}

function largest(slots: Slots): bigint {
  return slots.reduce((most, count) => (count > most ? count : most), 0n);
}
