import { writeSync } from 'node:fs';
import { readerGone } from '@bcc-ts/core';

const stdout = 1;
/** How long to wait before a full pipe or terminal is tried again. */
const retryMs = 5;
const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes to stdout at once and completely, also from a loop that never returns to the event loop. When nobody reads
 * the output any more (`| head`), the process ends quietly with status 0.
 *
 * @throws Error with `ENOSPC` and the like.
 */
export function writeOut(text: string | Uint8Array, fd = stdout): void {
  let rest = typeof text === 'string' ? Buffer.from(text) : text;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') process.exit(0);
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, retryMs);
    }
  }
}

/** Prints bytes as they are, followed by a newline, and at once: what another process wrote, unescaped. */
export function writeBytes(bytes: Uint8Array | string, newline = true): void {
  writeOut(bytes);
  if (newline) writeOut('\n');
}

/** Ends the process quietly when its output goes to a pipe or terminal that nobody reads any more. */
export function endWithoutReader(): void {
  if (readerGone(stdout)) process.exit(0);
}
