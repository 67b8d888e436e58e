/**
 * Waits for Ctrl-C (or SIGTERM, SIGHUP), or for `timeoutMs` if given. True when a signal came. What Python's BCC tools
 * write as `sleep` with `KeyboardInterrupt`:
 *
 * ```ts
 * await interrupted();
 * b.table('dist').printLog2Hist('usecs');
 * ```
 */
export function interrupted(timeoutMs?: number): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (signalled: boolean) => {
      for (const signal of signals) process.off(signal, onSignal);
      clearTimeout(timer);
      resolve(signalled);
    };
    const onSignal = () => finish(true);
    for (const signal of signals) process.on(signal, onSignal);
    // A timer also keeps the process running, as signal handlers do not.
    const timer = setTimeout(() => timeoutMs !== undefined && finish(false), timeoutMs ?? longest);
  });
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const longest = 2 ** 31 - 1;
