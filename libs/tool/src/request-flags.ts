/** Operations whose numbers are the same on every kernel. */
const operations: Readonly<Record<number, string>> = {
  0: 'Read',
  1: 'Write',
  2: 'Flush',
  3: 'Discard',
  5: 'SecureErase',
  9: 'WriteZeros',
  34: 'DriverIn',
  35: 'DriverOut',
};

/** Numbers until Linux 5.18, and since 5.19. */
const oldOperations: Readonly<Record<number, string>> = {
  7: 'WriteSame',
  10: 'ZoneOpen',
  11: 'ZoneClose',
  12: 'ZoneFinish',
  13: 'ZoneAppend',
  15: 'ZoneReset',
  17: 'ZoneResetAll',
  32: 'ScsiIn',
  33: 'ScsiOut',
};
const newOperations: Readonly<Record<number, string>> = {
  7: 'ZoneAppend',
  11: 'ZoneOpen',
  13: 'ZoneClose',
  15: 'ZoneFinish',
  17: 'ZoneReset',
  19: 'ZoneResetAll',
};

const OPERATION_BITS = 0xff;

/** Flags by bit, in the order in which they are put before the operation. Higher bits differ from kernel to kernel. */
const flags: readonly (readonly [bit: number, name: string])[] = [
  [11, 'Sync'],
  [12, 'Metadata'],
  [17, 'ForcedUnitAccess'],
  [18, 'PreFlush'],
  [13, 'Priority'],
  [14, 'NoMerge'],
  [15, 'Idle'],
  [16, 'Integrity'],
  [19, 'ReadAhead'],
  [20, 'Background'],
  [21, 'NoWait'],
];

/**
 * A block request's `cmd_flags` in words, for example `ForcedUnitAccess-Sync-Write`.
 * `old` is true for the operation numbers of kernels that have `enum req_opf`.
 */
export function requestFlags(commandFlags: number, old: boolean): string {
  const operation = commandFlags & OPERATION_BITS;
  const name = operations[operation] ?? (old ? oldOperations : newOperations)[operation] ?? 'Unknown';
  const set = flags.filter(([bit]) => commandFlags & (1 << bit)).map(([, flag]) => `${flag}-`);
  return set.reverse().join('') + name;
}
