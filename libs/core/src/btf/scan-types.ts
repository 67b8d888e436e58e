import { BtfError } from './types.ts';

/** Where each type of a section starts, without having decoded any. */
export interface TypeTable {
  view: DataView;
  /** Byte offset in `view` of type `firstId + index`. */
  offsets: Uint32Array;
  strings: Buffer;
}

const magic = 0xeb9f;
const minimumHeader = 24;
const typeHeader = 12;

/** Bytes that follow a type's 12-byte head: fixed, and per element counted by `vlen`. Index is the kind number. */
const trailers: readonly (readonly [fixed: number, perElement: number] | undefined)[] = [
  undefined,
  [4, 0], // int
  [0, 0], // pointer
  [12, 0], // array
  [0, 12], // struct
  [0, 12], // union
  [0, 8], // enum
  [0, 0], // forward
  [0, 0], // typedef
  [0, 0], // volatile
  [0, 0], // const
  [0, 0], // restrict
  [0, 0], // function
  [0, 8], // prototype
  [4, 0], // variable
  [0, 12], // section
  [0, 0], // float
  [4, 0], // declaration tag
  [0, 0], // type tag
  [0, 12], // enum64
];

/** Finds the start of every type. Time and memory are linear in the input. */
export function scanTypes(bytes: Uint8Array): TypeTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < minimumHeader) throw new BtfError(`BTF is cut short: ${bytes.length} bytes`);
  const found = view.getUint16(0, true);
  if (found === 0x9feb) throw new BtfError('BTF is big-endian, which is not supported');
  if (found !== magic) throw new BtfError(`not BTF: magic is 0x${found.toString(16)}`);
  if (bytes[2] !== 1) throw new BtfError(`BTF version ${bytes[2]} is not supported`);
  const headerLength = view.getUint32(4, true);
  const types = section(view, headerLength, 8);
  const strings = section(view, headerLength, 16);
  const stringBytes = Buffer.from(bytes.buffer, bytes.byteOffset + strings.start, strings.end - strings.start);
  return { view, offsets: typeOffsets(view, types.start, types.end), strings: stringBytes };
}

function section(view: DataView, headerLength: number, field: number): { start: number; end: number } {
  const start = headerLength + view.getUint32(field, true);
  const end = start + view.getUint32(field + 4, true);
  if (headerLength < minimumHeader || end > view.byteLength) {
    throw new BtfError(`BTF is cut short: a section ends at ${end}, the data at ${view.byteLength}`);
  }
  return { start, end };
}

function typeOffsets(view: DataView, start: number, end: number): Uint32Array {
  let offsets = new Uint32Array(Math.ceil((end - start) / typeHeader));
  let count = 0;
  for (let at = start; at < end; ) {
    if (at + typeHeader > end) throw new BtfError(`type at byte ${at} is cut short`);
    const info = view.getUint32(at + 4, true);
    const trailer = trailers[(info >>> 24) & 0x1f];
    if (!trailer) throw new BtfError(`type at byte ${at} is of unknown kind ${(info >>> 24) & 0x1f}`);
    offsets[count++] = at;
    at += typeHeader + trailer[0] + trailer[1] * (info & 0xffff);
    if (at > end) throw new BtfError(`type at byte ${offsets[count - 1]} is cut short`);
  }
  offsets = offsets.slice(0, count);
  return offsets;
}
