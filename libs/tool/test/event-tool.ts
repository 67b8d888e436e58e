/**
 * A tool on a fake kernel, for tests with real processes, pipes and signals.
 *
 * FAKE_EVENTS  number of events per batch (default 1)
 * FAKE_EVERY   milliseconds between batches (default 10)
 * FAKE_BATCHES batches in all (default: no end)
 * FAKE_THROW   the column throws at this event
 */

import { readerGone } from '@bcc-ts/core';
import { defineTool } from '../src/declaration.ts';
import { elapsedColumn, runTool } from '../src/index.ts';
import type { EventMap } from '../src/tool-object.ts';
import { FakeObject, fakeCore, fakeImage } from './fake-object.ts';

interface Shape {
  rodata: object;
  maps: { events: EventMap<{ n: number; time_ns: bigint }> };
  programs: never;
}

const setting = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const throwAt = setting('FAKE_THROW', -1);
let produced = 0;
let shown = 0;

const tool = defineTool({
  name: 'faketool',
  summary: 'Show numbers.',
  program: fakeImage<Shape>(),
  options: { exec: { type: 'rest', describe: 'trace this command' } },
  events: {
    from: 'events',
    time: 'time_ns',
    columns: [
      { ...elapsedColumn, width: 9 },
      {
        header: 'N',
        key: 'n',
        value: (event) => {
          if (event.n === throwAt) throw new TypeError('cannot count');
          shown++;
          return event.n;
        },
      },
    ],
  },
});

const object = new FakeObject();
const perBatch = setting('FAKE_EVENTS', 1);
let batches = setting('FAKE_BATCHES', Number.POSITIVE_INFINITY);
const timer = setInterval(
  () => {
    if (batches-- <= 0 || object.ended) {
      clearInterval(timer);
      return;
    }
    object.produce(...Array.from({ length: perBatch }, () => ({ n: produced++, time_ns: process.hrtime.bigint() })));
  },
  setting('FAKE_EVERY', 10),
);
timer.unref();

process.on('exit', () => {
  if (process.env.FAKE_REPORT)
    process.stderr.write(`produced=${produced} shown=${shown} rss=${process.memoryUsage.rss()}\n`);
});

const core = await fakeCore(object)();
await runTool(tool, { loadCore: async () => ({ ...core, readerGone }) });
