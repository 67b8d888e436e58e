import { closeSync, openSync, readSync } from 'node:fs';

/** Large enough that few lines are cut, small enough to be nothing beside the rest. */
const PIECE = 1 << 16;

/**
 * A text of the kernel, such as the 16 MB of /proc/kallsyms, piece by piece: whoever looks for a few lines need not hold
 * all of it. Pieces end where lines do. Each iteration reads the file anew, and no further than it is asked.
 * @returns undefined when it cannot be read.
 */
export function textPieces(path: string): Iterable<string> | undefined {
  try {
    closeSync(openSync(path, 'r'));
  } catch {
    return undefined;
  }
  return { [Symbol.iterator]: () => read(path) };
}

function* read(path: string): Generator<string> {
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
      if (end > 0) yield buffer.toString('latin1', 0, end);
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
export function* linesWith(text: string, wanted: string): Generator<string> {
  const searched = wanted.startsWith('\n') ? `\n${text}` : text;
  for (let at = searched.indexOf(wanted); at >= 0; ) {
    const end = searched.indexOf('\n', at + 1);
    const next = end < 0 ? searched.length : end;
    yield searched.slice(searched.lastIndexOf('\n', wanted.startsWith('\n') ? at : at - 1) + 1, next);
    at = searched.indexOf(wanted, next);
  }
}
