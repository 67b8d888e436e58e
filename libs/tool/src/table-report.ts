import { type Cell, compareCells } from './cell.ts';
import { isoTime, type ResolvedColumn, resolveColumns } from './column.ts';
import type { JsonValue } from './json.ts';
import type { TableReport } from './output.ts';
import type { AnyTableContext, AnyTablePlan } from './table.ts';

type AnyColumn = ResolvedColumn<unknown, AnyTableContext>;

interface Section {
  where: (row: unknown, context: AnyTableContext) => boolean;
  columns: AnyColumn[];
}

/** Turns the rows of each output into its text and JSON forms. What depends on the options is settled once. */
export class TableWriter {
  readonly #plan: AnyTablePlan;
  readonly #sections: Section[];
  readonly #limit: number;
  #outputs = 0;

  constructor(plan: AnyTablePlan, options: Readonly<Record<string, unknown>>) {
    const { columns = [], sections = [{ where: () => true, columns }], limit } = plan;
    this.#plan = plan;
    this.#limit = (typeof limit === 'function' ? limit(options) : limit) ?? Number.POSITIVE_INFINITY;
    this.#sections = sections.map((section) => ({ ...section, columns: resolveColumns(section.columns, options) }));
  }

  report(rows: readonly unknown[], context: AnyTableContext): TableReport {
    const first = this.#outputs++ === 0;
    const sections = this.#sections.map(({ where, columns }) => {
      const own = rows.filter((row) => where(row, context));
      return { columns, rows: this.#sorted(own, columns, context).slice(0, this.#limit) };
    });
    const shown = sections.length > 1 ? sections.filter((section) => section.rows.length > 0) : sections;
    return {
      text: (screen) => this.#text(shown, rows, context, screen, first),
      json: () => json(shown, this.#plan.fields ?? {}, context),
    };
  }

  /** The order of equal rows is the same each time, so that a screen stays calm. */
  #sorted(rows: unknown[], columns: readonly AnyColumn[], context: AnyTableContext): unknown[] {
    const { sort, order = 'descending' } = this.#plan;
    if (!sort) return rows;
    const sign = order === 'descending' ? -1 : 1;
    return rows
      .map((row) => ({ row, key: sort(row, context) }))
      .sort((a, b) => sign * compareCells(a.key, b.key) || compareRows(a.row, b.row, columns, context))
      .map(({ row }) => row);
  }

  *#text(
    sections: readonly { columns: readonly AnyColumn[]; rows: readonly unknown[] }[],
    rows: readonly unknown[],
    context: AnyTableContext,
    screen: boolean,
    first: boolean,
  ): Iterable<string> {
    const { above, below, gap = 'before', header = 'each' } = this.#plan;
    if (gap === 'before' && !screen) yield '';
    yield* above?.(context) ?? [];
    const titled = header === 'each' || (header === 'once' && (first || screen));
    for (const [index, section] of sections.entries()) {
      const columns = section.columns.filter((column) => column.shown);
      if (index > 0) yield '';
      if (titled) yield columns.map((column) => column.title).join('');
      for (const row of section.rows) yield columns.map((column) => column.cell(row, context)).join('');
    }
    yield* below?.(rows, context) ?? [];
    if (gap === 'after' && !screen) yield '';
  }
}

function* json(
  sections: readonly { columns: readonly AnyColumn[]; rows: readonly unknown[] }[],
  fields: Readonly<Record<string, (row: unknown, context: AnyTableContext) => JsonValue>>,
  context: AnyTableContext,
): Iterable<Iterable<readonly [key: string, value: JsonValue]>> {
  for (const { columns, rows } of sections) {
    const timed = columns.some((column) => column.key === 'time') ? columns : [isoTime, ...columns];
    for (const row of rows) {
      yield [
        ...timed.map((column) => [column.key, column.json(row, context)] as const),
        ...Object.entries(fields).map(([key, field]) => [key, field(row, context)] as const),
      ];
    }
  }
}

function compareRows(a: unknown, b: unknown, columns: readonly AnyColumn[], context: AnyTableContext): number {
  for (const column of columns) {
    const order = compareCells(column.json(a, context) as Cell, column.json(b, context) as Cell);
    if (order !== 0) return order;
  }
  return 0;
}
