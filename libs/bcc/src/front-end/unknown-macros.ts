import { mapMacros } from './map-macros.ts';
import { nearest } from './nearest.ts';
import { isProbeMacro, probeMacroNames } from './probes.ts';
import { SourceError } from './source-error.ts';
import type { MatchedTokens } from './source-tree.ts';

/** What is called where a declaration begins was meant for a macro, and the compiler's word for it is of types. */
export function mustBeKnownMacro(
  { name, first, nameToken }: { name: string; first: number; nameToken: number },
  { tokens }: MatchedTokens,
): void {
  if (first !== nameToken || !/^[A-Z][A-Z0-9_]*$/.test(name)) return;
  if (Object.hasOwn(mapMacros, name) || isProbeMacro(name)) return;
  const like = nearest(name, [...Object.keys(mapMacros), ...probeMacroNames()]);
  const advice = [
    ...(like === undefined ? [] : [`did you mean ${like}?`]),
    ...(name.startsWith('BPF_') ? ['tables of every type: BPF_TABLE("type", key, leaf, name, size)'] : []),
  ].join(' ');
  throw new SourceError(tokens[nameToken]!.start, `there is no macro ${name}${advice && ` (${advice})`}`);
}
