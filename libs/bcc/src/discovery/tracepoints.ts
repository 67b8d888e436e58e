import { features } from '@bcc-ts/core';
import { type KernelFiles, kernelFiles } from './kernel-functions.ts';
import { type NamePattern, wholeName } from './patterns.ts';

/** The tracepoints that match, as `category:event`, sorted. */
export function getTracepoints(pattern: NamePattern, files: KernelFiles = kernelFiles): string[] {
  const matches = wholeName(pattern);
  const text = files.read(`${features.tracefs() ?? '/sys/kernel/tracing'}/available_events`) ?? '';
  return text
    .split('\n')
    .filter((line) => line.includes(':') && matches(line))
    .sort();
}

/** Whether this kernel has a tracepoint. */
export function tracepointExists(category: string, event: string): boolean {
  return features.tracepoint(category, event);
}
