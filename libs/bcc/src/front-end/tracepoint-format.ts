/** A field of a tracepoint's record, as its `format` file in tracefs describes it. */
export interface FormatField {
  name: string;
  /** C type without the name; for arrays that of an element. */
  type: string;
  /** Elements of an array; undefined for a single value. */
  length?: number;
  offset: number;
  size: number;
  signed: boolean;
  /** The record holds `length << 16 | offset` of data that follows it: from its start, or from the field's end. */
  location?: 'record' | 'field';
}

export interface EventFormat {
  name: string;
  fields: FormatField[];
}

const maximumFields = 512;
const maximumOffset = 65536;

/** Reads a `format` file. Lines it does not understand are left out; the common fields too. */
export function parseFormat(text: string): EventFormat {
  const format: EventFormat = { name: /^name: *(\S+)/m.exec(text)?.[1] ?? '', fields: [] };
  for (const line of text.split('\n')) {
    const match = /^\s*field:([^;]+);\s*offset:(\d+);\s*size:(\d+);(?:\s*signed:(\d);)?/.exec(line);
    if (!match || format.fields.length >= maximumFields) continue;
    const [, declaration = '', offset, size, signed] = match;
    const place = { offset: Number(offset), size: Number(size), signed: signed === '1' };
    if (place.offset > maximumOffset || place.size > maximumOffset) continue;
    const field = parseDeclaration(declaration.trim(), place);
    if (field && !field.name.startsWith('common_')) format.fields.push(field);
  }
  return format;
}

function parseDeclaration(
  declaration: string,
  place: { offset: number; size: number; signed: boolean },
): FormatField | undefined {
  const located = /^(__data_loc|__rel_loc)\s+(.*?)\s*([A-Za-z_]\w*)$/.exec(declaration);
  if (located) {
    const [, kind, type = '', name = ''] = located;
    const element = type.replace(/\[\]$/, '').trim();
    return { name, type: element, ...place, location: kind === '__data_loc' ? 'record' : 'field' };
  }
  const array = /^(.*?)\s*([A-Za-z_]\w*)\s*\[([^\]]*)\]((?:\s*\[[^\]]*\])*)$/.exec(declaration);
  if (array) {
    const [, type = '', name = '', bound = '', more] = array;
    const bounds = [bound, ...(more?.match(/[^[\]\s]+/g) ?? [])].map(Number);
    const product = bounds.reduce((all, one) => all * one, 1);
    const length = Number.isInteger(product) && product > 0 ? product : place.size;
    return { name, type: type.trim(), length, ...place };
  }
  const plain = /^(.*?[\s*])([A-Za-z_]\w*)$/.exec(declaration);
  if (!plain) return undefined;
  return { name: plain[2]!, type: plain[1]!.trim(), ...place };
}
