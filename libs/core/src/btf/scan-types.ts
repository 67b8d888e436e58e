import { BtfError } from './types.ts';

/** Where each type of a section starts, without having decoded any. */
export interface TypeTable {
  view: DataView;
  /** The same bytes as 32-bit words; types start at multiples of 4. */
  words: Uint32Array;
  /** Byte offset in `view` of type `firstId + index`. */
  offsets: Uint32Array;
  strings: Buffer;
}

const magic = 0xeb9f;
const minimumHeader = 24;
const typeHeader = 12;

/**
 * Bytes that follow a type's 12-byte head: fixed, and per element counted by `vlen`. The index is the kind number:
 * none, int, pointer, array, struct, union, enum, forward, typedef, volatile, const, restrict, function, prototype,
 * variable, section, float, declaration tag, type tag, enum64.
 */
const fixedBytes = Uint8Array.of(0, 4, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 4, 0, 0);
const elementBytes = Uint8Array.of(0, 0, 0, 0, 12, 12, 8, 0, 0, 0, 0, 0, 0, 8, 0, 12, 0, 0, 0, 12);

/** Finds the start of every type. Time and memory are linear in the input. */
export function scanTypes(input: Uint8Array): TypeTable {
  const bytes = input.byteOffset % 4 === 0 ? input : new Uint8Array(input);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < minimumHeader) throw new BtfError(`BTF is cut short: ${bytes.length} bytes`);
  const found = view.getUint16(0, true);
  if (found === 0x9feb) throw new BtfError('BTF is big-endian, which is not supported');
  if (found !== magic) throw new BtfError(`not BTF: magic is 0x${found.toString(16)}`);
  if (bytes[2] !== 1) throw new BtfError(`BTF version ${bytes[2]} is not supported`);
  const headerLength = view.getUint32(4, true);
  const types = section(view, headerLength, 8);
  const strings = section(view, headerLength, 16);
  if (types.start % 4 !== 0) throw new BtfError(`BTF types start at byte ${types.start}, which is no multiple of 4`);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
  const stringBytes = Buffer.from(bytes.buffer, bytes.byteOffset + strings.start, strings.end - strings.start);
  return { view, words, offsets: typeOffsets(words, types.start, types.end), strings: stringBytes };
}

function section(view: DataView, headerLength: number, field: number): { start: number; end: number } {
  const start = headerLength + view.getUint32(field, true);
  const end = start + view.getUint32(field + 4, true);
  if (headerLength < minimumHeader || end > view.byteLength) {
    throw new BtfError(`BTF is cut short: a section ends at ${end}, the data at ${view.byteLength}`);
  }
  return { start, end };
}

function typeOffsets(words: Uint32Array, start: number, end: number): Uint32Array {
  const offsets = new Uint32Array(Math.ceil((end - start) / typeHeader));
  let count = 0;
  for (let at = start; at < end; ) {
    if (at + typeHeader > end) throw new BtfError(`type at byte ${at} is cut short`);
    const info = words[(at >>> 2) + 1]!;
    const kind = (info >>> 24) & 0x1f;
    if (kind === 0 || kind >= fixedBytes.length) throw new BtfError(`type at byte ${at} is of unknown kind ${kind}`);
    offsets[count++] = at;
    at += typeHeader + fixedBytes[kind]! + elementBytes[kind]! * (info & 0xffff);
    if (at > end) throw new BtfError(`type at byte ${offsets[count - 1]} is cut short`);
  }
  return offsets.slice(0, count);
}
