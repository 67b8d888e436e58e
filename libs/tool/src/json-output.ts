import type { ResolvedColumn } from './column.ts';
import { jsonFieldWriter, jsonObject } from './json.ts';
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
    const all = [...columns.map(({ key, json }) => [key, json] as const), ...Object.entries(fields)].map(
      ([key, value], index) => ({ field: jsonFieldWriter(key, index > 0), value }),
    );
    return {
      header: () => {},
      row: (event, context) => {
        let text = '';
        for (const { field, value } of all) text += field(value(event, context));
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
