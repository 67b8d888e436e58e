import { type Cell, cellText, printable } from './cell.ts';
import type { EventTime } from './clock.ts';
import { cutToWidth, displayWidth, padToWidth } from './display-width.ts';
import type { JsonValue } from './json.ts';

/**
 * One column of a tool's lines, and one field of its JSON objects.
 * `E` is the event or row, `C` its context, `O` the values of the options.
 */
export interface Column<E, C, O> {
  /** Title in text mode. */
  header: string | ((options: O) => string);
  /** Field name in JSON: snake_case, never changed once published. */
  key: string;
  /** Columns on the terminal; a longer value pushes the rest of its line. Without it the cell is not padded. */
  width?: number | ((options: O) => number);
  /** Width of the title where it differs from that of the cells. */
  headerWidth?: number;
  align?: 'left' | 'right';
  /** Stands after the cell, unless it is the last one shown. Default: a blank. */
  separator?: string;
  /** Cuts cells that are wider than `width`. */
  cut?: boolean;
  /** Digits after the point. */
  decimals?: number;
  value: (event: E, context: C) => Cell;
  /** The cell in text mode, where it is not simply the value. What it returns is made printable. */
  text?: (event: E, context: C) => string;
  /** The field in JSON, where it is not simply the value. */
  json?: (event: E, context: C) => JsonValue;
  /** Whether text mode shows the column (default: always). JSON always has the field. */
  show?: (options: O) => boolean;
  /** What the field holds, for the man page. */
  describe?: string;
}

/** A column after the options are known. */
export interface ResolvedColumn<E, C> {
  readonly key: string;
  readonly shown: boolean;
  readonly title: string;
  /** The title and the cell without padding and separator, and whole. */
  readonly name: string;
  plain(event: E, context: C): string;
  cell(event: E, context: C): string;
  json(event: E, context: C): JsonValue;
}

/** Field of JSON that is not shown: when it was, in UTC. For what has no column `time`. */
export const isoTime: ResolvedColumn<unknown, { time: EventTime }> = {
  key: 'time',
  shown: false,
  title: '',
  name: '',
  plain: () => '',
  cell: () => '',
  json: (_event, { time }) => time.iso,
};

/** Settles what depends on the options, once, so that a line costs no decision. */
export function resolveColumns<E, C, O>(columns: readonly Column<E, C, O>[], options: O): ResolvedColumn<E, C>[] {
  const shown = columns.filter((column) => column.show?.(options) ?? true);
  return columns.map((column) => resolveColumn(column, options, column === shown.at(-1), shown.includes(column)));
}

function resolveColumn<E, C, O>(
  column: Column<E, C, O>,
  options: O,
  last: boolean,
  shown: boolean,
): ResolvedColumn<E, C> {
  const { align = 'left', cut, decimals, headerWidth, key, json, text, value } = column;
  const width = (typeof column.width === 'function' ? column.width(options) : column.width) ?? 0;
  const header = typeof column.header === 'function' ? column.header(options) : column.header;
  const separator = last ? '' : (column.separator ?? ' ');
  const pads = !last || align === 'right';

  const place = (content: string, columns: number): string => {
    const fitting = cut && displayWidth(content) > columns ? cutToWidth(content, columns) : content;
    return (pads ? padToWidth(fitting, columns, align) : fitting) + separator;
  };
  const placed = onceInARow((content: string) => place(content, width));
  const shownValue = onceInARow((cell: Cell) => place(cellText(cell, decimals), width));
  const plain = (event: E, context: C): string =>
    text ? printable(text(event, context)) : cellText(value(event, context), decimals);
  return {
    key,
    shown,
    title: place(header, headerWidth ?? width),
    cell: text
      ? (event, context) => placed(printable(text(event, context)))
      : (event, context) => shownValue(value(event, context)),
    name: header,
    plain,
    json: json ?? value,
  };
}

/** Keeps the last answer: neighbouring events mostly come from one process, and differ in a column or two. */
function onceInARow<T, R>(answer: (question: T) => R): (question: T) => R {
  let last: { question: T; result: R } | undefined;
  return (question) => {
    if (last === undefined || last.question !== question) last = { question, result: answer(question) };
    return last.result;
  };
}
