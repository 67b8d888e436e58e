import type { Guest } from './guest.ts';

/** Says whether a kernel preempts tasks inside the kernel: the mode it runs in, and where it has no modes its version. */
const ask = 'cat /sys/kernel/debug/sched/preempt 2>/dev/null || uname -v';

/**
 * Whether a kernel preempts a task that runs a BPF program. Programs of tasks that come to that CPU meanwhile are left
 * out, and counted by the kernel as missed.
 */
export async function preemptsPrograms(guest: Guest): Promise<boolean> {
  const { stdout } = await guest.run(ask);
  return isPreemptible(stdout);
}

/** `said` is the list of modes with the one in use in brackets, or the version. */
export function isPreemptible(said: string): boolean {
  const mode = /\((\w+)\)/.exec(said)?.[1];
  return mode ? mode === 'full' || mode === 'lazy' : /\bPREEMPT(_RT|_LAZY)?\b/.test(said);
}
