export { ElfError, type ElfSection, type ElfSymbol, elfSection, elfSections, elfSymbols } from './elf.ts';
export { type EmitOptions, type EmittedTypes, emitTypes } from './emit-types.ts';
export { imageLayout, objectBtf, programNames } from './image-layout.ts';
export type { Field, Layout, TypeLayout } from './layout.ts';
export { layoutOf, structLayoutOf } from './layout-of.ts';
export { Btf } from './reader.ts';
export { emptySelection, type Mentions, type Selection, selectTypes, taggedType } from './select-types.ts';
export { BtfError, type BtfKind, type BtfType, type CompositeType, type EnumType, type Member } from './types.ts';
