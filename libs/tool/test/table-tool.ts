/** A tool on a fake kernel whose live table has as many rows as FAKE_ROWS says (default 100), for tests on a terminal. */

import { readerGone } from '@bcc-ts/core';
import { defineTool } from '../src/declaration.ts';
import { everySecondAndCount, runTool } from '../src/index.ts';
import type { CountMap, ToolObject } from '../src/tool-object.ts';
import { fakeCore, fakeImage } from './fake-object.ts';

interface Shape {
  rodata: object;
  maps: { counts: CountMap<number, bigint> };
  programs: never;
}

const tool = defineTool({
  name: 'faketop',
  summary: 'Show numbers.',
  program: fakeImage<Shape>(),
  positionals: everySecondAndCount,
  table: {
    from: 'counts',
    live: true,
    rows: (entries) => entries.map(([key, count]) => ({ key, count })),
    sort: (row) => row.count,
    preamble: 'Tracing...',
    farewell: 'Detaching...',
    columns: [
      { header: 'KEY', key: 'key', width: 12, value: (row) => `row-${row.key}` },
      { header: 'COUNT', key: 'count', width: 8, value: (row) => row.count },
      { header: 'TEXT', key: 'text', value: () => 'x'.repeat(200) },
    ],
  },
});

const rows = Number(process.env.FAKE_ROWS ?? 100);
let outputs = 0;
const object: ToolObject = {
  rodata: {},
  maps: {
    counts: {
      drain() {
        outputs++;
        return Array.from({ length: rows }, (_, key) => [key, BigInt(1000 * outputs - key)] as const);
      },
    },
    // Ten counts are lost with the second output.
    lost: { get: (key: number) => [key === 1 && outputs > 1 ? 10n : 0n] },
  },
  missed: 0,
  load() {},
  attach() {},
  detach() {},
  close() {},
};

const core = await fakeCore(object)();
await runTool(tool, { loadCore: async () => ({ ...core, readerGone }) });
