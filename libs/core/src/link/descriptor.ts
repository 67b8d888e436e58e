import { native } from '@bcc-ts/native';
import { attempt } from '../errors.ts';
import { effectiveCapabilities } from '../privileges.ts';
import type { NativeLink } from './link.ts';

export interface DescriptorTarget {
  /** Of a cgroup's directory, a socket map, ... */
  fd: number;
  /** The kernel's `enum bpf_attach_type`. */
  attachType: number;
  /** 1 (`BPF_F_ALLOW_OVERRIDE`), 2 (`BPF_F_ALLOW_MULTI`). */
  flags?: number;
}

/**
 * Attaches a program to what a descriptor stands for. The kernel keeps it when the process dies before the link is
 * closed, for as long as the cgroup or map exists.
 */
export function attachToDescriptor(program: { readonly fd: number }, target: DescriptorTarget): NativeLink {
  const { fd, attachType, flags = 0 } = target;
  attempt(
    `attach to descriptor ${fd} as type ${attachType}`,
    () => native().attachToDescriptor(program.fd, fd, attachType, flags),
    ({ code }) => {
      const allowed = effectiveCapabilities().has('CAP_NET_ADMIN');
      if (code === 'EPERM' && allowed)
        return 'another program is there that allows no more (flags: 2 attaches beside it)';
      return code === 'EINVAL' ? 'the program is of another type, or the descriptor of another kind' : undefined;
    },
  );
  return { fd: program.fd, close: () => detachFromDescriptor(program, target) };
}

export function detachFromDescriptor(program: { readonly fd: number }, { fd, attachType }: DescriptorTarget): void {
  attempt(`detach from descriptor ${fd} as type ${attachType}`, () =>
    native().detachFromDescriptor(program.fd, fd, attachType),
  );
}
