import { quote } from '../errors.ts';

/** What a pattern selects places of: the part of BCC's probe specifications before the last colon. */
export type ProbeSpec =
  | { readonly kind: 'kernel'; readonly pattern: string }
  /** Functions of a library, by its short name or path, or of an executable. */
  | { readonly kind: 'user'; readonly library: string; readonly pattern: string }
  | { readonly kind: 'tracepoint'; readonly category: string; readonly pattern: string }
  | { readonly kind: 'usdt'; readonly library: string; readonly provider?: string; readonly pattern: string };

/** A probe specification that cannot be understood, or that selects nothing. */
export class ProbeError extends Error {
  override name = 'ProbeError';
}

/**
 * Reads a probe specification: `FUNCTION`, `LIBRARY:FUNCTION`, or `TYPE:WHERE:NAME` with the types p (function; the
 * kernel's where WHERE is empty), t (tracepoint of a category) and u (USDT probe of a library or executable; there
 * WHERE may be followed by `:PROVIDER`). The last part may be a pattern.
 * @throws ProbeError
 */
export function parseProbeSpec(text: string): ProbeSpec {
  const parts = text.split(':');
  const pattern = parts.at(-1)!;
  const wrong = (why: string) => new ProbeError(`cannot read the probe '${quote(text)}': ${why}`);
  if (pattern === '') throw wrong('it names nothing (try: vfs_read, c:malloc, t:block:block_rq_* or u:PATH:PROBE)');
  if (parts.length === 1) return { kind: 'kernel', pattern };
  if (parts.length === 2) return functionOf(parts[0]!, pattern);
  const [type = '', where = ''] = parts;
  const most = type === 'u' ? 4 : 3;
  if (parts.length > most) throw wrong(`too many components, it has ${parts.length} of at most ${most}`);
  if (type === 'p' || type === '') return functionOf(where, pattern);
  if (where === '') throw wrong(type === 't' ? 'the category of the tracepoint is missing' : 'the file is missing');
  if (type === 't') return { kind: 'tracepoint', category: where, pattern };
  if (type === 'u') {
    return { kind: 'usdt', library: where, ...(parts.length === 4 && { provider: parts[2]! }), pattern };
  }
  throw wrong(`type '${quote(type)}' is none of p (function), t (tracepoint) and u (USDT)`);
}

function functionOf(library: string, pattern: string): ProbeSpec {
  return library === '' ? { kind: 'kernel', pattern } : { kind: 'user', library, pattern };
}
