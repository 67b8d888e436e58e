import yargsParser from 'yargs-parser/browser';
import { canonicalArgv } from './argv.ts';
import {
  type IntegerSpec,
  type NumberSpec,
  type OptionSpec,
  type OptionSpecs,
  optionPlaceholder,
  type PositionalSpecs,
  type StringSpec,
} from './option-spec.ts';
import { UsageError } from './usage-error.ts';

/** What a command line may hold. `options` wins over `kitOptions` where both spell a name or a letter the same. */
export interface CommandLine {
  options: OptionSpecs;
  kitOptions: OptionSpecs;
  positionals: PositionalSpecs;
}

/** Values by name, of options and positionals together. Has no prototype. */
export type ParsedOptions = Record<string, unknown>;

type ValueSpec = StringSpec | IntegerSpec | NumberSpec;

/** Everything the parser would otherwise guess is turned off: it sees only what {@link canonicalArgv} lets through. */
const strict = {
  'boolean-negation': false,
  'camel-case-expansion': false,
  'dot-notation': false,
  'duplicate-arguments-array': true,
  'greedy-arrays': false,
  'nargs-eats-options': true,
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'populate--': false,
};

/**
 * The options of a tool: its own, then those of the kit whose name it does not use. A kit option loses its letter to
 * the tool's option of the same letter.
 */
export function allOptions({ options, kitOptions }: CommandLine): OptionSpecs {
  const letters = new Set(Object.values(options).map((spec) => spec.alias));
  const merged: Record<string, OptionSpec> = { ...options };
  for (const [name, spec] of Object.entries(kitOptions)) {
    if (Object.hasOwn(options, name)) continue;
    const { alias, ...unlettered } = spec;
    merged[name] = alias !== undefined && letters.has(alias) ? unlettered : spec;
  }
  return merged;
}

/**
 * Parses a command line (without the program's name). What concerns several words is left to {@link checkOptions}.
 * @throws UsageError with a one-line message.
 */
export function parseOptions(argv: readonly string[], commandLine: CommandLine): ParsedOptions {
  const specs = allOptions(commandLine);
  const { words, rest } = canonicalArgv(argv, specs, commandLine.options);
  const names = Object.keys(specs);
  const raw = yargsParser(words, {
    boolean: names.filter((name) => specs[name]?.type === 'boolean'),
    string: names.filter((name) => specs[name]?.type !== 'boolean'),
    narg: Object.fromEntries(names.filter((name) => specs[name]?.type !== 'boolean').map((name) => [name, 1])),
    configuration: strict,
  });

  const values: ParsedOptions = Object.create(null);
  for (const [name, spec] of Object.entries(specs)) {
    const given = ([] as unknown[]).concat(raw[name] ?? []);
    if (spec.type === 'boolean') values[name] = given.length > 0;
    else if (spec.type === 'rest') values[name] = rest?.name === name ? rest.words : undefined;
    else values[name] = valueFor(`--${name}`, spec, given as string[]);
  }
  assignPositionals(values, (raw._ as unknown[]).map(String), commandLine.positionals);
  return values;
}

/**
 * Checks that what has to be there is there, and that no two options exclude each other. Apart from parsing, so that
 * `--help` answers whatever else is missing.
 * @throws UsageError with a one-line message.
 */
export function checkOptions(values: ParsedOptions, commandLine: CommandLine): void {
  for (const [name, spec] of Object.entries(commandLine.positionals)) {
    const value = values[name];
    if (spec.required && (value === undefined || (Array.isArray(value) && value.length === 0))) {
      throw new UsageError(`${optionPlaceholder(name, spec)} is missing`);
    }
  }
  const specs = allOptions(commandLine);
  checkConflicts(values, specs);
  for (const [name, { notAbove = '' }] of Object.entries(specs)) {
    const [least, most] = [values[name], values[notAbove]] as (number | bigint | undefined)[];
    if (least !== undefined && most !== undefined && least > most) {
      throw new UsageError(`--${name} is above --${notAbove}`);
    }
  }
}

/** An option given twice keeps its last value, as in argparse, unless it is repeatable. */
function valueFor(label: string, spec: ValueSpec, given: string[]): unknown {
  if (spec.repeatable) return given.map((text) => convert(label, spec, text));
  const text = given.at(-1);
  return text === undefined ? spec.default : convert(label, spec, text);
}

function convert(label: string, spec: ValueSpec, text: string): unknown {
  if (spec.type !== 'string') return convertNumber(label, spec, text);
  if (spec.choices && !spec.choices.includes(text)) {
    throw new UsageError(`${label}: '${text}' is not one of ${spec.choices.join(', ')}`);
  }
  if (!spec.parse) return text;
  try {
    return spec.parse(text);
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${label}: ${error.message}`);
    throw error;
  }
}

function convertNumber(label: string, spec: IntegerSpec | NumberSpec, text: string): number {
  const integer = spec.type === 'integer';
  const value = (integer ? /^[+-]?\d+$/ : /^[+-]?(\d+\.?\d*|\.\d+)$/).test(text) ? Number(text) : Number.NaN;
  const { min = -Number.MAX_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = spec;
  if (Number.isNaN(value)) throw new UsageError(`${label}: '${text}' is not ${integer ? 'an integer' : 'a number'}`);
  if (value < min) throw new UsageError(`${label}: ${text} is too small, the least is ${min}`);
  if (value > max) throw new UsageError(`${label}: ${text} is too large, the most is ${max}`);
  return value === 0 ? 0 : value;
}

function assignPositionals(values: ParsedOptions, operands: string[], positionals: PositionalSpecs): void {
  let left = operands;
  for (const [name, spec] of Object.entries(positionals)) {
    const taken = spec.repeatable ? left : left.slice(0, 1);
    left = left.slice(taken.length);
    // An option of the kit may have the same name: `profile --duration 5` is `profile 5`.
    if (taken.length > 0 || values[name] === undefined) values[name] = valueFor(name, spec, taken);
  }
  if (left.length > 0) throw new UsageError(`unexpected argument '${left[0]}'`);
}

function defaultOf(spec: OptionSpec | undefined): unknown {
  return spec && 'default' in spec ? spec.default : undefined;
}

function checkConflicts(values: ParsedOptions, specs: OptionSpecs): void {
  const isGiven = (name: string): boolean => {
    const value = values[name];
    return (
      value !== undefined &&
      value !== false &&
      value !== defaultOf(specs[name]) &&
      !(Array.isArray(value) && value.length === 0)
    );
  };
  for (const [name, spec] of Object.entries(specs)) {
    if (!isGiven(name)) continue;
    const { conflicts = [] } = spec;
    const others = typeof conflicts === 'function' ? conflicts(values[name] as never) : conflicts;
    const other = others.find(isGiven);
    if (other !== undefined) throw new UsageError(`--${name} and --${other} cannot be used together`);
  }
}
