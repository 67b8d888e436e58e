/** What the command line of the executable with all tools asks for. */
import { basename } from 'node:path';

export type Choice =
  | { kind: 'tool'; name: string; args: readonly string[] }
  | { kind: 'list' | 'licenses' | 'help' | 'version' }
  | { kind: 'mistake'; message: string };

/**
 * A tool is chosen by the name the executable was called by, as a link to it is called, or by the first word.
 * `has` tells which tools there are.
 */
export function chooseTool(calledAs: string, words: readonly string[], has: (name: string) => boolean): Choice {
  const link = basename(calledAs);
  if (has(link)) return { kind: 'tool', name: link, args: words };
  const [first, ...args] = words;
  if (first === undefined) return mistake('which tool?', '--list');
  if (first === '--list') return { kind: 'list' };
  if (first === '--licenses') return { kind: 'licenses' };
  if (first === '--help' || first === '-h') return { kind: 'help' };
  if (first === '--version' || first === '-V') return { kind: 'version' };
  if (first.startsWith('-')) return mistake(`unknown option ${first}`, '--help');
  return has(first) ? { kind: 'tool', name: first, args } : mistake(`no such tool: ${first}`, '--list');
}

function mistake(what: string, next: string): Choice {
  return { kind: 'mistake', message: `bcc-ts: ${what} (try: bcc-ts ${next})` };
}
