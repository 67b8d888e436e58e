import { constants } from 'node:fs';
import { UsageError } from './usage-error.ts';

/** Flags that Node does not name; the same on every architecture the tools run on. */
const unnamed = { O_CLOEXEC: 0o2000000, O_PATH: 0o10000000, O_TMPFILE: 0o20000000 | constants.O_DIRECTORY };

/** Flags of open(2) on this architecture, by name. */
export const openFlags: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.entries(constants).filter(([name]) => name.startsWith('O_'))),
  ...unnamed,
};

/**
 * The bits of a flag given by name, for example `O_CREAT`.
 * @throws UsageError when there is no such flag, or when it has no bits to look for, as O_RDONLY.
 */
export function openFlag(name: string): number {
  const bits = Object.hasOwn(openFlags, name) ? openFlags[name] : undefined;
  if (bits === undefined) throw new UsageError(`no such flag; there are ${Object.keys(openFlags).sort().join(', ')}`);
  if (bits === 0) throw new UsageError(`${name} is 0, which every call has`);
  return bits;
}
