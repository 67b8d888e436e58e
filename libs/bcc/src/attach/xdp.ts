import { readFileSync } from 'node:fs';
import { BpfError, queryXdp, setXdp } from '@bcc-ts/core';
import type { Closable } from './attachments.ts';

export interface XdpOptions {
  /** Network interface. */
  dev: string;
  /** What `loadFunc(name, ProgType.XDP)` gave, or the name of a function. */
  fn: { readonly fd: number } | string;
  /** {@link XdpFlags}; 0 takes the driver's mode where it has one, and replaces what is there. */
  flags?: number;
  /** Leave the program in place when this process or its `BPF` ends, as BCC does. By default it is removed. */
  keep?: boolean;
}

const hardwareFlag = 8;
const modeFlags = 2 | 4 | hardwareFlag;
const replaceFlag = 16;

/** Number of a network interface. @throws Error when there is none of that name. */
export function interfaceIndex(dev: string, what = 'xdp'): number {
  try {
    if (dev.includes('/')) throw new Error('not a name');
    return Number(readFileSync(`/sys/class/net/${dev}/ifindex`, 'utf8'));
  } catch (error) {
    throw new Error(`cannot attach ${what} to ${dev}: no such network interface (try: ip link)`, { cause: error });
  }
}

/** Sets the program of an interface; closing removes it, unless another has taken its place. */
export function attachXdpTo(dev: string, program: { readonly fd: number }, flags: number): Closable {
  const index = interfaceIndex(dev);
  if (flags & replaceFlag) {
    throw new Error(
      `cannot attach xdp to ${dev}: XDP_FLAGS_REPLACE is not supported, as in BCC (without flags a program takes the place of the one that is there)`,
    );
  }
  set(dev, index, program, flags);
  const id = queryXdp(index);
  return {
    close() {
      try {
        if (queryXdp(index) === id) setXdp(index, undefined, flags & modeFlags);
      } catch {
        // The interface is gone, and the program with it.
      }
    },
  };
}

function set(dev: string, index: number, program: { readonly fd: number }, flags: number): void {
  try {
    setXdp(index, program, flags);
  } catch (error) {
    // Drivers without it say that the argument is invalid.
    if (!(flags & hardwareFlag) || !(error instanceof BpfError) || error.code !== 'EINVAL') throw error;
    const why = 'its driver cannot run programs in the network card, as XDP_FLAGS_HW_MODE asks';
    throw new BpfError(
      `cannot attach xdp to ${dev}: ${why} (generic mode works on every interface)`,
      { ...error },
      error,
    );
  }
}

/** Removes the program of an interface, whoever set it. Without one nothing happens. */
export function removeXdp(dev: string, flags = 0): void {
  setXdp(interfaceIndex(dev), undefined, flags & modeFlags);
}
