import type { PositionalSpecs } from './option-spec.ts';

/** The operands `[interval] [count]` of tools that print at intervals, to be spread into `positionals`. */
export const intervalAndCount = {
  interval: { type: 'integer', min: 1, describe: 'seconds between outputs; without it there is one, at the end' },
  count: { type: 'integer', min: 1, describe: 'number of outputs' },
} as const satisfies PositionalSpecs;

/** The same for tools that print every second unless told otherwise. */
export const everySecondAndCount = {
  interval: { type: 'number', min: 0.001, default: 1, describe: 'seconds between outputs' },
  count: intervalAndCount.count,
} as const satisfies PositionalSpecs;
