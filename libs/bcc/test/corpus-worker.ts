import { parentPort, workerData } from 'node:worker_threads';
import { CompileError } from '../src/front-end/compile-error.ts';
import { compileText } from '../src/front-end/compile-text.ts';
import type { KernelFacts } from '../src/front-end/kernel-facts.ts';

const { kernel, programs } = workerData as { kernel: KernelFacts; programs: { index: number; text: string }[] };
for (const { index, text } of programs) {
  try {
    parentPort!.postMessage({ index, ...compileText({ text, kernel }) });
  } catch (error) {
    const diagnostics = error instanceof CompileError ? error.diagnostics : undefined;
    parentPort!.postMessage({ index, failure: (error as Error).message, diagnostics });
  }
}
