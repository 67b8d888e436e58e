export { ElfError, type ElfSection, type ElfSymbol, elfSection, elfSections, elfSymbols } from './elf.ts';
export { imageLayout, programNames } from './image-layout.ts';
export type { Field, Layout, TypeLayout } from './layout.ts';
export { layoutOf, structLayoutOf } from './layout-of.ts';
export { Btf } from './reader.ts';
export { BtfError, type BtfKind, type BtfType, type CompositeType, type EnumType, type Member } from './types.ts';
