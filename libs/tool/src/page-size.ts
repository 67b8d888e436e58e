import { readFileSync } from 'node:fs';
import { endianness } from 'node:os';
import type { ImageLayout } from '@bcc-ts/core';

/** `AT_PAGESZ` of the vector of numbers that the kernel gives to each process. */
const PAGE_SIZE_TYPE = 6n;
const USUAL_BYTES = 4096;

/** Bytes in a page of this machine's memory: 4096, on arm64 also 16384 or 65536. */
export function pageSize(vector: Buffer = readFileSync('/proc/self/auxv')): number {
  const read = (at: number) => (endianness() === 'LE' ? vector.readBigUInt64LE(at) : vector.readBigUInt64BE(at));
  for (let at = 0; at + 16 <= vector.length; at += 16) {
    if (read(at) === PAGE_SIZE_TYPE) return Number(read(at + 8));
  }
  return USUAL_BYTES;
}

/** Tells a program that includes page-size.bpf.h how large pages are. Before load. */
export function setPageShift(rodata: object, layout: ImageLayout, size?: number): void {
  if (!layout.rodata.fields.some((field) => field.name === 'page_shift')) return;
  Object.assign(rodata, { page_shift: Math.log2(size ?? pageSize()) });
}
