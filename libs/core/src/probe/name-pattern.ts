import { quote } from '../errors.ts';
import { ProbeError } from './probe-spec.ts';

/** A pattern for names. */
export interface NamePattern {
  /** As it was given. */
  readonly text: string;
  /** A single name: the pattern has no wildcard. */
  readonly exact: boolean;
  /** What every name that matches begins with; empty when that is not known. */
  readonly prefix: string;
  matches(name: string): boolean;
}

export interface NamePatternOptions {
  /** The text is a regular expression instead of a name with `*`, `?` and `[...]`. */
  regexp?: boolean;
  /** A regular expression has to match the name's beginning only. */
  open?: boolean;
}

/** @throws ProbeError when a regular expression is not valid. */
export function namePattern(text: string, { regexp = false, open = false }: NamePatternOptions = {}): NamePattern {
  const source = regexp ? text : globSource(text);
  let whole: RegExp;
  try {
    whole = new RegExp(`^(?:${source})${regexp && open ? '' : '$'}`);
  } catch (error) {
    const reason = (error as Error).message.split(': ').at(-1)!.toLowerCase();
    throw new ProbeError(`'${quote(text)}' is not a regular expression: ${reason}`);
  }
  const exact = regexp ? /^[\w@]+$/.test(text) && !open : !/[*?[]/.test(text);
  const prefix = regexp ? (exact ? text : '') : /^[^*?[]*/.exec(text)![0];
  return { text, exact, prefix, matches: exact ? (name) => name === text : (name) => whole.test(name) };
}

/** Wildcards as in a shell; a `[` that is never closed stands for itself. */
function globSource(glob: string): string {
  let source = '';
  for (let i = 0; i < glob.length; i++) {
    const character = glob[i]!;
    const end = character === '[' ? glob.indexOf(']', i + 2) : -1;
    if (character === '*') source += '\\S*';
    else if (character === '?') source += '\\S';
    else if (end > 0) {
      const inside = glob.slice(i + 1, end).replaceAll(/[\\[\]^]/g, '\\$&');
      source += `[${inside.replace(/^(!|\\\^)/, '^')}]`;
      i = end;
    } else source += RegExp.escape(character);
  }
  return source;
}
