import { isText, type TextLike } from './cell.ts';

/** What a JSON field may hold. `undefined` becomes `null`. */
export type JsonValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | TextLike
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * One JSON object, on one line.
 *
 * - It is safe to show: a character that would move the cursor or turn the line becomes `\uXXXX`, as JSON allows.
 * - Integers above 2^53 become decimal strings, as a reader's floating point would change them.
 * - `Text` becomes a string. When its bytes are not UTF-8, the string has U+FFFD in their place, and a second field
 *   `<key>_b64` (or an array of them) holds the exact bytes. A lone surrogate never appears.
 */
export function jsonObject(fields: Iterable<readonly [key: string, value: JsonValue]>): string {
  let text = '{';
  for (const [key, value] of fields) text += jsonFieldWriter(key, text.length > 1)(value);
  return `${text}}`;
}

/** Writes `"key":value`, with a comma before it when it `follows`, and its `_b64` sibling where one is needed. */
export function jsonFieldWriter(key: string, follows: boolean): (value: JsonValue) => string {
  const name = `${follows ? ',' : ''}${quoted(key)}:`;
  const bytesName = `,${quoted(`${key}_b64`)}:`;
  return (value) => {
    const field = name + jsonValue(value);
    return hasInvalidText(value) ? field + bytesName + jsonBytes(value) : field;
  };
}

function jsonValue(value: JsonValue): string {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? integerSafe(value) : 'null';
    case 'bigint':
      return value >= -MAX_EXACT && value <= MAX_EXACT ? String(value) : `"${value}"`;
    case 'string':
      return quoted(value);
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      if (value === null || value === undefined) return 'null';
      if (isText(value)) return quoted(value.toString());
      if (Array.isArray(value)) return `[${value.map(jsonValue).join(',')}]`;
      return jsonObject(Object.entries(value as { [key: string]: JsonValue }));
  }
}

const MAX_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

function integerSafe(value: number): string {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? `"${BigInt(value)}"` : String(value);
}

/** Printable ASCII that JSON takes as it is. */
const literal = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

function quoted(text: string): string {
  if (literal.test(text)) return `"${text}"`;
  // What JSON would let through although it does something to a terminal: C1 controls, what turns or breaks lines. Here,
  // because V8 goes through all of Unicode to understand the expression, and most runs never need it.
  const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
  return JSON.stringify(text.isWellFormed() ? text : text.toWellFormed()).replace(unprintable, escapeUnits);
}

/** Two escapes where UTF-16 needs two units. */
function escapeUnits(character: string): string {
  return character.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Arrays share one sibling, so that both arrays have the same indexes; objects carry their siblings inside. */
function hasInvalidText(value: JsonValue): boolean {
  if (typeof value !== 'object') return false;
  if (isText(value)) {
    const text = value.toString();
    return text.includes('\ufffd') && !Buffer.from(text).equals(value.bytes);
  }
  return Array.isArray(value) && value.some(hasInvalidText);
}

function jsonBytes(value: JsonValue): string {
  if (isText(value)) return `"${Buffer.from(value.bytes).toString('base64')}"`;
  if (Array.isArray(value)) return `[${value.map(jsonBytes).join(',')}]`;
  return 'null';
}
