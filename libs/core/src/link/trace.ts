import type { BpfLink, BpfProgram } from '@bcc-ts/native';
import { attempt } from '../errors.ts';

/** Attaches a `tp_btf`, `fentry`, `fexit` or `fmod_ret` program. What it attaches to was chosen before load. */
export function attachTrace(program: BpfProgram, cookie?: bigint): BpfLink {
  return attempt(
    `attach ${program.section}`,
    () => program.attachTrace(cookie),
    ({ code }) => {
      if (code === 'ENOTSUPP' || code === 'EOPNOTSUPP')
        return 'this kernel cannot call BPF from functions on this machine';
      if (code === 'EBUSY') return 'something else has patched that function';
      if (code === 'E2BIG') return 'too many programs are attached there';
      return undefined;
    },
  );
}
