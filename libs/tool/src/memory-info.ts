import { readFileSync } from 'node:fs';

/** Fields of `/proc/meminfo` in KiB, for example `Cached`; 0 for one the kernel does not have. */
export function memoryInfo<const F extends string>(fields: readonly F[], path = '/proc/meminfo'): Record<F, number> {
  const text = readFileSync(path, 'utf8');
  const entries = fields.map((field) => {
    const [, value = '0'] = new RegExp(`^${RegExp.escape(field)}:\\s+(\\d+)`, 'm').exec(text) ?? [];
    return [field, Number(value)] as const;
  });
  return Object.fromEntries(entries) as Record<F, number>;
}
