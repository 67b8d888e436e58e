import type { Binary, UsdtLocation } from '@bcc-ts/core';
import { UsdtError } from './usdt-error.ts';

/** A probe of a file. */
export interface UsdtProbe {
  provider: string;
  name: string;
  /** The file that has it. */
  binPath: string;
  /** Address of the counter that says whether anybody listens; 0 without one. */
  semaphore: bigint;
  /** Places where it fires: several when it was inlined. */
  locations: readonly UsdtLocation[];
  numLocations: number;
  numArguments: number;
  /** `provider:name`. */
  shortName(): string;
  /** @throws RangeError */
  getLocation(index: number): UsdtLocation;
}

/** The probes of an open file. */
export function usdtProbesOf(binPath: string, binary: Pick<Binary, 'usdtProbes'>): UsdtProbe[] {
  return binary.usdtProbes().map(({ provider, name, locations, semaphore }) => ({
    provider,
    name,
    binPath,
    semaphore: semaphore?.address ?? 0n,
    locations,
    numLocations: locations.length,
    numArguments: locations[0]?.arguments.length ?? 0,
    shortName: () => `${provider}:${name}`,
    getLocation(index) {
      const location = locations[index];
      if (!location)
        throw new RangeError(`probe ${provider}:${name} has ${locations.length} locations, not ${index + 1}`);
      return location;
    },
  }));
}

export interface EnabledProbe {
  provider: string;
  name: string;
  paths: string[];
}

/** The probe that `wanted` (`name` or `provider:name`) means; it may be in several files. */
export function enabledProbe(probes: readonly UsdtProbe[], wanted: string, place: string): EnabledProbe {
  const [first = '', second] = wanted.split(':');
  const found = probes.filter(({ provider, name }) =>
    second === undefined ? name === first : provider === first && name === second,
  );
  const providers = [...new Set(found.map(({ provider }) => provider))];
  if (providers.length > 1) {
    throw new UsdtError(
      `several providers in ${place} have a probe ${wanted}: ${providers.join(', ')} (say which: PROVIDER:${wanted})`,
    );
  }
  const [provider] = providers;
  if (provider === undefined) {
    const why =
      probes.length === 0
        ? 'it has none at all: the program must be built with them (--with-dtrace, --enable-dtrace, or the like)'
        : 'see tplist -l FILE, or tplist -p PID';
    throw new UsdtError(`cannot enable USDT probe ${wanted}: ${place} has no such probe (${why})`);
  }
  return { provider, name: second ?? first, paths: [...new Set(found.map(({ binPath }) => binPath))] };
}
