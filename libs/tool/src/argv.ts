import type { OptionSpec, OptionSpecs } from './option-spec.ts';
import { UsageError } from './usage-error.ts';

/** A command line in the one form the parser needs: every option by its long name, its value the next word. */
export interface CanonicalArgv {
  words: string[];
  /** What follows an option of type `rest`, with its name. */
  rest?: { name: string; words: string[] };
}

/**
 * Rewrites a command line so that nothing in it is ambiguous: `-Tx` becomes `--time --fails`, `-u0` and `-u 0` become
 * `--uid 0`, an unambiguous prefix of a long name becomes the name. These are getopt's and argparse's rules, so command
 * lines written for BCC's own tools keep their meaning, and a value never turns into an option.
 *
 * `preferred` names win where a prefix fits several.
 * @throws UsageError for an unknown or ambiguous option, a missing value, a value for a switch.
 */
export function canonicalArgv(
  argv: readonly string[],
  specs: OptionSpecs,
  preferred: OptionSpecs = specs,
): CanonicalArgv {
  const byLetter = new Map(Object.entries(specs).flatMap(([name, spec]) => (spec.alias ? [[spec.alias, name]] : [])));
  const words: string[] = [];
  const operands: string[] = [];
  let rest: CanonicalArgv['rest'];
  let at = 0;

  /** Adds an option; `attached` is the text joined to it, `undefined` when there is none. */
  const add = (name: string, spelled: string, attached: string | undefined): void => {
    const spec = specs[name] as OptionSpec;
    if (spec.type === 'boolean') {
      if (attached !== undefined) throw new UsageError(`option ${spelled} takes no value`);
      words.push(`--${name}`);
    } else if (spec.type === 'rest') {
      rest = { name, words: [...(attached === undefined ? [] : [attached]), ...argv.slice(at)] };
      if (rest.words.length === 0) throw new UsageError(`option ${spelled} needs a command`);
      at = argv.length;
    } else if (spec.type === 'string' && spec.bare !== undefined && attached === undefined) {
      const next = argv[at];
      const follows = next !== undefined && next !== '--' && !isOption(next, byLetter);
      words.push(`--${name}`, follows ? next : spec.bare);
      if (follows) at++;
    } else {
      const value = attached ?? argv[at++];
      if (value === undefined || (attached === undefined && isOption(value, byLetter))) {
        throw new UsageError(`option ${spelled} needs a value`);
      }
      words.push(`--${name}`, value);
    }
  };

  while (at < argv.length) {
    const word = argv[at++] as string;
    if (word === '--') {
      operands.push(...argv.slice(at));
      break;
    }
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const typed = equals < 0 ? word.slice(2) : word.slice(2, equals);
      add(longName(typed, specs, preferred), `--${typed}`, equals < 0 ? undefined : word.slice(equals + 1));
    } else if (isOption(word, byLetter)) {
      addCluster(word);
    } else {
      operands.push(word);
    }
  }
  return { words: operands.length > 0 ? [...words, '--', ...operands] : words, ...(rest && { rest }) };

  function addCluster(word: string): void {
    for (let position = 1; position < word.length; position++) {
      const letter = word[position] as string;
      const name = byLetter.get(letter);
      if (name === undefined) throw new UsageError(`unknown option -${letter}`);
      if (specs[name]?.type === 'boolean') {
        add(name, `-${letter}`, undefined);
        continue;
      }
      const attached = word.slice(position + 1).replace(/^=/, '');
      add(name, `-${letter}`, position + 1 < word.length ? attached : undefined);
      return;
    }
  }
}

/** `-` alone and negative numbers are operands, unless a digit is an option's letter (tcplife -4). */
function isOption(word: string, byLetter: ReadonlyMap<string, string>): boolean {
  if (word.length < 2 || word[0] !== '-') return false;
  return !/^-[.\d]/.test(word) || byLetter.has(word[1] as string);
}

function longName(typed: string, specs: OptionSpecs, preferred: OptionSpecs): string {
  if (typed !== '' && Object.hasOwn(specs, typed)) return typed;
  for (const candidates of typed === '' ? [] : [preferred, specs]) {
    const names = Object.keys(candidates).filter((name) => name.startsWith(typed) && !candidates[name]?.hidden);
    if (names.length === 1) return names[0] as string;
    if (names.length > 1)
      throw new UsageError(`ambiguous option --${typed}: ${names.map((n) => `--${n}`).join(' or ')}`);
  }
  throw new UsageError(`unknown option --${typed}`);
}
