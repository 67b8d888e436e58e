/** A token of C, by its place in the text. Comments and white space are no tokens. */
export interface Token {
  kind: 'identifier' | 'number' | 'string' | 'character' | 'punctuator' | 'directive';
  text: string;
  start: number;
  end: number;
}

const operators = new Set(
  '-> ++ -- << >> <= >= == != && || += -= *= /= %= &= |= ^= ## <<= >>= ...'.split(' ').flatMap((text) => [text]),
);

const isSpace = (code: number) => code === 32 || (code >= 9 && code <= 13);
const isDigit = (code: number) => code >= 48 && code <= 57;
const isWord = (code: number) =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  code === 95 ||
  code === 36 ||
  isDigit(code) ||
  code > 127;

/**
 * Splits C into tokens. Never fails: what C does not know becomes a one-character punctuator, a literal without its
 * closing quote ends with the line. A preprocessor line is one token. Time is linear in the text.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const { length } = text;
  let at = 0;
  let lineStart = true;
  const push = (kind: Token['kind'], end: number) => {
    tokens.push({ kind, text: text.slice(at, end), start: at, end });
    at = end;
    lineStart = false;
  };
  while (at < length) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      if (code === 10) lineStart = true;
      at++;
    } else if (code === 92 && (text[at + 1] === '\n' || text.startsWith('\r\n', at + 1))) {
      at += 2;
    } else if (text.startsWith('//', at)) {
      at = lineEnd(text, at);
    } else if (text.startsWith('/*', at)) {
      const close = text.indexOf('*/', at + 2);
      at = close < 0 ? length : close + 2;
    } else if (code === 35 && lineStart) {
      push('directive', lineEnd(text, at));
    } else if (code === 34 || code === 39) {
      push(code === 34 ? 'string' : 'character', literalEnd(text, at, code));
    } else if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(at + 1)))) {
      push('number', numberEnd(text, at));
    } else if (isWord(code)) {
      let end = at + 1;
      while (end < length && isWord(text.charCodeAt(end))) end++;
      push('identifier', end);
    } else {
      const three = text.slice(at, at + 3);
      const size = operators.has(three) ? 3 : operators.has(three.slice(0, 2)) ? 2 : 1;
      push('punctuator', at + size);
    }
  }
  return tokens;
}

/** End of a line that may continue after a backslash. */
function lineEnd(text: string, from: number): number {
  for (let at = from; ; ) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    const before = text[end - 1] === '\r' ? end - 2 : end - 1;
    if (text[before] !== '\\' || before < from) return end;
    at = end + 1;
  }
}

function literalEnd(text: string, from: number, quote: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === 10) return at;
    if (code === 92) at++;
  }
  return text.length;
}

function numberEnd(text: string, from: number): number {
  let at = from + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isWord(code) || code === 46) continue;
    if ((code === 43 || code === 45) && /[eEpP]/.test(text[at - 1]!) && !/^0[xX]/.test(text.slice(from, from + 2)))
      continue;
    break;
  }
  return at;
}
