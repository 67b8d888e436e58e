import type { ElfSection } from './elf.ts';
import type { Btf } from './reader.ts';
import { BtfError } from './types.ts';

const kinds = [
  'field offset',
  'field size',
  'field exists',
  'field signed',
  'field left shift',
  'field right shift',
  'local type id',
  'target type id',
  'type exists',
  'type size',
  'enumerator exists',
  'enumerator value',
  'type matches',
] as const;

export type CoreRelocationKind = (typeof kinds)[number];

/** A place in a program that the loader fills in from the running kernel's types. */
export interface CoreRelocation {
  /** Section of the program. */
  section: string;
  /** Index of the instruction in the section, in 8-byte units. */
  instruction: number;
  kind: CoreRelocationKind;
  /** Type in the object's BTF. */
  type: number;
  /** Indices from that type on, `0:3:1`; for enumerators the index of the value. */
  access: string;
}

const magic = 0xeb9f;
const sizeWithRelocations = 32;
const recordSize = 16;

/** The CO-RE relocations of an object, none if it has no `.BTF.ext`. @throws BtfError */
export function coreRelocations(sections: ElfSection[], btf: Btf): CoreRelocation[] {
  const bytes = sections.find(({ name }) => name === '.BTF.ext')?.bytes;
  if (!bytes) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number): number => {
    if (at + 4 > view.byteLength) throw new BtfError('.BTF.ext is cut short');
    return view.getUint32(at, true);
  };
  if (view.byteLength < 8 || view.getUint16(0, true) !== magic) throw new BtfError('.BTF.ext has no header');
  const header = word(4);
  if (header < sizeWithRelocations) return [];
  const start = header + word(24);
  const end = start + word(28);
  if (start === end) return [];
  const size = word(start);
  if (size < recordSize) throw new BtfError(`.BTF.ext has relocations of ${size} bytes`);

  const relocations: CoreRelocation[] = [];
  for (let at = start + 4; at < end; ) {
    const section = btf.stringAt(word(at));
    const count = word(at + 4);
    at += 8;
    for (let index = 0; index < count; index++, at += size) {
      const kind = kinds[word(at + 12)];
      if (!kind) throw new BtfError(`.BTF.ext has a relocation of unknown kind ${word(at + 12)}`);
      relocations.push({
        section,
        instruction: word(at) / 8,
        kind,
        type: word(at + 4),
        access: btf.stringAt(word(at + 8)),
      });
    }
  }
  return relocations;
}
