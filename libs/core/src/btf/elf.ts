/** A section of an ELF file. `bytes` is a view, empty for sections without contents such as `.bss`. */
export interface ElfSection {
  index: number;
  name: string;
  type: number;
  size: number;
  bytes: Uint8Array;
}

export interface ElfSymbol {
  name: string;
  kind: 'object' | 'function' | 'other';
  global: boolean;
  /** Index of the section it lives in; 0 when undefined, above 0xff00 when special. */
  section: number;
  /** Offset in the section, in an object file. */
  value: number;
  size: number;
}

/** An ELF file that breaks the format. */
export class ElfError extends Error {
  override name = 'ElfError';
}

const headerSize = 64;
const sectionHeaderSize = 64;
const symbolSize = 24;
const noBits = 8;
const symbolTable = 2;

/** The sections of a 64-bit little-endian ELF file. @throws ElfError */
export function elfSections(file: Uint8Array): ElfSection[] {
  if (file.length < headerSize || file[0] !== 0x7f || file[1] !== 0x45 || file[2] !== 0x4c || file[3] !== 0x46) {
    throw new ElfError('not an ELF file');
  }
  if (file[4] !== 2 || file[5] !== 1) throw new ElfError('not a 64-bit little-endian ELF file');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const table = Number(view.getBigUint64(40, true));
  const count = view.getUint16(60, true);
  const names = view.getUint16(62, true);
  if (table + count * sectionHeaderSize > file.length) throw new ElfError('the section table lies outside of the file');

  const nameOffsets: number[] = [];
  const sections: ElfSection[] = [];
  for (let index = 0; index < count; index++) {
    const at = table + index * sectionHeaderSize;
    const type = view.getUint32(at + 4, true);
    const offset = Number(view.getBigUint64(at + 24, true));
    const size = Number(view.getBigUint64(at + 32, true));
    const stored = type === noBits || type === 0 ? 0 : size;
    if (stored > 0 && offset + stored > file.length) throw new ElfError(`section ${index} lies outside of the file`);
    nameOffsets.push(view.getUint32(at, true));
    sections.push({ index, name: '', type, size, bytes: file.subarray(offset, offset + stored) });
  }
  const strings = sections[names]?.bytes;
  if (strings) for (const section of sections) section.name = cString(strings, nameOffsets[section.index]!);
  return sections;
}

/** The section of that name, if the file has one. */
export function elfSection(file: Uint8Array, name: string): ElfSection | undefined {
  return elfSections(file).find((section) => section.name === name);
}

/** The symbols of `.symtab`, none for a stripped file. @throws ElfError */
export function elfSymbols(file: Uint8Array, sections = elfSections(file)): ElfSymbol[] {
  const table = sections.find((section) => section.type === symbolTable);
  if (!table) return [];
  const strings = sections.find((section) => section.name === '.strtab')?.bytes ?? new Uint8Array(0);
  const view = new DataView(table.bytes.buffer, table.bytes.byteOffset, table.bytes.byteLength);
  const symbols: ElfSymbol[] = [];
  for (let at = 0; at + symbolSize <= view.byteLength; at += symbolSize) {
    const info = view.getUint8(at + 4);
    symbols.push({
      name: cString(strings, view.getUint32(at, true)),
      kind: (info & 0xf) === 1 ? 'object' : (info & 0xf) === 2 ? 'function' : 'other',
      global: info >>> 4 !== 0,
      section: view.getUint16(at + 6, true),
      value: Number(view.getBigUint64(at + 8, true)),
      size: Number(view.getBigUint64(at + 16, true)),
    });
  }
  return symbols;
}

function cString(strings: Uint8Array, offset: number): string {
  const end = offset < strings.length ? strings.indexOf(0, offset) : -1;
  if (end < 0) throw new ElfError('a name lies outside of the string table');
  return Buffer.from(strings.buffer, strings.byteOffset + offset, end - offset).toString('latin1');
}
