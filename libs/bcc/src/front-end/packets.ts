/** Where a member of a packet's header lies, counted from the header's first, most significant bit. */
export interface PacketField {
  bit: number;
  width: number;
}

/** The mark behind the body of a struct that describes a packet's header. */
export const packetMark = '__attribute__((packed)) /* packet: bpf_dext_pkt bpf_dins_pkt */';

const widths: [pattern: RegExp, bits: number][] = [
  [/\blong\b|\b(?:__)?[us]64\b|\b__be64\b|int64_t/, 64],
  [/\bshort\b|\b(?:__)?[us]16\b|\b__be16\b|int16_t/, 16],
  [/\bchar\b|\b(?:__)?[us]8\b|int8_t/, 8],
];

/** The packet headers a text declares, by tag. */
export function packetHeaders(text: string): Map<string, Map<string, PacketField>> {
  const headers = new Map<string, Map<string, PacketField>>();
  for (const [, tag = '', body = ''] of text.matchAll(
    /\bstruct\s+(\w+)\s*\{([^{}]*)\}\s*__attribute__\(\(packed\)\) \/\* packet:/g,
  )) {
    headers.set(tag, fieldsOf(body));
  }
  return headers;
}

function fieldsOf(body: string): Map<string, PacketField> {
  const fields = new Map<string, PacketField>();
  let bit = 0;
  for (const declaration of body.split(';')) {
    const [first = '', ...more] = declaration.split(',');
    const type = first.replace(/\w+\s*(?::\s*\d+)?\s*$/, '');
    const natural = widths.find(([pattern]) => pattern.test(type))?.[1] ?? 32;
    for (const declarator of [first, ...more]) {
      const [, name, width] = /(\w+)\s*(?::\s*(\d+))?\s*$/.exec(declarator.trim()) ?? [];
      if (name === undefined) continue;
      const bits = width === undefined ? natural : Number(width);
      fields.set(name, { bit, width: bits });
      bit += bits;
    }
  }
  return fields;
}
