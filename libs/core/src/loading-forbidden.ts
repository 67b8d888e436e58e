/**
 * Whether this environment must not load BPF into its kernel: `BCC_TS_LOAD=never`, for machines on which programs are
 * written and unit tests run, so that none slips into their own kernel.
 */
export const loadingForbidden = (): boolean => process.env.BCC_TS_LOAD === 'never';

/** @throws Error where loading is forbidden. `what` is what was to be loaded. */
export function refuseWhereForbidden(what: string): void {
  if (loadingForbidden()) throw new Error(`cannot load ${what}: BCC_TS_LOAD=never forbids it on this machine`);
}
