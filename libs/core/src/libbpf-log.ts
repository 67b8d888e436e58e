import { native } from '@bcc-ts/native';

/** Runs libbpf calls and gives what libbpf had to say about them, one line each, without its prefixes. */
export function collectLog<T>(
  run: () => T,
): { warnings: string[]; result: T } | { warnings: string[]; error: unknown } {
  const warnings: string[] = [];
  const addon = native();
  addon.setLog((_level, line) => warnings.push(line.replace(/^libbpf: /, '')));
  try {
    return { warnings, result: run() };
  } catch (error) {
    return { warnings, error };
  } finally {
    addon.setLog(undefined);
  }
}
