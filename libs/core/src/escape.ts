/** What is kept as it is: graphic ASCII without the backslash. */
const plain = /^[\x20-\x5b\x5d-\x7e]*$/;

const named: Record<string, string> = { '\n': '\\n', '\t': '\\t', '\\': '\\\\' };

/** True for text that {@link escapeText} leaves alone. Works on Latin-1 strings of bytes too. */
export function isPlain(text: string): boolean {
  return plain.test(text);
}

/**
 * Makes text harmless for a terminal and for a line-based reader, so that {@link unescapeText} gives the same bytes again.
 *
 * Printable characters stay. Line feed, tab and backslash become `\n`, `\t` and `\\`; other controls and bytes that are
 * not UTF-8 become `\xNN`; other unprintable characters become `\u{NNNN}`.
 */
export function escapeText(text: string | Uint8Array): string {
  if (typeof text === 'string') return isPlain(text) ? text : Array.from(text, escapeCharacter).join('');
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  const latin1 = bytes.toString('latin1');
  return isPlain(latin1) ? latin1 : escapeBytes(bytes);
}

function escapeBytes(bytes: Uint8Array): string {
  let result = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      result += hex(bytes[at++]!);
      continue;
    }
    result += escapeCharacter(String.fromCodePoint(codePoint(bytes, at, length)));
    at += length;
  }
  return result;
}

/**
 * Controls, format characters (bidirectional ones among them), unassigned ones, surrogates, line separators. In a
 * function, because V8 goes through all of Unicode to understand the expression, and most runs never need it.
 */
function isUnprintable(character: string): boolean {
  return /[\p{Other}\p{Zl}\p{Zp}]/u.test(character);
}

function escapeCharacter(character: string): string {
  const short = named[character];
  if (short) return short;
  if (!isUnprintable(character)) return character;
  const code = character.codePointAt(0)!;
  return code < 0x80 ? hex(code) : `\\u{${code.toString(16)}}`;
}

function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

/** Length of the well-formed UTF-8 sequence at `at`, or 0: no overlong forms, no surrogates, nothing above U+10FFFF. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  if (at + length > bytes.length) return 0;
  for (let i = 1; i < length; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1]!;
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  if (first === 0xf4 && second > 0x8f) return 0;
  return length;
}

function codePoint(bytes: Uint8Array, at: number, length: number): number {
  if (length === 1) return bytes[at]!;
  let code = bytes[at]! & (0x7f >> length);
  for (let i = 1; i < length; i++) code = (code << 6) | (bytes[at + i]! & 0x3f);
  return code;
}

const sequence = /\\(?:(n)|(t)|(\\)|x([0-9a-f]{2})|u\{([0-9a-f]{1,6})\})|[^\\]+/gy;

/** The bytes an {@link escapeText}d text stands for. @throws SyntaxError for text that `escapeText` does not produce. */
export function unescapeText(text: string): Buffer {
  const parts: Buffer[] = [];
  let end = 0;
  sequence.lastIndex = 0;
  for (let match = sequence.exec(text); match; match = sequence.exec(text)) {
    end = sequence.lastIndex;
    parts.push(unescapePart(match));
  }
  if (end !== text.length) throw new SyntaxError(`not an escape sequence: ${text.slice(end, end + 12)}`);
  return Buffer.concat(parts);
}

function unescapePart(match: RegExpExecArray): Buffer {
  const [whole, newline, tab, backslash, byte, code] = match;
  if (newline) return Buffer.from('\n');
  if (tab) return Buffer.from('\t');
  if (backslash) return Buffer.from('\\');
  if (byte) return Buffer.from([Number.parseInt(byte, 16)]);
  if (code) return Buffer.from(String.fromCodePoint(Number.parseInt(code, 16)));
  return Buffer.from(whole);
}
