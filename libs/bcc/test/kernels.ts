import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cachedKernels } from '../../../scripts/bpf/kernels.ts';
import type { KernelFacts } from '../src/front-end/kernel-facts.ts';

/** The kernels under test whose types are in the cache, with the tracepoints the corpus uses. */
export function corpusKernels(): { name: string; facts: KernelFacts }[] {
  return cachedKernels().flatMap(({ name, release, file }) => {
    const formats = join(import.meta.dirname, 'formats', `${name}.json`);
    return existsSync(formats) ? [{ name, facts: { release, btf: file, formats, architecture: 'x64' as const } }] : [];
  });
}
