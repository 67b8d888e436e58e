import type { PositionalSpecs } from './option-spec.ts';

/** The operands `[interval] [count]` of tools that print at intervals, to be spread into `positionals`. */
export const intervalAndCount = {
  interval: { type: 'integer', min: 1, describe: 'seconds between outputs; without it there is one, at the end' },
  count: { type: 'integer', min: 1, describe: 'number of outputs' },
} as const satisfies PositionalSpecs;
