import type { Shape } from '@bcc-ts/core';
import type { Cell } from './cell.ts';
import type { EventTime } from './clock.ts';
import type { Column } from './column.ts';
import {
  type CountSourceName,
  countSource,
  type Entries,
  mapsOfSource,
  type SourceKey,
  type SourceValue,
} from './count-source.ts';
import { IntervalSession } from './interval-session.ts';
import type { JsonValue } from './json.ts';
import { TableWriter } from './table-report.ts';

/** What the functions of a table get. */
export interface TableContext<V, T> {
  options: V;
  /** What `setup` returned. */
  state: T;
  /** When the rows are shown. */
  time: EventTime;
  /** How long was counted, for rates: since the rows before, or since the start. */
  seconds: number;
}

/** One of several tables in one output, with columns of its own, such as IPv6 beside IPv4. */
export interface TableSection<R, V, T> {
  where: (row: R, context: TableContext<V, T>) => boolean;
  columns: readonly Column<R, TableContext<V, T>, V>[];
}

/** A tool that counts in the kernel and shows rows at intervals, and at the end. */
export interface TableShape<S extends Shape, V, N extends CountSourceName<S>, R, T>
  extends Omit<TablePlan<SourceKey<S, N>, SourceValue<S, N>, R, V, T>, 'from' | 'source'> {
  from: N | readonly N[];
  source?: (options: V) => N;
}

/** The same, whatever map the counts come from. `K` and `N` are its keys and values, `R` a row. */
export interface TablePlan<K, N, R, V, T> {
  /**
   * The map the counts come from: a hash, best a `COUNT_MAP`, or an array of counters (one element with a struct of them,
   * or one for each index). Each output has what was counted since the one before; values per CPU are added up.
   */
  from: string | readonly string[];
  /** Which of several maps it is, for tools that count by different keys. */
  source?: (options: V) => string;
  /** Makes rows of the map's entries; merges, computes and leaves out as needed. */
  rows: (entries: readonly (readonly [key: K, value: N])[], context: TableContext<V, T>) => Iterable<R>;
  columns?: readonly Column<R, TableContext<V, T>, V>[];
  /** In place of `columns`: tables shown one below the other, those without rows left out. */
  sections?: readonly TableSection<R, V, T>[];
  /** Fields that only JSON has. */
  fields?: Readonly<Record<string, (row: R, context: TableContext<V, T>) => JsonValue>>;
  /** What rows are sorted by, the largest first; rows that are equal in it are in the order of their cells. */
  sort?: (row: R, context: TableContext<V, T>) => Cell;
  order?: 'descending' | 'ascending';
  /** The most rows of an output (of each section). */
  limit?: number | ((options: V) => number | undefined);
  /** When the column titles are written. Default: in each output. */
  header?: 'each' | 'once' | 'none';
  /** An empty line before each output (the default) or after it. */
  gap?: 'before' | 'after' | 'none';
  /**
   * The rows are one screen that is drawn again and again, as `top` does, when standard output is a terminal. The tool
   * then has the option `--noclear`.
   */
  live?: boolean;
  /** The sentence before the first output, text mode only. */
  preamble?: string | ((options: V, state: T) => string | undefined);
  /** Lines above the titles of each output, text mode only. */
  above?: (context: TableContext<V, T>) => readonly string[] | undefined;
  /** Lines below the rows of each output, text mode only. `rows` are all, shown or not. */
  below?: (rows: readonly R[], context: TableContext<V, T>) => readonly string[] | undefined;
  /** The end of the run shows what was counted since the last output. Default: true. */
  final?: boolean;
  /** The last line, text mode only. */
  farewell?: string;
}

export type AnyTablePlan = TablePlan<unknown, unknown, unknown, Readonly<Record<string, unknown>>, unknown>;
export type AnyTableContext = TableContext<Readonly<Record<string, unknown>>, unknown>;

/** Shows rows of counts at intervals. */
export class TableSession extends IntervalSession<AnyTablePlan> {
  #read: () => Entries = () => [];
  #writer: TableWriter | undefined;

  open(): void {
    const { object, options } = this.run;
    this.#read = countSource(object.maps, chosenSource(this.plan, options));
    this.#writer = new TableWriter(this.plan, options);
  }

  protected report(seconds: number): void {
    const context = { ...this.context, seconds };
    const rows = [...this.plan.rows(this.#read(), context)];
    if (this.#writer) this.run.output.table(this.#writer.report(rows, context));
  }
}

function chosenSource({ from, source }: AnyTablePlan, options: Readonly<Record<string, unknown>>): string {
  return source?.(options) ?? [from].flat()[0] ?? '';
}

/** What a map that is not read from consists of is not made. Before load. */
export function leaveOutOtherSources(
  plan: AnyTablePlan,
  maps: object,
  options: Readonly<Record<string, unknown>>,
): void {
  const chosen = chosenSource(plan, options);
  for (const name of [plan.from].flat().filter((name) => name !== chosen)) {
    for (const map of mapsOfSource(maps, name)) map.autocreate = false;
  }
}
