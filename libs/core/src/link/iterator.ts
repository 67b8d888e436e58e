import { closeSync, readSync } from 'node:fs';
import type { BpfLink, BpfProgram } from '@bcc-ts/native';
import { attempt } from '../errors.ts';

/** Attaches an iterator over kernel objects, or over the elements of a map given by its descriptor. */
export function attachIterator(program: BpfProgram, mapFd?: number): BpfLink {
  return attempt(
    `attach ${program.section}`,
    () => program.attachIterator(mapFd),
    ({ code }) => (code === 'ENOENT' ? 'this kernel has no such iterator' : undefined),
  );
}

/** Runs an attached iterator once and returns all it wrote. */
export function readIterator(link: { createIterator(): number }): Buffer {
  const fd = attempt('start an iterator', () => link.createIterator());
  const chunks: Buffer[] = [];
  try {
    for (;;) {
      const chunk = Buffer.alloc(64 * 1024);
      const length = readSync(fd, chunk);
      if (length === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, length));
    }
  } finally {
    closeSync(fd);
  }
}
