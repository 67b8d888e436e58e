import type { Shape } from '@bcc-ts/core';
import type { GivenValue, OptionSpecs } from './option-spec.ts';
import { UsageError } from './usage-error.ts';

/**
 * What options do to a program of this shape. Its variable `option_max_args` has to be of the type of an option
 * `max-args`; variables and programs that options name are those of the program. Anything else does not compile.
 */
export type OptionEffects<S extends Shape, O> = {
  readonly [K in keyof O]: {
    readonly sets?: Variables<S['rodata'], O[K]>;
    readonly loads?: readonly (S['programs'] | keyof S['maps'])[];
  } & Fitting<S['rodata'], VariableOf<K>, O[K]>;
} & { readonly [G in keyof S['rodata'] as Missing<G, keyof O>]: never };

/** The program's variable of the option `max-args`. */
type VariableOf<K> = `option_${Snake<K & string>}`;
type Snake<K extends string> = K extends `${infer A}-${infer B}` ? `${A}_${Snake<B>}` : K;

type Fitting<R, G, Spec> = G extends keyof R
  ? GivenValue<Spec> extends Settable<R[G]>
    ? unknown
    : { readonly type: 'the variable of the program is of another type' }
  : unknown;

/** A variable that no option goes to. */
type Missing<G, K> = G extends `option_${string}` ? (G extends VariableOf<K> ? never : G) : never;

/** What may be given to a variable that reads as `W`: 64 bits also take numbers, and texts strings. */
type Settable<W> = W extends bigint ? bigint | number : W extends { escaped(): string } ? W | string : W;

/** A function that makes variables of a value, and only those that there are. */
type Variables<R, Spec> = Spec extends { sets: (value: infer V) => infer M }
  ? Exclude<keyof M, keyof R> extends never
    ? (value: V) => { [G in keyof R]?: Settable<R[G]> }
    : never
  : never;

/**
 * Gives the options on the command line to the program's read-only variables: the value of `--max-args` to
 * `option_max_args`, and what `sets` makes of it. Where an option is not there the program's own initial value stays.
 * Before load.
 * @throws UsageError when a list is longer than the program's, or a number larger than its variable holds.
 */
export function setVariables(specs: OptionSpecs, options: Readonly<Record<string, unknown>>, rodata: object): void {
  const variables = rodata as Record<string, unknown>;
  for (const [option, { sets }] of Object.entries(specs)) {
    const value = options[option];
    if (!isThere(value)) continue;
    const own = `option_${option.replaceAll('-', '_')}`;
    const wanted = { ...(own in variables && { [own]: value }), ...sets?.(value as never) };
    for (const [name, content] of Object.entries(wanted)) {
      const room = variables[name];
      if (Array.isArray(content) && Array.isArray(room) && content.length > room.length) {
        throw new UsageError(`--${option}: ${content.length} are too many, the most is ${room.length}`);
      }
      assign(variables, name, content, `--${option}: ${typeof value === 'object' ? 'the value' : value}`);
    }
  }
}

function assign(variables: Record<string, unknown>, name: string, content: unknown, what: string): void {
  try {
    variables[name] = content;
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${what} is too large`);
    throw error;
  }
}

/** Whether an option was given, or has a default. */
export function isThere(value: unknown): boolean {
  return value !== undefined && value !== false;
}
