import { writeFileSync } from 'node:fs';

/** Writes `text` to standard output. A reader that is gone is no mistake; anything else ends with one line and 1. */
export function printText(program: string, text: string): void {
  try {
    writeFileSync(1, text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EPIPE') return;
    process.exitCode = 1;
    writeFileSync(2, `${program}: cannot write output: ${message}\n`);
  }
}
