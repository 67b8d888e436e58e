import type { ResolvedColumn } from './column.ts';
import { jsonField, jsonObject } from './json.ts';
import type { LossReport } from './loss.ts';
import type { JsonFields, Output, Report, RowWriter, TableReport } from './output.ts';
import type { Sink } from './sink.ts';

/** One JSON object per line: every column's field, shown in text mode or not, then the fields only JSON has. */
export class JsonOutput implements Output {
  readonly #sink: Sink;
  #buffer = '';

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  note(): void {}

  rows<E, C>(columns: readonly ResolvedColumn<E, C>[], fields: JsonFields<E, C>): RowWriter<E, C> {
    const all = [...columns.map(({ key, json }) => [key, json] as const), ...Object.entries(fields)];
    return {
      header: () => {},
      row: (event, context) => {
        let text = '';
        for (const [key, value] of all) text += jsonField(key, value(event, context), text !== '');
        this.#buffer += `{${text}}\n`;
      },
    };
  }

  report(report: Report): void {
    for (const fields of report.json()) this.#buffer += `${jsonObject(fields)}\n`;
  }

  table(report: TableReport): void {
    for (const fields of report.json()) this.#buffer += `${jsonObject(fields)}\n`;
  }

  lost({ cause, count, total, final }: LossReport): void {
    const fields = { type: 'lost', cause, count, total, ...(final && { final }) };
    this.#buffer += `${jsonObject(Object.entries(fields))}\n`;
  }

  flush(): void {
    const text = this.#buffer;
    this.#buffer = '';
    this.#sink.write(text);
  }
}
