import { globSync, readFileSync } from 'node:fs';

/** Whether this network namespace has an interface of that index: the kernel's errors do not say. */
export function interfaceExists(ifindex: number): boolean {
  const paths = globSync('/sys/class/net/*/ifindex');
  return paths.some((path) => Number(readFileSync(path, 'latin1')) === ifindex);
}
