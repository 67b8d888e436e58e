import type { SymbolTable } from '@bcc-ts/native';

/** Symbols fetched at once: one call into the addon, and no more objects than that at a time. */
const chunk = 4096;

/** Kinds of symbols, as the addon numbers them. */
export const SymbolKind = { function: 0, indirect: 1, label: 2, data: 3 } as const;

/** One entry of a symbol table. */
export interface ListedSymbol {
  readonly name: string;
  readonly address: bigint;
  readonly size: number;
  readonly kind: number;
  readonly module: string | undefined;
}

/** All symbols of a table, by address. */
export function* listSymbols(table: SymbolTable): Generator<ListedSymbol> {
  for (let from = 0; from < table.length; from += chunk) {
    const part = table.slice(from, chunk);
    const names = part.names.split('\0');
    for (let i = 0; i < part.addresses.length; i++) {
      const module = part.modules[i]!;
      yield {
        name: names[i]!,
        address: part.addresses[i]!,
        size: part.sizes[i]!,
        kind: part.kinds[i]!,
        module: module ? part.moduleNames[module] : undefined,
      };
    }
  }
}
