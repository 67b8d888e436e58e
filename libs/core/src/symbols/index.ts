export { Binary, type BinaryFunction } from './binary.ts';
export { demangle } from './demangle.ts';
export { ElfFile, type LoadSegment, type SectionHeader } from './elf-file.ts';
export { findLibrary } from './find-library.ts';
export { type KernelFunction, type KernelSymbolFiles, KernelSymbols } from './kernel-symbols.ts';
export type { SymbolAt } from './symbol-at.ts';
export type { UsdtArgument } from './usdt-arguments.ts';
export type { UsdtLocation, UsdtProbe } from './usdt-notes.ts';
export { UserSymbols, type UserSymbolsOptions } from './user-symbols.ts';
