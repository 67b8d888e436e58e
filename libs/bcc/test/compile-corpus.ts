import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { cacheRoot } from '../../../scripts/native/build-cache.ts';
import type { CompiledText } from '../src/front-end/compile-text.ts';
import type { KernelFacts } from '../src/front-end/kernel-facts.ts';
import type { CorpusProgram } from './corpus.ts';

export interface CorpusResult extends Partial<CompiledText> {
  program: CorpusProgram;
  /** The message of the error, and the diagnostics it carries. */
  failure?: string;
  diagnostics?: { line: number; column: number; message: string }[];
}

const workers = 2;

/** Compiles programs for a kernel, two at a time: the compiler runs synchronously. Finished ones come from the cache. */
export async function compileCorpus(programs: readonly CorpusProgram[], kernel: KernelFacts): Promise<CorpusResult[]> {
  const results: CorpusResult[] = [];
  const run = (first: number) =>
    new Promise<void>((resolve, reject) => {
      const mine = programs
        .map(({ text }, index) => ({ index, text }))
        .filter(({ index }) => index % workers === first);
      const worker = new Worker(new URL('./corpus-worker.ts', import.meta.url), {
        workerData: { kernel, programs: mine },
        env: { ...process.env, BCC_TS_CACHE: join(cacheRoot, 'corpus') },
      });
      worker.on('message', ({ index, ...result }: { index: number } & Omit<CorpusResult, 'program'>) => {
        results[index] = { program: programs[index]!, ...result };
      });
      worker.on('error', reject);
      worker.on('exit', () => resolve());
    });
  await Promise.all(Array.from({ length: workers }, (_, first) => run(first)));
  return results;
}
