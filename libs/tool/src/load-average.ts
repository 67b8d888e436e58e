import { readFileSync } from 'node:fs';
import type { EventTime } from './clock.ts';

/** The line above each screen of a top tool, with an empty one below: `12:34:56 loadavg: 0.10 0.12 0.09 1/123 4567`. */
export function loadAverageLines({ time }: { time: EventTime }, path = '/proc/loadavg'): string[] {
  let load = '';
  try {
    load = readFileSync(path, 'utf8').trimEnd();
  } catch {}
  return [`${time.clock.padEnd(8)} loadavg: ${load}`, ''];
}
