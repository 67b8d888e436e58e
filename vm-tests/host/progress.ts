/** Lines that say what is being built, with the time it took, for work that lasts longer than a moment. */

/** Receives one line of progress, without its line end. */
export type OnProgress = (message: string) => void;

/** Writes each message to stderr behind the seconds that passed since this reporter was made. */
export function progressOnStderr(): OnProgress {
  const start = performance.now();
  return (message) => {
    const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6);
    process.stderr.write(`[${seconds} s] ${message}\n`);
  };
}
