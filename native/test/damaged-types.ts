/** Ways to damage type information (BTF), each with a word for it. */

export interface Damaged {
  how: string;
  bytes: Buffer;
}

/** Where the heads of types begin, for BTF that is in order. */
function heads(types: Buffer): number[] {
  const [header, offset, length] = [types.readUInt32LE(4), types.readUInt32LE(8), types.readUInt32LE(12)];
  const found: number[] = [];
  for (let at = header + offset; at < header + offset + length; ) {
    found.push(at);
    const info = types.readUInt32LE(at + 4);
    const [kind, elements] = [(info >>> 24) & 31, info & 0xffff];
    const words = { 1: 1, 3: 3, 14: 1, 17: 1 }[kind] ?? 0;
    const perElement = { 4: 3, 5: 3, 6: 2, 13: 2, 15: 3, 19: 3 }[kind] ?? 0;
    at += 12 + 4 * (words + perElement * elements);
  }
  return found;
}

function* header(types: Buffer): Generator<Damaged> {
  const fields = ['magic', 'header length', 'type offset', 'type length', 'string offset', 'string length'];
  for (const [index, field] of fields.entries()) {
    for (const value of [0, 1, 2, 0x7fffffff, 0xffffffff, types.length, types.length - 1]) {
      const bytes = Buffer.from(types);
      bytes.writeUInt32LE(value, index * 4);
      yield { how: `${field} ${value}`, bytes };
    }
  }
}

function* truncated(types: Buffer): Generator<Damaged> {
  for (let length = 0; length < types.length; length += 1 + (length >> 4)) {
    yield { how: `cut to ${length} bytes`, bytes: types.subarray(0, length) };
  }
}

/** The head of each type in turn with one thing wrong. */
function* eachType(types: Buffer): Generator<Damaged> {
  const all = heads(types);
  for (const [index, at] of all.entries()) {
    const info = types.readUInt32LE(at + 4);
    const changes: [how: string, word: number, value: number][] = [
      ['a name beyond the names', 0, 0x7fffff00],
      ['a name at the end of the names', 0, types.readUInt32LE(20) - 1],
      ['an unknown kind', 1, (info & ~0x1f000000) | 0x1f000000],
      ['no kind', 1, info & ~0x1f000000],
      ['65535 elements', 1, info | 0xffff],
      ['no elements', 1, info & ~0xffff],
      ['a type beyond the types', 2, 0x7fffffff],
      ['the first type there is not', 2, all.length + 1],
    ];
    for (const [how, word, value] of changes) {
      const bytes = Buffer.from(types);
      bytes.writeUInt32LE(value >>> 0, at + word * 4);
      yield { how: `type ${index + 1}: ${how}`, bytes };
    }
  }
}

/** What follows heads: members, parameters, elements of arrays. */
function* eachWord(types: Buffer): Generator<Damaged> {
  const known = new Set(heads(types).flatMap((at) => [at, at + 4, at + 8]));
  const begin = types.readUInt32LE(4) + types.readUInt32LE(8);
  for (let at = begin; at < begin + types.readUInt32LE(12); at += 4) {
    if (known.has(at)) continue;
    const bytes = Buffer.from(types);
    bytes.writeUInt32LE(0x7ffffff0, at);
    yield { how: `the word at ${at}`, bytes };
  }
}

/** Everything of the above. What turns types into circles is left out: libbpf itself follows those without end. */
export function* damagedTypes(types: Buffer): Generator<Damaged> {
  yield* header(types);
  yield* truncated(types);
  yield* eachType(types);
  yield* eachWord(types);
}
