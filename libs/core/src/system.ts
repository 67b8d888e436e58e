import { native } from '@bcc-ts/native';

/** `CLOCK_MONOTONIC` in nanoseconds: what `bpf_ktime_get_ns` gives. */
export function clockMonotonic(): bigint {
  return native().clockMonotonic();
}

/** `CLOCK_BOOTTIME` in nanoseconds: what `bpf_ktime_get_boot_ns` and a process's start time count. */
export function clockBoottime(): bigint {
  return native().clockBoottime();
}

/** Number of possible CPUs: how many values a per-CPU map has for one key. */
export function possibleCpus(): number {
  return native().possibleCpus();
}

/**
 * Blocks the thread until a reader has records, for `timeoutMs` at most (-1: without end). False after that time, and
 * when a signal came.
 */
export function waitForRecords(readers: readonly { readonly fd: number }[], timeoutMs: number): boolean {
  return native().waitReadable(
    readers.map(({ fd }) => fd),
    timeoutMs,
  );
}

/** True when nobody reads the pipe, terminal or socket behind `fd` any more. Costs one `poll(2)`. */
export function readerGone(fd: number): boolean {
  return native().readerGone(fd);
}

/** Ends the process at once, as `_exit(2)`: no handlers, no waiting for a thread stuck in a write. */
export function exitNow(status: number): never {
  return native().exitNow(status);
}
