/** Stands in for the compiler in the guest, which has none: gives what this machine compiled for the guest's kernel. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CompiledText, CompileOptions } from '../../src/front-end/index.ts';

export { NoClangError } from '../../src/front-end/clang.ts';
export { CompileError } from '../../src/front-end/compile-error.ts';
export { runningKernel } from '../../src/front-end/kernel-facts.ts';

/** Name of a compiled text's file. */
export function textKey({ text, cflags = [] }: Pick<CompileOptions, 'text' | 'cflags'>): string {
  return createHash('sha256')
    .update(JSON.stringify([text, cflags]))
    .digest('hex')
    .slice(0, 24);
}

export function compileText(options: CompileOptions): CompiledText {
  const file = join(__dirname, 'compiled', `${textKey(options)}.json`);
  const { image, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
  if (rest.error) throw new Error(rest.error);
  return { ...rest, image: Buffer.from(image, 'base64'), cached: true };
}
