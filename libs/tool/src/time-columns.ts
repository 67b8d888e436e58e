import type { EventTime } from './clock.ts';
import type { Column } from './column.ts';

type TimeColumn = Column<unknown, { time: EventTime }, unknown>;

/**
 * When an event happened: `HH:MM:SS` in local time; in JSON the field `time`, UTC with microseconds.
 * A tool spreads it and sets what differs: `{ ...clockColumn, width: 9, show: (o) => o.time }`.
 */
export const clockColumn = {
  header: 'TIME',
  key: 'time',
  width: 8,
  describe: 'time of day, HH:MM:SS; in JSON date and time in UTC',
  value: (_event, { time }) => time.clock,
  json: (_event, { time }) => time.iso,
} as const satisfies TimeColumn;

/** Seconds since the tool started; in JSON the field `time_s`. To be spread like {@link clockColumn}. */
export const elapsedColumn = {
  header: 'TIME(s)',
  key: 'time_s',
  width: 8,
  decimals: 3,
  describe: 'seconds since the tool started',
  value: (_event, { time }) => time.sinceStart,
} as const satisfies TimeColumn;

/** Seconds since the first event shown; in JSON the field `time_s`. */
export const sinceFirstColumn = {
  ...elapsedColumn,
  describe: 'seconds since the first event',
  value: (_event, { time }) => time.sinceFirst,
} as const satisfies TimeColumn;
