import { printable } from './cell.ts';
import type { ResolvedColumn } from './column.ts';
import type { LossReport } from './loss.ts';
import type { Output, Report, RowWriter, TableReport } from './output.ts';
import type { Screen } from './screen.ts';
import type { Sink } from './sink.ts';

/** A field that any reader of comma-separated values takes as one. */
export function csvField(text: string): string {
  return /[",\r\n]|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Aligned columns for people and for scripts written for BCC's tools. */
export class TextOutput implements Output {
  readonly #sink: Sink;
  readonly #complain: (message: string) => void;
  readonly #screen: Screen | undefined;
  readonly #separated: boolean;
  #buffer = '';

  /**
   * `complain` writes one line to standard error, with the tool's name before it. Tables are drawn on `screen`, if there
   * is one. `separated`: rows are comma-separated values (RFC 4180), whole and without padding.
   */
  constructor(sink: Sink, complain: (message: string) => void, screen?: Screen, separated = false) {
    this.#separated = separated;
    this.#sink = sink;
    this.#complain = complain;
    this.#screen = screen;
  }

  note(text: string): void {
    this.#buffer += this.#screen?.finish() ?? '';
    for (const line of text.split('\n')) this.#line(printable(line));
  }

  rows<E, C>(columns: readonly ResolvedColumn<E, C>[]): RowWriter<E, C> {
    const shown = columns.filter((column) => column.shown);
    if (this.#separated) {
      return {
        header: () => this.#line(shown.map((column) => csvField(column.name)).join(',')),
        row: (event, context) => this.#line(shown.map((column) => csvField(column.plain(event, context))).join(',')),
      };
    }
    return {
      header: () => this.#line(shown.map((column) => column.title).join('')),
      row: (event, context) => {
        let line = '';
        for (const column of shown) line += column.cell(event, context);
        this.#line(line);
      },
    };
  }

  report(report: Report): void {
    for (const line of report.text()) this.#line(line);
  }

  table(report: TableReport): void {
    if (this.#screen) this.#buffer += this.#screen.frame([...report.text(true)]);
    else for (const line of report.text(false)) this.#line(line);
  }

  /** Draws the last table once more, after the terminal changed its size. */
  redraw(): void {
    if (!this.#sink.blocked) this.#sink.write(this.#screen?.again() ?? '');
  }

  lost({ count, total, reason, thing, final, hint }: LossReport): void {
    const events = `${final ? total : count} ${thing}${(final ? total : count) === 1 ? '' : 's'} lost`;
    const scope = final ? ' in all' : total === count ? '' : `, ${total} so far`;
    const message = `${events}${scope}: ${reason}${hint ? ` (try: ${hint})` : ''}`;
    if (this.#screen) this.#screen.notice = message;
    if (final || !this.#screen?.takesErrors) this.#complain(message);
  }

  flush(): void {
    const text = this.#buffer;
    this.#buffer = '';
    this.#sink.write(text);
  }

  #line(text: string): void {
    this.#buffer += `${text}\n`;
  }
}
