import { Btf, elfSections, elfSymbols } from '@bcc-ts/core';

/** The line of C an instruction came from. */
export interface SourceLine {
  /** Instruction from which on the line counts, from the program's beginning. */
  instruction: number;
  file: string;
  line: number;
  column: number;
  /** As the compiler saw it. */
  text: string;
}

const instructionSize = 8;

/**
 * Where the instructions of a program come from, in their order; empty when the object does not say. Reads the
 * `.BTF.ext` section.
 */
export function sourceLines(object: Uint8Array, program: string): SourceLine[] {
  const sections = elfSections(object);
  const types = sections.find(({ name }) => name === '.BTF');
  const extra = sections.find(({ name }) => name === '.BTF.ext');
  const symbol = elfSymbols(object, sections).find(({ name, kind }) => kind === 'function' && name === program);
  if (!types || !extra || !symbol) return [];
  const home = sections[symbol.section]?.name;
  const btf = new Btf(types.bytes);
  const { bytes } = extra;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 24 || view.getUint16(0, true) !== 0xeb9f) return [];
  const start = view.getUint32(4, true) + view.getUint32(16, true);
  const end = Math.min(start + view.getUint32(20, true), view.byteLength);
  const recordSize = view.getUint32(start, true);
  const lines: SourceLine[] = [];
  for (let at = start + 4; at + 8 <= end && recordSize >= 16; ) {
    const name = btf.stringAt(view.getUint32(at, true));
    const count = view.getUint32(at + 4, true);
    at += 8;
    for (let i = 0; i < count && at + recordSize <= end; i++, at += recordSize) {
      const offset = view.getUint32(at, true);
      if (name !== home || offset < symbol.value || offset >= symbol.value + symbol.size) continue;
      const place = view.getUint32(at + 12, true);
      lines.push({
        instruction: (offset - symbol.value) / instructionSize,
        file: btf.stringAt(view.getUint32(at + 4, true)),
        line: place >>> 10,
        column: place & 0x3ff,
        text: btf.stringAt(view.getUint32(at + 8, true)).trim(),
      });
    }
  }
  return lines;
}
