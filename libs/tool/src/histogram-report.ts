import type { JsonValue } from './json.ts';

/** What an interval's histograms look like in both kinds of output. */
export interface HistogramReport {
  /** Lines, without newlines. */
  text(): Iterable<string>;
  /** One list of fields for each JSON object. */
  json(): Iterable<Iterable<readonly [key: string, value: JsonValue]>>;
}
