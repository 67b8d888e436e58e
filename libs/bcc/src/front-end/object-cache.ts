import type { Clang } from './clang.ts';
import type { CompiledText, CompileOptions } from './compile-text.ts';
import type { KernelFacts } from './kernel-facts.ts';

export interface ObjectCache {
  read(key: string): Omit<CompiledText, 'cached'> | undefined;
  write(key: string, compiled: Omit<CompiledText, 'cached'>): void;
}

export function openCache(): ObjectCache | undefined {
  return undefined;
}

export function cacheKey(_options: CompileOptions, _kernel: KernelFacts, _clang: Clang): string {
  return '';
}
