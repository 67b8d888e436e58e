import { native } from '@bcc-ts/native';

/**
 * Runs libbpf calls and gives its warnings about them, one line each, without its prefixes. `everything` receives all
 * it has to say, also what only a developer wants to know.
 */
export function collectLog<T>(
  run: () => T,
  everything?: (line: string) => void,
): { warnings: string[]; result: T } | { warnings: string[]; error: unknown } {
  const warnings: string[] = [];
  const addon = native();
  addon.setLog(
    (level, line) => {
      everything?.(line);
      if (level === 0) warnings.push(line.replace(/^libbpf: /, ''));
    },
    everything ? 2 : 0,
  );
  try {
    return { warnings, result: run() };
  } catch (error) {
    return { warnings, error };
  } finally {
    addon.setLog(undefined);
  }
}
