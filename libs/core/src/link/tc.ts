import { native, type TcFilter, type TcHook } from '@bcc-ts/native';
import { attempt } from '../errors.ts';
import { interfaceExists } from './interface.ts';
import type { NativeLink } from './link.ts';

export interface TcOptions extends Partial<TcFilter> {
  /** `ingress` sees what the interface receives, `egress` what it sends. */
  point: 'ingress' | 'egress';
}

/**
 * Attaches a `tc` program as a filter whose result is the verdict (`TC_ACT_*`), beside the filters that are there. The
 * kernel keeps it when the process dies before the link is closed; the `clsact` discipline it hangs on always stays.
 */
export function attachTc(program: { readonly fd: number }, ifindex: number, options: TcOptions): NativeLink {
  const { point, handle, priority } = options;
  const hook: TcHook = { ifindex, ingress: point === 'ingress' };
  const filter = attempt(
    `attach tc program to ${point} of interface ${ifindex}`,
    () =>
      native().addTcFilter({
        ...hook,
        programFd: program.fd,
        ...(handle !== undefined && { handle }),
        ...(priority !== undefined && { priority }),
      }),
    ({ code }) => {
      if (code === 'ENODEV' || (code === 'EINVAL' && !interfaceExists(ifindex))) return 'no such interface';
      return code === 'EEXIST' ? `priority ${priority} has a filter of handle ${handle} already` : undefined;
    },
  );
  return {
    fd: program.fd,
    close() {
      attempt(`detach tc program from ${point} of interface ${ifindex}`, () =>
        native().removeTcFilter({ ...hook, ...filter }),
      );
    },
  };
}
