import { readFileSync } from 'node:fs';

/** Numbers in a list such as `0-3,8`, as the kernel writes CPUs. */
export function parseRanges(text: string): number[] {
  return text
    .trim()
    .split(',')
    .filter(Boolean)
    .flatMap((range) => {
      const [first, last = first] = range.split('-').map(Number);
      return Array.from({ length: last! - first! + 1 }, (_, i) => first! + i);
    });
}

/** CPUs that run now. */
export function onlineCpus(): number[] {
  return parseRanges(readFileSync('/sys/devices/system/cpu/online', 'utf8'));
}

/** CPUs that may come to run; per-CPU tables have a value for each. */
export function possibleCpuList(): number[] {
  return parseRanges(readFileSync('/sys/devices/system/cpu/possible', 'utf8'));
}
