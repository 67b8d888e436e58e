import type { ImageLayout } from '../program-image.ts';
import { type ElfSection, type ElfSymbol, elfSections, elfSymbols } from './elf.ts';
import type { Layout } from './layout.ts';
import { layoutOf } from './layout-of.ts';
import { mapLayouts } from './map-layouts.ts';
import { Btf } from './reader.ts';
import { BtfError } from './types.ts';

/**
 * Reads from a compiled BPF object what user space must know about it: maps with their key and value types, and the
 * global variables with their places.
 *
 * @throws ElfError, BtfError
 */
export function imageLayout(object: Uint8Array): ImageLayout {
  const sections = elfSections(object);
  const symbols = elfSymbols(object, sections);
  const btf = objectBtf(sections);
  return {
    rodata: variables(btf, '.rodata', sections, symbols),
    bss: variables(btf, '.bss', sections, symbols),
    data: variables(btf, '.data', sections, symbols),
    maps: mapLayouts(btf),
  };
}

/** Names of the programs of an object: the global functions outside of `.text`, which holds subprograms. */
export function programNames(object: Uint8Array): string[] {
  const sections = elfSections(object);
  return elfSymbols(object, sections)
    .filter(
      ({ kind, global, section }) =>
        kind === 'function' && global && !['', '.text'].includes(sections[section]?.name ?? ''),
    )
    .map(({ name }) => name)
    .sort();
}

/** The types an object carries. @throws BtfError when it was compiled without `-g`. */
export function objectBtf(sections: ElfSection[]): Btf {
  const section = sections.find(({ name }) => name === '.BTF');
  if (!section) throw new BtfError('the object has no .BTF section (compile it with -g)');
  return new Btf(section.bytes);
}

function variables(btf: Btf, name: string, sections: ElfSection[], symbols: ElfSymbol[]): Layout {
  const section = sections.find((candidate) => candidate.name === name);
  const layout: Layout = { kind: 'struct', size: section?.size ?? 0, name, fields: [] };
  const recorded = btf.find(name, 'section');
  if (!section || !recorded) return layout;
  for (const { variable, offset } of recorded.variables) {
    const type = btf.type(variable);
    if (type.kind !== 'variable') throw new BtfError(`type ${variable} in ${name} is no variable but ${type.kind}`);
    const symbol = symbols.find((candidate) => candidate.section === section.index && candidate.name === type.name);
    layout.fields.push({ name: type.name, offset: symbol?.value ?? offset, type: layoutOf(btf, type.target) });
  }
  layout.fields.sort((a, b) => a.offset - b.offset);
  return layout;
}
