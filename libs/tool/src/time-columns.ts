import type { EventTime } from './clock.ts';
import type { Column } from './column.ts';

type Timed = { time: EventTime };
type Layout<O> = Pick<Column<unknown, Timed, O>, 'width' | 'headerWidth' | 'separator' | 'show' | 'header'>;

/** When an event happened: `HH:MM:SS` in local time; in JSON the field `time`, UTC with microseconds. */
export function clockColumn<O>(layout: Partial<Layout<O>> = {}): Column<unknown, Timed, O> {
  return {
    header: 'TIME',
    key: 'time',
    width: 8,
    describe: 'time of day, HH:MM:SS; in JSON date and time in UTC',
    ...layout,
    value: (_event, { time }) => time.clock,
    json: (_event, { time }) => time.iso,
  };
}

/** Seconds since the tool started, or since the first event; in JSON the field `time_s`. */
export function elapsedColumn<O>(
  layout: Partial<Layout<O>> & { decimals?: number; since?: 'start' | 'first' } = {},
): Column<unknown, Timed, O> {
  const { since = 'start', decimals = 3, ...columns } = layout;
  return {
    header: 'TIME(s)',
    key: 'time_s',
    width: 8,
    describe: since === 'start' ? 'seconds since the tool started' : 'seconds since the first event',
    ...columns,
    decimals,
    value: (_event, { time }) => (since === 'start' ? time.sinceStart : time.sinceFirst),
  };
}
