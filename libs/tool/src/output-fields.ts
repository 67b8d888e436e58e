import type { Tool } from './declaration.ts';
import { type CommandLine, parseOptions } from './options.ts';

/** A column or JSON field, for documentation. */
export interface OutputField {
  /** The column's title; empty for fields only JSON has. */
  title: string;
  /** The JSON key. */
  key: string;
  describe: string;
}

/** What a tool's lines hold, titles as they are without options. */
export function outputFields(tool: Tool, commandLine: CommandLine): OutputField[] {
  if (tool.histogram) return histogramFields(Object.keys(tool.histogram.fields ?? {}));
  if (tool.stacks) return stackFields(Object.keys(tool.stacks.fields));
  const { columns, fields } = shownFields(tool);
  const defaults = parseOptions([], commandLine);
  return [
    ...columns.map(({ header, key, describe = '' }) => ({
      title: typeof header === 'function' ? header(defaults) : header,
      key,
      describe,
    })),
    ...Object.keys(fields).map((key) => ({ title: '', key, describe: '' })),
  ];
}

/** The sections of a table have the same fields, under titles of their own. A tool with events is about those. */
function shownFields({ events, table }: Tool): { columns: readonly DocumentedColumn[]; fields: object } {
  if (events || !table) return { columns: events?.columns ?? [], fields: events?.fields ?? {} };
  const columns = table.sections?.flatMap((section) => section.columns) ?? table.columns ?? [];
  const different = columns.filter(({ key }, index) => columns.findIndex((other) => other.key === key) === index);
  const time = { header: '', key: 'time', describe: 'when it was printed, date and time in UTC' };
  return {
    columns: columns.some(({ key }) => key === 'time') ? different : [time, ...different],
    fields: table.fields ?? {},
  };
}

interface DocumentedColumn {
  header: string | ((options: Readonly<Record<string, unknown>>) => string);
  key: string;
  describe?: string;
}

function histogramFields(own: string[]): OutputField[] {
  return jsonFields([
    ['time', 'when it was printed, date and time in UTC'],
    ['unit', 'what the buckets measure'],
    ['buckets', 'array of objects: from and to, both included, and count'],
    ['percentiles', 'object: p50, p90, p99, p99_9 and max, each the upper bound of the bucket it is in'],
    ...own.map((key) => [key, ''] as const),
  ]);
}

function stackFields(own: string[]): OutputField[] {
  const frames = 'array of frames, innermost first: address, name, offset, module, kind (kernel, user or jit)';
  return jsonFields([
    ['time', 'when the report was made, date and time in UTC'],
    ...own.map((key) => [key, ''] as const),
    ['kernel_stack', frames],
    ['kernel_stack_missing', 'why the kernel could not keep it, only then'],
    ['user_stack', frames],
    ['user_stack_missing', 'why the kernel could not keep it, only then'],
  ]);
}

function jsonFields(fields: readonly (readonly [key: string, describe: string])[]): OutputField[] {
  return fields.map(([key, describe]) => ({ title: '', key, describe }));
}
