/** The starts of all tools side by side, one table for each thing that was measured. */
import type { Comparison, Row } from './comparison.ts';
import { medians } from './median.ts';
import type { StartFigures, StartResult } from './start.ts';
import type { Suite } from './subjects.ts';

const measures: readonly { title: string; digits: number; value: (m: Partial<StartFigures>) => number | undefined }[] =
  [
    { title: 'Until the first line, s', digits: 2, value: (m) => (m.first_line_s! >= 0 ? m.first_line_s : undefined) },
    { title: 'CPU from start to end, s', digits: 2, value: (m) => m.cpu_s },
    { title: 'Peak RSS, MB', digits: 1, value: (m) => m.rss_kb && m.rss_kb / 1024 },
  ];

export function overview(results: readonly StartResult[], columns: readonly Suite[]): Comparison[] {
  return measures.map(({ title, digits, value }) => {
    const rows: Row[] = results.map(({ tool, samples }) => ({
      label: tool,
      values: columns.map((column) => value(medians(samples[column] ?? []))),
      digits,
    }));
    return { title, columns, rows };
  });
}
