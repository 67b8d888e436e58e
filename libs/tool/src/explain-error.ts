import { printable } from './cell.ts';

/** Lines of the verifier's log shown when a program is refused: the end, where the reason stands. */
const VERIFIER_LINES = 20;

/** Kinds of errors that only a mistake in the program gives. */
const mistakes = [TypeError, RangeError, ReferenceError, SyntaxError];

/**
 * An error for people: one line, and after it the verifier's last words when it refused a program.
 * Mistakes in the program are marked as such; with `debug` the stack follows.
 */
export function explainError(error: unknown, debug = false): string[] {
  const failure = error instanceof Error ? error : new Error(String(error));
  const planned = !mistakes.some((mistake) => failure instanceof mistake);
  const message = printable(failure.message);
  const lines = [planned ? message : `internal error: ${message}${debug ? '' : ' (BCC_TS_DEBUG=1 shows where)'}`];
  lines.push(...verifierTail(failure, debug));
  if (debug && failure.stack) lines.push(...failure.stack.split('\n').slice(1).map(printable));
  return lines;
}

function verifierTail(failure: Error, debug: boolean): string[] {
  const log = 'verifierLog' in failure && typeof failure.verifierLog === 'string' ? failure.verifierLog : '';
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  return (debug ? lines : lines.slice(-VERIFIER_LINES)).map((line) => `    ${printable(line.trimEnd())}`);
}

/** The system's words for a failed call, for example `No space left on device`. */
export function systemReason(error: NodeJS.ErrnoException): string {
  const text = /^\w+: (.*?)(?:, \w+.*)?$/.exec(error.message)?.[1] ?? error.message;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
