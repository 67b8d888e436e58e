import type { TypeTable } from './scan-types.ts';

const enumKind = 6;
const enum64Kind = 19;

/** Where `strings` holds those names. One pass over the bytes, whatever the number of names. */
export function findStrings(strings: Buffer, names: ReadonlySet<string>): [offset: number, name: string][] {
  const byHash = new Map<number, string[]>();
  for (const name of names) {
    const bytes = Buffer.from(name, 'latin1');
    let hash = 0;
    for (const byte of bytes) hash = (Math.imul(hash, 31) + byte) | 0;
    const same = byHash.get(hash);
    if (same) same.push(name);
    else byHash.set(hash, [name]);
  }
  const found: [number, string][] = [];
  let hash = 0;
  let start = 0;
  for (let at = 0; at < strings.length; at++) {
    const byte = strings[at]!;
    if (byte !== 0) {
      hash = (Math.imul(hash, 31) + byte) | 0;
      continue;
    }
    const candidates = at > start ? byHash.get(hash) : undefined;
    if (candidates) {
      const text = strings.toString('latin1', start, at);
      if (candidates.includes(text)) found.push([start, text]);
    }
    hash = 0;
    start = at + 1;
  }
  return found;
}

/** The types that have one of the names at those string offsets, and the enums with a value of that name. */
export function* findNames(
  { words, offsets }: TypeTable,
  names: ReadonlyMap<number, string>,
): Generator<{ index: number; name: string; enumerator: boolean }> {
  for (let index = 0; index < offsets.length; index++) {
    const at = offsets[index]! >>> 2;
    const nameOffset = words[at]!;
    const name = nameOffset === 0 ? undefined : names.get(nameOffset);
    if (name !== undefined) yield { index, name, enumerator: false };
    const info = words[at + 1]!;
    const kind = (info >>> 24) & 0x1f;
    if (kind !== enumKind && kind !== enum64Kind) continue;
    const step = kind === enumKind ? 2 : 3;
    for (let value = 0; value < (info & 0xffff); value++) {
      const enumerator = names.get(words[at + 3 + value * step]!);
      if (enumerator !== undefined) yield { index, name: enumerator, enumerator: true };
    }
  }
}
