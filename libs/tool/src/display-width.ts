const ASCII = /^[\x20-\x7e]*$/;
const SOFT_HYPHEN = '\u00ad';

/** The number of terminal columns a printable text takes. */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The longest beginning of `text` that fits into `columns`. */
export function cutToWidth(text: string, columns: number): string {
  if (ASCII.test(text)) return text.slice(0, columns);
  let width = 0;
  let end = 0;
  for (const character of text) {
    width += characterWidth(character);
    if (width > columns) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** Fills up with blanks to `columns`; a longer text stays as it is. */
export function padToWidth(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  if (columns === 0) return text;
  const missing = columns - displayWidth(text);
  if (missing <= 0) return text;
  return align === 'left' ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}

function characterWidth(character: string): number {
  if (character <= '\u007e') return 1;
  if (isZeroWidth(character)) return character === SOFT_HYPHEN ? 1 : 0;
  return isWide(character) ? 2 : 1;
}

// The expressions are in functions, because V8 goes through all of Unicode to understand them, and most runs show ASCII.

function isZeroWidth(character: string): boolean {
  return /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]/u.test(character);
}

/**
 * East Asian wide and full-width characters, and emoji that are pictures without a variation selector; not the letters
 * of flags, which are shown side by side, one column each: a pair makes a flag two columns wide.
 */
function isWide(character: string): boolean {
  const wide =
    /[\u1100-\u115f\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\u3247\u3250-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18fff}\u{1aff0}-\u{1b2fb}\u{1d300}-\u{1d376}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;
  return wide.test(character) && !/[\u{1f1e6}-\u{1f1ff}]/u.test(character);
}
