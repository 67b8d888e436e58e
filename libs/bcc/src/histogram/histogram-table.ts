import { escapeText } from '@bcc-ts/core';
import { writeOut } from '../output.ts';
import { Table } from '../table/table.ts';
import { exact, type JsonHistogram, jsonHistogram } from './json.ts';
import { type HistogramOptions, linearIndexMax, log2IndexMax, type Section, sectionsOf } from './slots.ts';
import { linearText, log2Text } from './text.ts';

/** A table whose values can be shown as a histogram: keys are slots, or structs of a bucket and a slot. */
export abstract class HistogramTable<K, V> extends Table<K, V> {
  /** Key and count of each entry. */
  protected abstract histogramEntries(): readonly (readonly [unknown, unknown])[];

  /** Prints the values as a histogram of powers of two, in BCC's layout. Nothing where nothing was counted. */
  printLog2Hist(options: HistogramOptions | string = {}): void {
    this.#print(log2Text, log2IndexMax, options);
  }

  /** Prints the values as a histogram of single values from 0 to 1024. */
  printLinearHist(options: HistogramOptions | string = {}): void {
    this.#print(linearText, linearIndexMax, options);
  }

  /** Prints each histogram as a line of JSON: `{"ts", "val_type", "data": [{"interval-start", ...}]}`. */
  printJsonHist(options: HistogramOptions & { kind?: 'log2' | 'linear' } = {}): void {
    for (const histogram of this.histToJson(options)) writeOut(`${JSON.stringify(histogram, jsonValue)}\n`);
  }

  /** What `printJsonHist` prints, as objects. */
  histToJson(options: HistogramOptions & { kind?: 'log2' | 'linear' } = {}): JsonHistogram[] {
    const { kind = 'log2', valType = 'value', sectionHeader = 'Bucket ptr', sectionPrintFn } = options;
    return this.#sections(kind === 'log2' ? log2IndexMax : linearIndexMax, options).map((section) => {
      const about =
        'bucket' in section ? { [sectionHeader]: sectionPrintFn?.(section.bucket) ?? section.bucket } : undefined;
      return jsonHistogram(section.slots, kind, valType, about);
    });
  }

  #print(
    lines: (slots: bigint[], valType: string, strip?: boolean) => string[],
    limit: number,
    given: HistogramOptions | string,
  ): void {
    const options = typeof given === 'string' ? { valType: given } : given;
    const { valType = 'value', sectionHeader = 'Bucket ptr', sectionPrintFn, stripLeadingZero = false } = options;
    for (const section of this.#sections(limit, options)) {
      const heading =
        'bucket' in section
          ? ['', `${sectionHeader} = ${shown(sectionPrintFn?.(section.bucket) ?? section.bucket)}`]
          : [];
      const text = [...heading, ...lines(section.slots, valType, stripLeadingZero)];
      if (text.length > 0) writeOut(`${text.join('\n')}\n`);
    }
  }

  #sections(limit: number, options: HistogramOptions): Section[] {
    return sectionsOf(this.histogramEntries(), limit, options);
  }
}

function shown(bucket: unknown): string {
  if (bucket instanceof Uint8Array) return escapeText(bucket);
  if (typeof bucket === 'object' && bucket !== null) return escapeText(JSON.stringify(bucket, jsonValue));
  return escapeText(String(bucket));
}

function jsonValue(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? exact(value) : value;
}
