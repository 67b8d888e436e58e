/** Finds notes in ELF files: the named records an executable carries, one of which holds Node's embedded program. */
import { readSync } from 'node:fs';

/** Where a note's content lies in the file, in bytes. */
export interface NotePlace {
  offset: number;
  size: number;
}

const PT_NOTE = 4;
const align4 = (size: number) => (size + 3) & ~3;

/** The first note called `name` in an open 64-bit little-endian ELF file. @throws Error if there is none */
export function findNote(fd: number, name: string): NotePlace {
  const header = read(fd, 0, 64);
  if (header.readUInt32BE(0) !== 0x7f454c46 || header[4] !== 2 || header[5] !== 1) {
    throw new Error(`cannot find the note ${name}: not a 64-bit little-endian ELF file`);
  }
  const tableOffset = Number(header.readBigUInt64LE(32));
  const entrySize = header.readUInt16LE(54);
  const entries = header.readUInt16LE(56);
  const table = read(fd, tableOffset, entrySize * entries);
  for (let entry = 0; entry < entries; entry++) {
    const segment = table.subarray(entry * entrySize);
    if (segment.readUInt32LE(0) !== PT_NOTE) continue;
    const start = Number(segment.readBigUInt64LE(8));
    const place = findInSegment(fd, name, start, start + Number(segment.readBigUInt64LE(32)));
    if (place) return place;
  }
  throw new Error(`cannot find the note ${name}: the file has no such note`);
}

function findInSegment(fd: number, name: string, start: number, end: number): NotePlace | undefined {
  let at = start;
  while (at + 12 <= end) {
    const sizes = read(fd, at, 12);
    const nameSize = sizes.readUInt32LE(0);
    const size = sizes.readUInt32LE(4);
    const offset = at + 12 + align4(nameSize);
    const noteName = read(fd, at + 12, Math.min(nameSize, 256))
      .toString('latin1')
      .replace(/\0+$/, '');
    if (noteName === name) return { offset, size };
    at = offset + align4(size);
  }
  return undefined;
}

function read(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  if (readSync(fd, bytes, 0, length, offset) !== length) throw new Error('cannot read the ELF file: it is too short');
  return bytes;
}
