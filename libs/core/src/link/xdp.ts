import { type BpfLink, type BpfProgram, type NativeError, native } from '@bcc-ts/native';
import { attempt } from '../errors.ts';
import { interfaceExists } from './interface.ts';

/** Attaches to a network interface's receive path. */
export function attachXdp(program: BpfProgram, ifindex: number): BpfLink {
  return attempt(
    `attach xdp program to interface ${ifindex}`,
    () => program.attachXdp(ifindex),
    ({ code }) => {
      if (code === 'ENODEV' || (code === 'EINVAL' && !interfaceExists(ifindex))) return 'no such interface';
      return code === 'EBUSY' ? 'it has an xdp program already' : undefined;
    },
  );
}

/** `XDP_FLAGS_*`. */
export const XdpFlag = {
  /** Fails when the interface has a program. */
  updateIfNoExist: 1,
  /** In the kernel's generic path: works on every interface. */
  skbMode: 2,
  /** In the driver. */
  driverMode: 4,
  /** In the network card. */
  hardwareMode: 8,
} as const;

/**
 * Makes a program the XDP program of an interface, in place of what is there unless the flags forbid it. It stays when
 * the process ends, until it is removed or replaced.
 */
export function setXdp(ifindex: number, program: { readonly fd: number } | undefined, flags = 0): void {
  attempt(
    `${program ? 'set' : 'remove'} the xdp program of interface ${ifindex}`,
    () => native().setXdp(ifindex, program?.fd ?? -1, flags),
    explainSetting,
  );
}

function explainSetting({ code }: NativeError): string | undefined {
  switch (code) {
    case 'ENODEV':
      return 'no such interface';
    case 'EBUSY':
    case 'EEXIST':
      return 'it has an xdp program already, perhaps in another mode';
    case 'EOPNOTSUPP':
    case 'ENOTSUPP':
      return 'its driver does not have this mode (generic mode works on every interface)';
    default:
      return undefined;
  }
}

/** The kernel's id of an interface's XDP program, undefined for none. */
export function queryXdp(ifindex: number): number | undefined {
  const { programId } = attempt(`look at the xdp program of interface ${ifindex}`, () => native().queryXdp(ifindex));
  return programId === 0 ? undefined : programId;
}
