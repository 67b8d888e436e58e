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
  /**
   * Runs files that failed a second time, alone, and takes that result. Guests are emulated: what waits for one may
   * come too late on a busy machine, and a processor may still take an instruction for the breakpoint that the kernel
   * has replaced by now, which ends the guest. The closing report names every file that needed it.
   */
  again?: boolean;
}

/** More files than these fail for a reason; those whose guest died do not count. */
const MOST_RUN_AGAIN = 4;

/** What a test says whose guest died under it; see vm-tests/machine/qemu-process.ts. */
const guestDied = /the guest is gone \(QEMU ended/;

interface FileResult {
  guestDied: boolean;
  passed: number;
  failures: string[];
  skips: string[];
}

/** Runs test files, each in a process of its own, prints their results as they come and counts them. */
export async function runTestFiles(files: string[], options: Options) {
  if (!files.length) return;
  const { tally, title, environment = {}, concurrency = 2, again = false } = options;
  const began = Date.now();
  process.stdout.write(`\n${title}: ${files.length} files\n`);
  Object.assign(process.env, environment);
  const results = await resultsOf(files, concurrency);
  const failed = [...results].filter(([, { failures }]) => failures.length > 0).map(([file]) => file);
  const counted = failed.filter((file) => !results.get(file)!.guestDied);
  if (again && failed.length > 0 && counted.length <= MOST_RUN_AGAIN) {
    process.stdout.write(`\n${title}: once more, alone: ${failed.join(' ')}\n`);
    for (const [file, result] of await resultsOf(failed, 1)) {
      if (result.failures.length === 0)
        tally.secondAttempt(`${title}: ${file}: ${results.get(file)!.failures.join('; ')}`);
      results.set(file, result);
    }
  }
  for (const [file, { passed, failures, skips }] of results) {
    for (let i = 0; i < passed; i++) tally.pass();
    for (const name of failures) tally.fail(`${title}: ${file} ${name}`);
    for (const skip of skips) tally.skip(skip);
  }
  process.stdout.write(`${title}: ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
}

/** Runs files, so many at the same time, and gives their results by file. */
async function resultsOf(files: readonly string[], concurrency: number): Promise<Map<string, FileResult>> {
  const results = new Map<string, FileResult>();
  const waiting = [...files];
  const work = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) results.set(file, await runFile(file));
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return results;
}

/** One file in a process of its own; what it prints is shown when it is done, so that files do not mix. */
async function runFile(file: string): Promise<FileResult> {
  const result: FileResult = { guestDied: false, passed: 0, failures: [], skips: [] };
  const stream = run({ files: [file] });
  stream.on('test:pass', (event) => {
    if (event.details.type === 'suite') return;
    if (event.skip !== undefined) result.skips.push(`${event.name}: ${event.skip}`);
    else result.passed++;
  });
  stream.on('test:fail', (event) => {
    const { cause, message } = event.details.error;
    result.guestDied ||= guestDied.test(`${message} ${cause instanceof Error ? cause.message : cause}`);
    if (event.details.type !== 'suite') result.failures.push(event.name);
  });
  let printed = '';
  for await (const chunk of stream.compose(spec)) printed += chunk;
  process.stdout.write(printed.replace(/^\u2139 .*\n/gm, ''));
  return result;
}
