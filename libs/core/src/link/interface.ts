import { readdirSync, readFileSync } from 'node:fs';

const INTERFACES = '/sys/class/net';

/** Whether this network namespace has an interface of that index: the kernel's errors do not say. */
export function interfaceExists(ifindex: number): boolean {
  // Files of the bonding driver stand beside the interfaces.
  return readdirSync(INTERFACES).some((name) => indexOf(name) === ifindex);
}

function indexOf(name: string): number | undefined {
  try {
    return Number(readFileSync(`${INTERFACES}/${name}/ifindex`, 'latin1'));
  } catch {
    return undefined;
  }
}
