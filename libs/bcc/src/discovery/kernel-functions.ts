import { readFileSync } from 'node:fs';
import { features } from '@bcc-ts/core';
import { type NamePattern, wholeName } from './patterns.ts';

/** Where the facts come from; tests put their own. */
export interface KernelFiles {
  /** A file's content, undefined when it cannot be read. */
  read(path: string): string | undefined;
}

export const kernelFiles: KernelFiles = {
  read(path) {
    try {
      return readFileSync(path, 'latin1');
    } catch {
      return undefined;
    }
  },
};

/** Functions the kernel lists but does not let anybody probe, or that would trace the tracing itself. */
const unprobeable = [
  /^_kbl_addr_/,
  /^perf_/,
  /^__SCT__/,
  /\.cold(\.\d+)?$/,
  /^__(irqentry|softirqentry)_text_/,
  /^(__init_begin|__init_end)$/,
];

/**
 * Names of the kernel functions that match and can be probed, sorted: text symbols of the kernel and its modules, of
 * which ftrace knows, without those on the kprobe blacklist.
 */
export function getKprobeFunctions(pattern: NamePattern, files: KernelFiles = kernelFiles): string[] {
  const matches = wholeName(pattern);
  const forbidden = blacklist(files);
  const traceable = traceableFunctions(files);
  const names = new Set<string>();
  let inInit = false;
  for (const [, kind, name, module] of (files.read('/proc/kallsyms') ?? '').matchAll(symbolLine)) {
    if (name === '__init_begin') inInit = true;
    else if (name === '__init_end') inInit = false;
    if (inInit && !module) continue;
    if (!/[tTwW]/.test(kind!) || !matches(name!) || forbidden.has(name!)) continue;
    if (unprobeable.some((expression) => expression.test(name!))) continue;
    if (!traceable || traceable.has(name!)) names.add(name!);
  }
  return [...names].sort();
}

const symbolLine = /^[0-9a-f]+ (\w) ([^\s]+)(?:\t\[([^\]]+)\])?$/gm;

function blacklist(files: KernelFiles): Set<string> {
  const text = files.read('/sys/kernel/debug/kprobes/blacklist') ?? '';
  return new Set(Array.from(text.matchAll(/^\S+\t(\S+)$/gm), ([, name]) => name!));
}

function traceableFunctions(files: KernelFiles): Set<string> | undefined {
  const text = files.read(`${features.tracefs() ?? '/sys/kernel/tracing'}/available_filter_functions`);
  return text === undefined ? undefined : new Set(text.split('\n').map((line) => line.split(' ', 1)[0]!));
}
