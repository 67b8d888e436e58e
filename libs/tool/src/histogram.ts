import type { Shape } from '@bcc-ts/core';
import { type Cell, cellText, compareCells } from './cell.ts';
import type { EventTime } from './clock.ts';
import { countSource, type Entries } from './count-source.ts';
import { type HistogramRow, linearLines, linearRows, log2Lines, log2Rows } from './histogram-rows.ts';
import { IntervalSession } from './interval-session.ts';
import type { JsonValue } from './json.ts';
import type { Report } from './output.ts';
import { percentileLine, percentiles } from './percentiles.ts';
import type { CountMap } from './tool-object.ts';

/** What the functions of a histogram get beside the map's key and value. */
export interface HistogramContext<V, T> {
  options: V;
  /** What `setup` returned. */
  state: T;
  /** When the histogram is printed. */
  time: EventTime;
}

/** What the histogram of one map key is about: headed `disk = vda` in text, a field `disk` in JSON. */
export interface HistogramSection {
  name: string;
  /** In place of the name in text mode. */
  title?: string;
  value: Cell;
  /** Follows the value in text mode. */
  note?: string;
}

/** The maps of a program that histograms can be read from. */
export type CountMapName<S extends Shape> = {
  [M in keyof S['maps']]: S['maps'][M] extends CountMap<infer _K, infer _V> ? M : never;
}[keyof S['maps']] &
  string;

export type CountKey<S extends Shape, M extends CountMapName<S>> =
  S['maps'][M] extends CountMap<infer K, infer _> ? K : never;
export type CountValue<S extends Shape, M extends CountMapName<S>> =
  S['maps'][M] extends CountMap<infer _, infer V> ? V : never;

/** A tool that counts in the kernel and shows histograms at intervals, and at the end. */
export interface HistogramShape<S extends Shape, V, M extends CountMapName<S>, T>
  extends HistogramPlan<CountKey<S, M>, CountValue<S, M>, V, T> {
  from: M;
}

/** The same, whatever map the counts come from. `K` and `N` are its keys and values. */
export interface HistogramPlan<K, N, V, T> {
  /** The map the counts come from; each output empties it. */
  from: string;
  /** `log2`: slot n counts 2^(n-1) to 2^n - 1. `linear`: slot n counts the value n times `step`. */
  kind?: 'log2' | 'linear';
  step?: number;
  /** The sentence before the first output, text mode only. */
  preamble?: string | ((options: V, state: T) => string);
  /** What is measured, for example `usecs`. */
  unit: string | ((options: V) => string);
  slots: (value: N, context: HistogramContext<V, T>) => readonly (number | bigint)[];
  /** What this key's histogram is about; undefined when there is only one. */
  section?: (key: K, context: HistogramContext<V, T>, value: N) => HistogramSection | undefined;
  /** The line with the time of day before each output. Default: `HH:MM:SS` with the option `timestamp`. */
  timeLine?: (clock: string, options: V) => string | undefined;
  /** A line below a histogram, such as its average; text mode only. */
  summary?: (value: N, context: HistogramContext<V, T>) => string | undefined;
  /** A line below all histograms, for what was counted in all; text mode only. */
  overall?: (values: readonly N[], context: HistogramContext<V, T>) => string | undefined;
  /** Further fields in JSON. */
  fields?: Readonly<Record<string, (value: N, context: HistogramContext<V, T>) => JsonValue>>;
  /** The last line, text mode only. */
  farewell?: string;
}

type AnyPlan = HistogramPlan<unknown, unknown, Readonly<Record<string, unknown>>, unknown>;
type AnyContext = HistogramContext<Readonly<Record<string, unknown>>, unknown>;

/** Reads counts at intervals. */
export class HistogramSession extends IntervalSession<AnyPlan> {
  #read: () => Entries = () => [];

  open(): void {
    this.#read = countSource(this.run.object.maps, this.plan.from);
  }

  protected report(): void {
    this.run.output.report(new HistogramReport(this.plan, this.#read(), this.context));
  }
}

interface Entry {
  value: unknown;
  slots: readonly (number | bigint)[];
  section: HistogramSection | undefined;
}

class HistogramReport implements Report {
  readonly #plan: AnyPlan;
  readonly #context: AnyContext;
  readonly #entries: Entry[];

  constructor(plan: AnyPlan, counts: readonly (readonly [unknown, unknown])[], context: AnyContext) {
    this.#plan = plan;
    this.#context = context;
    this.#entries = counts
      .map(([key, value]) => ({
        value,
        slots: plan.slots(value, context),
        section: plan.section?.(key, context, value),
      }))
      .sort((a, b) => compareCells(a.section?.value, b.section?.value));
  }

  *text(): Iterable<string> {
    const { timeLine, summary, overall, kind, step } = this.#plan;
    const { options, time } = this.#context;
    yield '';
    const clock = timeLine ? timeLine(time.clock, options) : options.timestamp ? time.clock : undefined;
    if (clock !== undefined) yield clock;
    for (const { value, slots, section } of this.#entries) {
      if (section) {
        yield '';
        yield `${section.title ?? section.name} = ${cellText(section.value)}${section.note ?? ''}`;
      }
      yield* kind === 'linear' ? linearLines(slots, this.#unit, step) : log2Lines(slots, this.#unit);
      const below = [
        options.percentiles ? percentileLine(this.#rows(slots), this.#unit) : undefined,
        summary?.(value, this.#context),
      ].filter((line) => line !== undefined);
      if (below.length > 0) yield* ['', ...below, ''];
    }
    const values = this.#entries.map(({ value }) => value);
    const line = overall?.(values, this.#context);
    if (line !== undefined) yield* ['', line, ''];
  }

  *json(): Iterable<Iterable<readonly [key: string, value: JsonValue]>> {
    const { fields = {} } = this.#plan;
    const { time } = this.#context;
    const entries = this.#entries;
    for (const { value, slots, section: about } of entries) {
      const rows = this.#rows(slots);
      yield [
        ['time', time.iso],
        ...(about ? [[about.name, about.value] as const] : []),
        ['unit', this.#unit],
        ['buckets', rows.map(({ from, to, count }) => ({ from, to, count }))],
        ['percentiles', percentiles(rows)],
        ...Object.entries(fields).map(([key, field]) => [key, field(value, this.#context)] as const),
      ];
    }
    if (entries.length === 0) yield Object.entries({ time: time.iso, unit: this.#unit, buckets: [] });
  }

  #rows(slots: Entry['slots']): HistogramRow[] {
    const { kind, step } = this.#plan;
    return kind === 'linear' ? linearRows(slots, step) : log2Rows(slots);
  }

  get #unit(): string {
    const { unit } = this.#plan;
    return typeof unit === 'function' ? unit(this.#context.options) : unit;
  }
}
