import { arm64Syscalls, type SyscallRuns, x64Syscalls } from './syscall-table.ts';

const tables: Partial<Record<NodeJS.Architecture, SyscallRuns>> = { x64: x64Syscalls, arm64: arm64Syscalls };
const known = new Map<SyscallRuns, Map<number, string>>();

/** Name of a system call of this machine, `[unknown: n]` for a number that is none. */
export function syscallName(number: number, architecture: NodeJS.Architecture = process.arch): string {
  return syscallNames(architecture).get(number) ?? `[unknown: ${number}]`;
}

/** All system calls of an architecture by number. */
export function syscallNames(architecture: NodeJS.Architecture = process.arch): ReadonlyMap<number, string> {
  const runs = tables[architecture] ?? {};
  let names = known.get(runs);
  if (!names) {
    names = new Map();
    for (const [first, lines] of Object.entries(runs)) {
      let number = Number(first);
      for (const name of lines.join(' ').split(' ')) names.set(number++, name);
    }
    known.set(runs, names);
  }
  return names;
}
