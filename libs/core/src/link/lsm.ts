import type { BpfLink, BpfProgram } from '@bcc-ts/native';
import { attempt } from '../errors.ts';

/** Attaches to a security hook. Needs `bpf` among the kernel's `lsm=` parameter to have an effect. */
export function attachLsm(program: BpfProgram): BpfLink {
  return attempt(`attach ${program.section}`, () => program.attachLsm());
}
