/** A name and its number, as `#define` lines of a header give them. */
export type Numbered = readonly [name: string, number: number];

/** The system calls of a `unistd*.h`. The kernel's own names for ranges (`__NR_syscalls`, `__NR_arch_...`) are not among them. */
export function systemCalls(header: string): Numbered[] {
  const calls: Numbered[] = [];
  for (const [, name = '', value = ''] of header.matchAll(/^#define __NR_(\w+)\s+(.+?)\s*$/gm)) {
    const number = callNumber(value);
    if (number !== undefined && !/^(syscalls|SYSCALL_BASE|OABI_SYSCALL_BASE|arch_specific_syscall)$/.test(name)) {
      calls.push([name, number]);
    }
  }
  return calls.sort((a, b) => a[1] - b[1]);
}

/** `17`, or `(__BASE + 17)` with a base that stands for 0 or for a flag the caller takes away. */
function callNumber(value: string): number | undefined {
  const [, number] = /^(?:\(\w+\s*\+\s*)?(\d+)\)?$/.exec(value) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** The error numbers of an `errno*.h`, and those that are another name for one. */
export function errors(...headers: string[]): Numbered[] {
  const numbers = new Map<string, number>();
  for (const header of headers) {
    for (const [, name = '', value = ''] of header.matchAll(/^#define\s+(E\w+)\s+(\w+)/gm)) {
      const number = /^\d+$/.test(value) ? Number(value) : numbers.get(value);
      if (number !== undefined) numbers.set(name, number);
    }
  }
  return [...numbers].sort((a, b) => a[1] - b[1]);
}

/** `read write 424:pidfd_send_signal`: names in the order of their numbers, with a number where some are left out. */
export function listText(list: readonly Numbered[]): string {
  let next = 0;
  const words: string[] = [];
  for (const [name, number] of list) {
    words.push(number === next ? name : `${number}:${name}`);
    next = number + 1;
  }
  return words.join(' ');
}
