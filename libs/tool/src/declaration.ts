import type { BpfObject, Features, ProgramImage, Shape } from '@bcc-ts/core';
import type { CountSourceName } from './count-source.ts';
import type { AnyEvent, AnyOptions, EventMapName, EventsPlan, EventsShape } from './events.ts';
import type { CountMapName, HistogramPlan, HistogramShape } from './histogram.ts';
import type { OptionEffects } from './option-effects.ts';
import type { OptionSpecs, OptionValues, PositionalSpecs } from './option-spec.ts';
import type { AnyStacksPlan, StacksShape } from './stacks.ts';
import type { AnyTablePlan, TableShape } from './table.ts';

/** The values of a tool's options and positionals. */
export type ToolOptions<O, P> = OptionValues<O> & OptionValues<P>;

/** What `setup` gets: the opened object, not yet loaded. */
export interface SetupContext<S extends Shape, V> {
  options: V;
  /** The program's `const volatile` globals. */
  rodata: S['rodata'];
  object: BpfObject<S>;
  /** What the running kernel has. */
  features: Features;
  /** The command given with `--exec` (an option of type `rest`), started but held until the tool is attached. */
  command?: { readonly pid: number };
}

/** What `attach` gets: the loaded object. */
export interface AttachContext<S extends Shape, V, T> {
  options: V;
  /** What `setup` returned. */
  state: T;
  object: BpfObject<S>;
  features: Features;
  /** Says how far attaching is, where it takes long. */
  progress(done: number, total: number): void;
  /** Writes one line to standard error, with the tool's name before it. */
  note(text: string): void;
}

export interface Example {
  command: string;
  meaning: string;
}

/** The shapes of a {@link ToolDeclaration}. */
export type ShapeName = 'events' | 'histogram' | 'table' | 'stacks';

/**
 * A tool: what it is called and takes, its BPF program, and one shape that says what it shows. `S` is the shape of the
 * BPF program, `O` and `P` options and positionals, `K` the map events come from, `M` the map counts come from, `T`
 * whatever `setup` returns, `N` the map a table's counts come from, `R` a row of the table.
 */
export interface ToolDeclaration<
  S extends Shape,
  O extends OptionSpecs,
  P extends PositionalSpecs,
  K extends EventMapName<S>,
  M extends CountMapName<S>,
  T,
  N extends CountSourceName<S>,
  R,
> {
  /** The command's name. */
  name: string;
  /** One sentence: what it shows. */
  summary: string;
  /** Paragraphs for the man page, separated by empty lines. */
  description?: string;
  examples?: readonly Example[];
  /** What the kernel or the machine must offer beyond what every tool needs, a sentence each. */
  requirements?: readonly string[];
  /** What tracing costs, for the man page. */
  overhead?: string;
  /** Related tools. */
  seeAlso?: readonly string[];
  program: ProgramImage<S>;
  options?: O & OptionEffects<S, O>;
  positionals?: P;
  /**
   * Programs for one purpose, the best first: of each list the first is loaded whose function or tracepoint this kernel
   * has, or else the last. One of them may be several that are loaded together. What sections tell (see
   * `choosePrograms`) needs no mention here.
   */
  alternatives?: readonly (readonly (S['programs'] | readonly S['programs'][])[])[];
  /** Text that answers the options without tracing, such as a list; like `--help` it needs no privileges. */
  answer?: (options: ToolOptions<O, P>) => string | undefined;
  /** Rules between options. Throws `UsageError`. */
  check?: (options: ToolOptions<O, P>) => void;
  /**
   * Does what no option and no section of the program can say: computes read-only globals of several options, finds what
   * is to be attached to, sizes maps. What it returns is `context.state` of the columns.
   */
  setup?: (context: SetupContext<S, ToolOptions<O, P>>) => T;
  /** Attaches the programs whose sections name no target; the others are attached by then. */
  attach?: (context: AttachContext<S, ToolOptions<O, P>, T>) => void;
  /** Which shape a run has, where the tool declares more than one. */
  shape?: (options: ToolOptions<O, P>) => ShapeName;
  /** The tool shows one line per event. */
  events?: EventsShape<S, ToolOptions<O, P>, K, T>;
  /** The tool counts in the kernel and shows histograms at intervals. */
  histogram?: HistogramShape<S, ToolOptions<O, P>, M, T>;
  /** The tool counts in the kernel and shows rows at intervals. */
  table?: TableShape<S, ToolOptions<O, P>, N, R, T>;
  /** The tool sums up by call stack in the kernel. */
  stacks?: StacksShape<S, ToolOptions<O, P>, M, T>;
}

/** A declaration without its type parameters, as the kit handles it. */
export interface Tool
  extends Omit<
    ToolDeclaration<Shape, OptionSpecs, PositionalSpecs, never, never, unknown, never, unknown>,
    ShapeName | 'options'
  > {
  options?: OptionSpecs;
  events?: EventsPlan<AnyEvent, AnyOptions, unknown>;
  histogram?: HistogramPlan<unknown, unknown, AnyOptions, unknown>;
  table?: AnyTablePlan;
  stacks?: AnyStacksPlan;
}

/**
 * Declares a tool. Has no effect of its own; `runTool` runs the result.
 *
 * Option types follow from `options` and `positionals`, event types from `program` and `events.from`, so a misspelt
 * option or event field does not compile.
 */
export function defineTool<
  S extends Shape,
  const O extends OptionSpecs = Record<never, never>,
  const P extends PositionalSpecs = Record<never, never>,
  K extends EventMapName<S> = EventMapName<S>,
  M extends CountMapName<S> = CountMapName<S>,
  T = undefined,
  N extends CountSourceName<S> = CountSourceName<S>,
  R = unknown,
>(declaration: ToolDeclaration<S, O, P, K, M, T, N, R>): Tool {
  return declaration as unknown as Tool;
}
