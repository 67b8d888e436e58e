import { closeSync, openSync, readSync } from 'node:fs';

/** Large enough that few lines are cut, small enough to be nothing beside the rest. */
const PIECE = 1 << 16;

/**
 * A text of the kernel, such as the 16 MB of /proc/kallsyms, piece by piece: whoever looks for a few lines need not hold
 * all of it. Pieces end where lines do, and are good until the next one is asked for. Each iteration reads the file anew,
 * and no further than it is asked.
 * @returns undefined when it cannot be read.
 */
export function textPieces(path: string): Iterable<Buffer> | undefined {
  try {
    closeSync(openSync(path, 'r'));
  } catch {
    return undefined;
  }
  return { [Symbol.iterator]: () => read(path) };
}

function* read(path: string): Generator<Buffer> {
  const fd = openSync(path, 'r');
  let buffer = Buffer.allocUnsafe(PIECE);
  try {
    let kept = 0;
    for (;;) {
      // The kernel gives a page at a time.
      const got = readSync(fd, buffer, kept, buffer.length - kept, null);
      kept += got;
      if (got > 0 && kept < buffer.length) continue;
      const end = got > 0 ? buffer.lastIndexOf(0x0a, kept - 1) + 1 : kept;
      if (end > 0) yield buffer.subarray(0, end);
      if (got === 0) return;
      if (end === 0) buffer = Buffer.concat([buffer], buffer.length * 2);
      else buffer.copyWithin(0, end, kept);
      kept -= end;
    }
  } finally {
    closeSync(fd);
  }
}

/**
 * The lines of a text that have this in them, `\n` for their beginning. The kernel's lists have 100,000 lines and more,
 * and looking at each takes longer than attaching.
 */
export function* linesWith(text: Buffer, wanted: string): Generator<string> {
  const bytes = Buffer.from(wanted, 'latin1');
  const atBegin = wanted.startsWith('\n');
  const line = (begin: number, end: number) => text.toString('latin1', begin, end < 0 ? text.length : end);
  if (atBegin && text.subarray(0, bytes.length - 1).equals(bytes.subarray(1))) yield line(0, text.indexOf(0x0a));
  for (let at = text.indexOf(bytes); at >= 0; ) {
    const end = text.indexOf(0x0a, at + 1);
    yield line((atBegin ? at : text.lastIndexOf(0x0a, at)) + 1, end);
    at = end < 0 ? -1 : text.indexOf(bytes, end);
  }
}

/** All lines of a text. */
export function allLines(text: Buffer): string[] {
  return text.toString('latin1').split('\n');
}
