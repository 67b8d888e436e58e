/** Bytes that another process controls: `Text` of the core library. */
export interface TextLike {
  readonly bytes: Uint8Array;
  /** Lossy UTF-8. */
  toString(): string;
  /** Printable, reversible form. */
  escaped(): string;
}

/** What a column shows. `undefined` is an unknown value: empty in text, `null` in JSON. */
export type Cell = string | number | bigint | boolean | TextLike | undefined;

export function isText(value: unknown): value is TextLike {
  return typeof value === 'object' && value !== null && 'escaped' in value && 'bytes' in value;
}

const PRINTABLE = /^[\x20-\x7e]*$/;

/**
 * Makes a string safe for a terminal: every character that could move the cursor or reorder the line becomes `\xNN` or
 * `\u{NNNN}`. Backslashes stay, so a text that is escaped already does not change.
 */
export function printable(text: string): string {
  if (PRINTABLE.test(text)) return text;
  // Here, because V8 goes through all of Unicode to understand the expression, and most runs never need it.
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) as number;
    if (code === 0x0a) return '\\n';
    if (code === 0x09) return '\\t';
    return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** A cell as text for a terminal. `decimals` applies to numbers. */
export function cellText(cell: Cell, decimals?: number): string {
  switch (typeof cell) {
    case 'string':
      return printable(cell);
    case 'number':
      return decimals === undefined ? String(cell) : cell.toFixed(decimals);
    case 'undefined':
      return '';
    case 'object':
      return cell.escaped();
    default:
      return String(cell);
  }
}

/** Numbers by size, everything else by its text. */
export function compareCells(a: Cell, b: Cell): number {
  if ((typeof a === 'number' || typeof a === 'bigint') && (typeof b === 'number' || typeof b === 'bigint')) {
    return a < b ? -1 : a > b ? 1 : 0;
  }
  const [left, right] = [cellText(a ?? undefined), cellText(b ?? undefined)];
  return left < right ? -1 : left > right ? 1 : 0;
}
