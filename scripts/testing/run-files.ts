import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import type { Tally } from './tally.ts';

interface Options {
  tally: Tally;
  title: string;
  /** Set for the test processes. */
  environment?: Record<string, string>;
  /** Files at the same time. */
  concurrency?: number;
}

/** Runs test files, each in a process of its own, prints their results as they come and counts them. */
export async function runTestFiles(files: string[], { tally, title, environment = {}, concurrency = 2 }: Options) {
  if (!files.length) return;
  const began = Date.now();
  process.stdout.write(`\n${title}: ${files.length} files\n`);
  Object.assign(process.env, environment);
  const stream = run({ files, concurrency });
  stream.on('test:pass', (event) => {
    if (event.details.type === 'suite') return;
    if (event.skip !== undefined) tally.skip(`${event.name}: ${event.skip}`);
    else tally.pass();
  });
  stream.on('test:fail', (event) => {
    if (event.details.type !== 'suite') tally.fail(`${title}: ${event.file ?? ''} ${event.name}`);
  });
  for await (const chunk of stream.compose(spec)) process.stdout.write(chunk);
  process.stdout.write(`${title}: ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
}
