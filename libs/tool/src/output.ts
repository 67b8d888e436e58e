import type { ResolvedColumn } from './column.ts';
import type { JsonValue } from './json.ts';
import type { LossReport } from './loss.ts';

/** Extra fields of JSON lines that no column shows. */
export type JsonFields<E, C> = Readonly<Record<string, (event: E, context: C) => JsonValue>>;

/** Writes lines of one kind. Nothing is visible before {@link Output.flush}. */
export interface RowWriter<E, C> {
  header(): void;
  row(event: E, context: C): void;
}

/** One output of a tool that sums up, in both forms. */
export interface Report {
  /** Lines, without newlines. */
  text(): Iterable<string>;
  /** One list of fields for each JSON object. */
  json(): Iterable<Iterable<readonly [key: string, value: JsonValue]>>;
}

/** One output of a table tool, in both forms. */
export interface TableReport {
  /** Lines, without newlines. `screen`: they are all that is seen, so nothing has to part them from those before. */
  text(screen: boolean): Iterable<string>;
  /** One list of fields for each row. */
  json(): Iterable<Iterable<readonly [key: string, value: JsonValue]>>;
}

/** Everything a tool can say on standard output, as text or as JSON lines. */
export interface Output {
  /** A sentence or heading for people; JSON leaves it out. */
  note(text: string): void;
  rows<E, C>(columns: readonly ResolvedColumn<E, C>[], fields: JsonFields<E, C>): RowWriter<E, C>;
  table(report: TableReport): void;
  report(report: Report): void;
  /** Events were lost. Text mode says so on standard error. */
  lost(report: LossReport): void;
  /** Hands everything written so far to the sink. */
  flush(): void;
}
