import type { BpfLink, BpfProgram } from '@bcc-ts/native';
import { attempt } from '../errors.ts';

/** Attaches to a network interface's receive path. */
export function attachXdp(program: BpfProgram, ifindex: number): BpfLink {
  return attempt(
    `attach xdp program to interface ${ifindex}`,
    () => program.attachXdp(ifindex),
    ({ code }) =>
      code === 'ENODEV' ? 'no such interface' : code === 'EBUSY' ? 'it has an xdp program already' : undefined,
  );
}
