import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findNote } from './elf-note.ts';

const work = mkdtempSync(join(tmpdir(), 'bcc-ts-elf-test-'));
after(() => rmSync(work, { recursive: true }));

function note(name: string, content: string): Buffer {
  const padded = (text: string) => Buffer.from(text.padEnd(Math.ceil(text.length / 4) * 4, '\0'), 'latin1');
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(name.length + 1, 0);
  sizes.writeUInt32LE(content.length, 4);
  return Buffer.concat([sizes, padded(`${name}\0`), padded(content)]);
}

/** An ELF header, one segment of type PT_LOAD and one of type PT_NOTE, then the notes. */
function elf(...notes: Buffer[]): Buffer {
  const header = Buffer.alloc(64 + 2 * 56);
  header.write('\x7fELF\x02\x01', 'latin1');
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(2, 56);
  const content = Buffer.concat(notes);
  header.writeUInt32LE(1, 64);
  header.writeUInt32LE(4, 64 + 56);
  header.writeBigUInt64LE(BigInt(header.length), 64 + 56 + 8);
  header.writeBigUInt64LE(BigInt(content.length), 64 + 56 + 32);
  return Buffer.concat([header, content]);
}

function find(file: Buffer, name: string) {
  const path = join(work, 'file');
  writeFileSync(path, file);
  const fd = openSync(path, 'r');
  try {
    return findNote(fd, name);
  } finally {
    closeSync(fd);
  }
}

test('a note is found behind others, whatever their sizes', () => {
  const file = elf(note('GNU', 'abcde'), note('A', ''), note('WANTED', 'content'), note('WANTED', 'second'));
  const { offset, size } = find(file, 'WANTED');
  assert.equal(file.subarray(offset, offset + size).toString(), 'content');
});

test('what is not there is an error', () => {
  assert.throws(() => find(elf(note('GNU', '')), 'WANTED'), /cannot find the note WANTED: the file has no such note/);
  assert.throws(() => find(Buffer.alloc(200), 'WANTED'), /not a 64-bit little-endian ELF file/);
});
