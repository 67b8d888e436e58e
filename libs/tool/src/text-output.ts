import { printable } from './cell.ts';
import type { ResolvedColumn } from './column.ts';
import type { LossReport } from './loss.ts';
import type { HistogramReport, Output, RowWriter } from './output.ts';
import type { Sink } from './sink.ts';

/** Aligned columns for people and for scripts written for BCC's tools. */
export class TextOutput implements Output {
  readonly #sink: Sink;
  readonly #complain: (message: string) => void;
  #buffer = '';

  /** `complain` writes one line to standard error, with the tool's name before it. */
  constructor(sink: Sink, complain: (message: string) => void) {
    this.#sink = sink;
    this.#complain = complain;
  }

  note(text: string): void {
    for (const line of text.split('\n')) this.#line(printable(line));
  }

  rows<E, C>(columns: readonly ResolvedColumn<E, C>[]): RowWriter<E, C> {
    const shown = columns.filter((column) => column.shown);
    return {
      header: () => this.#line(shown.map((column) => column.title).join('')),
      row: (event, context) => {
        let line = '';
        for (const column of shown) line += column.cell(event, context);
        this.#line(line);
      },
    };
  }

  histogram(report: HistogramReport): void {
    for (const line of report.text()) this.#line(line);
  }

  lost({ count, total, reason, final, hint }: LossReport): void {
    const events = `${final ? total : count} event${(final ? total : count) === 1 ? '' : 's'} lost`;
    const scope = final ? ' in all' : total === count ? '' : `, ${total} so far`;
    this.#complain(`${events}${scope}: ${reason}${hint ? ` (try: ${hint})` : ''}`);
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
