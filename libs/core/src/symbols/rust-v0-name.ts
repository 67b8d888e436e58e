import { decodePunycode } from './punycode.ts';

/** The name is none of Rust's. */
export class NotRust extends Error {}

/** A name in Rust's own scheme, read from left to right: its characters, numbers and identifiers. */
export class RustV0Name {
  /** Where the next character is. */
  at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  disambiguator(): number {
    return this.take('s') ? this.base62() + 1 : 0;
  }

  /** Crates' hashes exceed what is exact, but nobody reads them. */
  base62(): number {
    const digits = this.until('_');
    if (digits === '') return 0;
    let value = 0;
    for (const digit of digits) {
      const code = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(digit);
      value = value * 62 + code;
    }
    return value + 1;
  }

  identifier(): string {
    const encoded = this.take('u');
    let digits = '';
    while (/[0-9]/.test(this.peek())) {
      digits += this.next();
      if (digits === '0') break;
    }
    const length = Number(digits || 'NaN');
    this.take('_');
    if (!(length <= this.#text.length - this.at)) throw new NotRust();
    const text = this.#text.slice(this.at, this.at + length);
    this.at += length;
    if (!encoded) return text;
    const decoded = decodePunycode(text);
    if (decoded === undefined) throw new NotRust();
    return decoded;
  }

  until(end: string): string {
    const found = this.#text.indexOf(end, this.at);
    if (found < 0) throw new NotRust();
    const text = this.#text.slice(this.at, found);
    this.at = found + 1;
    return text;
  }

  peek(): string {
    return this.#text[this.at] ?? '';
  }

  next(): string {
    const character = this.#text[this.at++];
    if (character === undefined) throw new NotRust();
    return character;
  }

  take(character: string): boolean {
    if (this.#text[this.at] !== character) return false;
    this.at++;
    return true;
  }
}
