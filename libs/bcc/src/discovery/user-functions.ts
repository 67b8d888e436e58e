import { Binary } from '@bcc-ts/core';
import { type NamePattern, wholeName } from './patterns.ts';
import { resolveBinary } from './programs.ts';

/** A function of a program or library. */
export interface UserFunction {
  name: string;
  /** As the file is linked. */
  address: bigint;
  /** In the file, where a probe goes. */
  offset: number;
}

/** The functions of a binary whose whole name matches. A function may have several names. */
export function getUserFunctionsAndAddresses(name: string, pattern: NamePattern): UserFunction[] {
  const matches = wholeName(pattern);
  using binary = Binary.open(resolveBinary(name));
  const found: UserFunction[] = [];
  for (const { name: symbol, offset } of binary.functions()) {
    if (!matches(symbol)) continue;
    found.push({ name: symbol, address: binary.elf.addressAt(offset) ?? offset, offset: Number(offset) });
  }
  return found;
}

/** Names, each once. */
export function getUserFunctions(name: string, pattern: NamePattern): string[] {
  return [...new Set(getUserFunctionsAndAddresses(name, pattern).map((found) => found.name))].sort();
}

/** Addresses, each once: the safe way to tell functions apart. */
export function getUserAddresses(name: string, pattern: NamePattern): bigint[] {
  return [...new Set(getUserFunctionsAndAddresses(name, pattern).map(({ address }) => address))].sort((a, b) =>
    a < b ? -1 : 1,
  );
}
