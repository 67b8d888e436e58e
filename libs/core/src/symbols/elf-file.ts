import { ElfError } from '../btf/elf.ts';
import type { ByteSource } from './byte-source.ts';

/** A part of a file that is mapped into memory (PT_LOAD). Offsets and sizes in bytes. */
export interface LoadSegment {
  readonly offset: bigint;
  readonly address: bigint;
  readonly fileSize: bigint;
  readonly executable: boolean;
}

/** What the section table says of one section. */
export interface SectionHeader {
  readonly name: string;
  readonly type: number;
  readonly flags: bigint;
  readonly address: bigint;
  readonly offset: number;
  readonly size: number;
  /** Number of the section with the names, for symbol tables. */
  readonly link: number;
}

/** Section types. */
export const SectionType = { symbols: 2, note: 7, noBits: 8, dynamicSymbols: 11 } as const;

const executableFlag = 4n;
const sectionFlagCompressed = 0x800n;
const loadSegment = 1;
const noteSegment = 4;
const manySections = 0xffff;

/** What is read of one file at most; larger parts are refused, as memory must stay bounded. */
const maximumPart = 256 * 1024 * 1024;
const maximumSections = 1 << 16;
const maximumSegments = 1024;

/**
 * An ELF file of 32 or 64 bits, little-endian, read piece by piece and without trusting it: whatever is wrong with the
 * file is an {@link ElfError}. Does not own the source.
 */
export class ElfFile {
  readonly bits: 32 | 64;
  /** `e_type`: 2 executable at fixed addresses, 3 shared object or PIE. */
  readonly type: number;
  /** `e_machine`. */
  readonly machine: number;
  readonly segments: readonly LoadSegment[];
  readonly sections: readonly SectionHeader[];
  readonly #source: ByteSource;
  readonly #notes: { offset: number; size: number }[] = [];

  /** @throws ElfError */
  constructor(source: ByteSource) {
    this.#source = source;
    const identification = source.read(0, 20);
    if (identification.length < 20 || identification.readUInt32BE(0) !== 0x7f454c46) {
      throw new ElfError('not an ELF file');
    }
    const format = identification[4];
    if ((format !== 1 && format !== 2) || identification[5] !== 1) throw new ElfError('not a little-endian ELF file');
    this.bits = format === 2 ? 64 : 32;
    const wide = this.bits === 64;
    const header = this.#exactly(0, wide ? 64 : 52);
    this.type = header.readUInt16LE(16);
    this.machine = header.readUInt16LE(18);
    const segmentTable = word(header, wide ? 32 : 28, wide);
    const sectionTable = word(header, wide ? 40 : 32, wide);
    const counts = wide ? 54 : 42;
    const segmentSize = header.readUInt16LE(counts);
    const sectionSize = header.readUInt16LE(counts + 4);
    this.segments = this.#readSegments(segmentTable, header.readUInt16LE(counts + 2), segmentSize);
    this.sections = this.#readSections(
      sectionTable,
      header.readUInt16LE(counts + 6),
      sectionSize,
      header.readUInt16LE(counts + 8),
    );
  }

  /** The first section of that name. */
  section(name: string): SectionHeader | undefined {
    return this.sections.find((section) => section.name === name);
  }

  /** A section's contents; empty for one that has none in the file. @throws ElfError */
  contents(section: SectionHeader): Buffer {
    if (section.type === SectionType.noBits) return Buffer.alloc(0);
    if (section.flags & sectionFlagCompressed) throw new ElfError(`section ${section.name} is compressed`);
    return this.#exactly(section.offset, section.size);
  }

  /** Begin and end address of each section by its number; zeros for one without code. */
  codeSections(): BigUint64Array {
    const bounds = new BigUint64Array(this.sections.length * 2);
    this.sections.forEach(({ flags, address, size }, index) => {
      if (!(flags & executableFlag)) return;
      bounds[index * 2] = address;
      bounds[index * 2 + 1] = address + BigInt(size);
    });
    return bounds;
  }

  /** The address at which a byte of the file is linked to lie. */
  addressAt(offset: bigint): bigint | undefined {
    return linkedAddress(this.segments, offset);
  }

  /** Where in the file the byte of an address lies. */
  offsetOf(address: bigint): bigint | undefined {
    const segment = codeFirst(this.segments, (s) => address >= s.address && address - s.address < s.fileSize);
    return segment && address - segment.address + segment.offset;
  }

  /** The build id in hexadecimal, undefined when the file has none. */
  get buildId(): string | undefined {
    const places = this.#notes.concat(this.sections.filter(({ type }) => type === SectionType.note));
    for (const { offset, size } of places) {
      if (size > 1 << 20) continue;
      for (const note of readNotes(this.#source.read(offset, size))) {
        if (note.owner === 'GNU' && note.type === 3 && note.contents.length > 0) return note.contents.toString('hex');
      }
    }
    return undefined;
  }

  #readSegments(offset: number, count: number, entrySize: number): LoadSegment[] {
    const wide = this.bits === 64;
    if (count === 0) return [];
    if (count > maximumSegments) throw new ElfError(`${count} segments`);
    if (entrySize < (wide ? 56 : 32)) throw new ElfError('a program header is too short');
    const table = this.#exactly(offset, count * entrySize);
    const segments: LoadSegment[] = [];
    for (let at = 0; at < table.length; at += entrySize) {
      const type = table.readUInt32LE(at);
      const flags = table.readUInt32LE(at + (wide ? 4 : 24));
      const fileOffset = bigWord(table, at + (wide ? 8 : 4), wide);
      const address = bigWord(table, at + (wide ? 16 : 8), wide);
      const fileSize = bigWord(table, at + (wide ? 32 : 16), wide);
      if (type === loadSegment) {
        segments.push({ offset: fileOffset, address, fileSize, executable: (flags & 1) !== 0 });
      } else if (type === noteSegment && fileOffset + fileSize <= BigInt(this.#source.size)) {
        this.#notes.push({ offset: Number(fileOffset), size: Number(fileSize) });
      }
    }
    return segments;
  }

  #readSections(offset: number, count: number, entrySize: number, names: number): SectionHeader[] {
    const wide = this.bits === 64;
    if (offset === 0) return [];
    if (entrySize < (wide ? 64 : 40)) throw new ElfError('a section header is too short');
    // What does not fit into the header stands in the first section's entry.
    const first = this.#exactly(offset, entrySize);
    const total = count || word(first, wide ? 32 : 20, wide);
    if (total > maximumSections) throw new ElfError(`${total} sections`);
    const nameSection = names === manySections ? first.readUInt32LE(wide ? 40 : 24) : names;
    const table = this.#exactly(offset, total * entrySize);
    const sections: (SectionHeader & { name: string })[] = [];
    const nameOffsets: number[] = [];
    for (let at = 0; at < table.length; at += entrySize) {
      nameOffsets.push(table.readUInt32LE(at));
      sections.push({
        name: '',
        type: table.readUInt32LE(at + 4),
        flags: bigWord(table, at + 8, wide),
        address: bigWord(table, at + (wide ? 16 : 12), wide),
        offset: word(table, at + (wide ? 24 : 16), wide),
        size: word(table, at + (wide ? 32 : 20), wide),
        link: table.readUInt32LE(at + (wide ? 40 : 24)),
      });
    }
    const strings = sections[nameSection];
    if (!strings || strings.type === SectionType.noBits) return sections;
    const text = this.#exactly(strings.offset, strings.size);
    sections.forEach((section, index) => {
      section.name = stringAt(text, nameOffsets[index]!);
    });
    return sections;
  }

  #exactly(offset: number, length: number): Buffer {
    if (length > maximumPart) throw new ElfError(`a part of ${length} bytes`);
    if (offset + length > this.#source.size) throw new ElfError('it is cut short, or damaged');
    const bytes = this.#source.read(offset, length);
    if (bytes.length < length) throw new ElfError('it is cut short');
    return bytes;
  }
}

/** The address at which a byte of a file with these segments is linked to lie; code first where segments overlap. */
export function linkedAddress(segments: readonly LoadSegment[], offset: bigint): bigint | undefined {
  const segment = codeFirst(segments, (s) => offset >= s.offset && offset - s.offset < s.fileSize);
  return segment && BigInt.asUintN(64, offset - segment.offset + segment.address);
}

function codeFirst(
  segments: readonly LoadSegment[],
  matches: (segment: LoadSegment) => boolean,
): LoadSegment | undefined {
  return segments.find((segment) => segment.executable && matches(segment)) ?? segments.find(matches);
}

/** A record of a note section. */
export interface Note {
  readonly owner: string;
  readonly type: number;
  readonly contents: Buffer;
}

/** The records in a note section, up to the first that is damaged. */
export function* readNotes(bytes: Buffer): Generator<Note> {
  const padded = (size: number) => (size + 3) & ~3;
  for (let at = 0; at + 12 <= bytes.length; ) {
    const nameSize = bytes.readUInt32LE(at);
    const size = bytes.readUInt32LE(at + 4);
    const type = bytes.readUInt32LE(at + 8);
    if (nameSize > bytes.length || size > bytes.length) return;
    const begin = at + 12 + padded(nameSize);
    if (begin + size > bytes.length) return;
    yield {
      owner: bytes.toString('latin1', at + 12, at + 12 + Math.max(0, nameSize - 1)),
      type,
      contents: bytes.subarray(begin, begin + size),
    };
    at = begin + padded(size);
  }
}

/** The text at an offset of a string table, empty when it lies outside. */
export function stringAt(strings: Buffer, offset: number): string {
  if (offset >= strings.length) return '';
  const end = strings.indexOf(0, offset);
  return strings.toString('utf8', offset, end < 0 ? strings.length : end);
}

function bigWord(bytes: Buffer, at: number, wide: boolean): bigint {
  return wide ? bytes.readBigUInt64LE(at) : BigInt(bytes.readUInt32LE(at));
}

/** An offset or a size; those beyond 2^53 stay beyond the end of any file. */
function word(bytes: Buffer, at: number, wide: boolean): number {
  return Number(bigWord(bytes, at, wide));
}
