import { features } from '@bcc-ts/core';

/** What a kernel may put before a system call's name in that of its function; the first that fits is taken. */
export const syscallPrefixes = [
  'sys_',
  '__x64_sys_',
  '__x32_compat_sys_',
  '__ia32_compat_sys_',
  '__arm64_sys_',
  '__s390x_sys_',
  '__s390_sys_',
  '__riscv_sys_',
] as const;

type HasFunction = (name: string) => boolean;

const kernelHas: HasFunction = (name) => features.kernelFunction(name);
let known: string | undefined;

/** What this kernel puts before a system call's name: `__x64_sys_` on x86-64. */
export function getSyscallPrefix(has: HasFunction = kernelHas): string {
  if (has !== kernelHas) return findPrefix(has);
  if (known === undefined) {
    // All at once: the kernel's list of functions is long.
    features.kernelFunctions(syscallPrefixes.map((prefix) => `${prefix}bpf`));
    known = findPrefix(has);
  }
  return known;
}

function findPrefix(has: HasFunction): string {
  // Every kernel that runs these programs has bpf(2).
  return syscallPrefixes.find((prefix) => has(`${prefix}bpf`)) ?? syscallPrefixes[0];
}

/** The kernel function of a system call: `openat` gives `__x64_sys_openat` on x86-64. */
export function getSyscallFnname(name: string, has: HasFunction = kernelHas): string {
  return getSyscallPrefix(has) + name;
}

/** Replaces any kernel's prefix of a system call's function by this kernel's; other names stay. */
export function fixSyscallFnname(name: string, has: HasFunction = kernelHas): string {
  const prefix = syscallPrefixes.find((candidate) => name.startsWith(candidate));
  return prefix ? getSyscallFnname(name.slice(prefix.length), has) : name;
}
