import { type ElfSymbols, native, type SymbolTable } from '@bcc-ts/native';
import { MemorySource } from './byte-source.ts';
import { type DebugFile, debugFileOf } from './debug-file.ts';
import { ElfFile, SectionType } from './elf-file.ts';

/** How large the symbol table may be that some distributions put compressed into stripped files. */
const maximumMiniDebugInfo = 64 * 1024 * 1024;

/** Where a file's separate debug information is looked for. */
export interface DebugPlaces {
  /** Path of the file itself, as seen under `root`; undefined for one that has none. */
  readonly path: string | undefined;
  /** Directories that stand for `/`, for example `/proc/1/root` and the empty string for this one. */
  readonly roots: readonly string[];
}

/**
 * The functions of an ELF file by the address they are linked at: from its own symbol table; without that from its
 * separate debug file, or else from the table for the dynamic linker and the compressed one of stripped files.
 * The caller closes the table.
 */
export function elfSymbolTable(elf: ElfFile, debug: DebugPlaces): SymbolTable {
  const parts = partsOf(elf, SectionType.symbols, elf);
  if (parts.length === 0) {
    let separate: DebugFile | undefined;
    try {
      separate = debugFileOf(elf, debug);
      if (separate) parts.push(...partsOf(separate.elf, SectionType.symbols, elf));
      if (parts.length === 0) parts.push(...miniDebugInfo(elf));
    } catch {
      // What is damaged is as good as missing.
    } finally {
      separate?.close();
    }
  }
  parts.push(...partsOf(elf, SectionType.dynamicSymbols, elf));
  return native().SymbolTable.fromElf(elf.bits, elf.machine, ...parts);
}

/** The tables of one type. Those of a debug file move with the file, should that be prelinked to another address. */
function partsOf(from: ElfFile, type: number, file: ElfFile): ElfSymbols[] {
  if (from.bits !== file.bits) return [];
  const bias = from === file ? 0n : baseAddress(file) - baseAddress(from);
  const parts: ElfSymbols[] = [];
  for (const section of from.sections) {
    const strings = from.sections[section.link];
    if (section.type !== type || !strings) continue;
    try {
      const symbols = from.contents(section);
      const names = from.contents(strings);
      parts.push({ symbols, names, sections: from.codeSections(), bias: BigInt.asUintN(64, bias) });
    } catch {
      // A damaged table; the other one may be whole.
    }
  }
  return parts.slice(0, 1);
}

function baseAddress(elf: ElfFile): bigint {
  const [first] = elf.segments;
  return first ? first.address - first.offset : 0n;
}

function miniDebugInfo(elf: ElfFile): ElfSymbols[] {
  const section = elf.section('.gnu_debugdata');
  if (!section) return [];
  const image = native().decompressXz(elf.contents(section), maximumMiniDebugInfo);
  return partsOf(new ElfFile(new MemorySource(image)), SectionType.symbols, elf);
}
