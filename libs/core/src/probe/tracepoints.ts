import { readdirSync } from 'node:fs';
import { quote } from '../errors.ts';
import { features } from '../features.ts';
import { type NamePatternOptions, namePattern } from './name-pattern.ts';
import type { PlaceSelection, TracepointPlace } from './place.ts';
import { ProbeError } from './probe-spec.ts';

/** Events of tracefs that are no tracepoints: ftrace's own records, and what others defined. */
const NOT_TRACEPOINTS = new Set(['ftrace', 'kprobes', 'uprobes', 'synthetic']);

/**
 * The tracepoints whose `category:event` matches. The category may be a pattern too.
 * @throws ProbeError when there is none.
 */
export function tracepoints(
  category: string,
  event: string,
  { regexp = false }: NamePatternOptions = {},
): PlaceSelection {
  const tracefs = features.tracefs();
  if (tracefs === undefined) throw new ProbeError(`cannot list the tracepoints: ${features.tracefsMissing()}`);
  const categories = namePattern(category, { regexp });
  const events = namePattern(event, { regexp, open: true });
  const places: TracepointPlace[] = [];
  for (const group of directories(`${tracefs}/events`)) {
    if (NOT_TRACEPOINTS.has(group) || !categories.matches(group)) continue;
    for (const name of directories(`${tracefs}/events/${group}`)) {
      if (events.matches(name))
        places.push({ kind: 'tracepoint', name: `${group}:${name}`, category: group, event: name });
    }
  }
  if (places.length === 0) throw new ProbeError(`no tracepoint matches '${quote(category)}:${quote(event)}'`);
  return { places, leftOut: new Map() };
}

function directories(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ProbeError(
      `cannot list the tracepoints: ${code === 'EACCES' ? 'permission denied (run it as root or with sudo)' : code}`,
    );
  }
}
