/**
 * The words of a command line, declared once: the parser, `--help`, the man page, the completions and the
 * TypeScript type of the values all come from these records.
 */

interface SpecBase {
  /** One line, lower case, no full stop. */
  describe: string;
  /** Left out of `--help`, the man page and the completions. */
  hidden?: boolean;
  /** Names of options that cannot be given together with this one, or with such a value of it. */
  conflicts?: readonly string[] | ((value: never) => readonly string[]);
  /** Name of an option whose value must not be smaller. */
  notAbove?: string;
}

interface FlagBase<V> extends SpecBase {
  /** One letter. */
  alias?: string;
  /**
   * What the option gives to read-only variables of the BPF program when it is there. Needed only where that is not its
   * value alone: `const volatile u32 option_min_size` gets the value of `--min-size` by its name.
   */
  sets?: (value: V) => object;
  /** Programs and maps that are needed for this option only; without it they are not loaded. */
  loads?: readonly string[];
}

interface ValueBase<V> extends FlagBase<V> {
  /** Word that stands for the value in help, for example `PID`. */
  placeholder?: string;
  /** May be given more than once; the value is an array, empty when it is not given. */
  repeatable?: boolean;
  /** What completes the value in a shell, where there are no `choices`. */
  completes?: 'file' | 'directory' | 'user' | 'pid' | 'command';
  /** A positional that has to be there. */
  required?: boolean;
}

export interface BooleanSpec extends FlagBase<true> {
  type: 'boolean';
}

export interface StringSpec extends ValueBase<never> {
  type: 'string';
  choices?: readonly string[];
  /** What the option stands for when no value follows it. */
  bare?: string;
  /** Turns the text into the value; throws {@link UsageError} with a message such as `not a number`. */
  parse?: (text: string) => unknown;
  /** The value when the option is not given (after `parse`). */
  default?: unknown;
}

export interface IntegerSpec extends ValueBase<number> {
  type: 'integer';
  /** Smallest and largest value; both are part of the range. */
  min?: number;
  max?: number;
  default?: number;
}

/** A decimal number, for example seconds with a fraction. */
export interface NumberSpec extends ValueBase<number> {
  type: 'number';
  min?: number;
  max?: number;
  default?: number;
}

/**
 * Takes all following words, a command with its arguments. Must come last on the command line. If the option's name is
 * `exec` (or, with a list of words as its value, `command`), the kit starts the command, holds it until the tool is attached, and ends the tool when the command ends.
 */
export interface RestSpec extends FlagBase<string[]> {
  type: 'rest';
  placeholder?: string;
}

export type OptionSpec = BooleanSpec | StringSpec | IntegerSpec | NumberSpec | RestSpec;

/** Keyed by the long name as it is typed, without the dashes. The order is the order in `--help`. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** Keyed by name, in the order of the command line. */
export type PositionalSpecs = Readonly<Record<string, StringSpec | IntegerSpec | NumberSpec>>;

type Scalar<S> = S extends { parse: (text: string) => infer V }
  ? V
  : S extends { choices: readonly (infer C)[] }
    ? C
    : S extends { type: 'integer' | 'number' }
      ? number
      : string;

type ValueOf<S> = S extends { type: 'boolean' }
  ? boolean
  : S extends { type: 'rest' }
    ? string[] | undefined
    : S extends { repeatable: true }
      ? Scalar<S>[]
      : S extends { required: true }
        ? Scalar<S>
        : S extends { default: unknown }
          ? Scalar<S>
          : Scalar<S> | undefined;

/** The values of a set of specs: what `setup` and the columns see. */
export type OptionValues<S> = { readonly [K in keyof S]: ValueOf<S[K]> };

/** The value of one option that is there. */
export type GivenValue<Spec> = NonNullable<ValueOf<Spec>>;

/** How an option is shown: `-u, --uid USER`. */
export function optionSynopsis(name: string, spec: OptionSpec): string {
  const placeholder = optionPlaceholder(name, spec);
  const shown = spec.type === 'string' && spec.bare !== undefined ? `[${placeholder}]` : placeholder;
  return `${spec.alias ? `-${spec.alias}, ` : ''}--${name}${shown ? ` ${shown}` : ''}`;
}

/** The word for an option's value, empty for a switch. */
export function optionPlaceholder(name: string, spec: OptionSpec): string {
  if (spec.type === 'boolean') return '';
  if (spec.type === 'rest') return spec.placeholder ?? 'COMMAND...';
  if (spec.placeholder) return spec.placeholder;
  if (spec.type === 'string' && spec.choices) return spec.choices.join('|');
  return name.replaceAll('-', '_').toUpperCase();
}
