import { escapeText, isPlain } from './escape.ts';

/**
 * Text that another process controls: a command name, a path, an argument. It may hold any bytes except NUL, so it is
 * neither printed nor compared without saying how. Immutable, and independent of the record it was read from.
 */
export class Text {
  /** One character for each byte: the cheapest copy JavaScript can make, and printable as it is when it is ASCII. */
  readonly #latin1: string;
  /** Kept, because the same text is often shown many times. */
  #escaped: string | undefined;

  private constructor(latin1: string) {
    this.#latin1 = latin1;
  }

  /** From bytes up to the first NUL, or from a string as UTF-8. */
  static from(source: Uint8Array | string): Text {
    const bytes =
      typeof source === 'string' ? Buffer.from(source) : Buffer.from(source.buffer, source.byteOffset, source.length);
    return Text.read(bytes, 0, bytes.length);
  }

  /** From `buffer[start .. end)`, up to the first NUL. */
  static read(buffer: Buffer, start: number, end: number): Text {
    return new Text(buffer.toString('latin1', start, endOfText(buffer, start, end)));
  }

  /** The texts in `bytes`, each ended by a NUL, as in the arguments of a process. */
  static list(bytes: Uint8Array): Text[] {
    const buffer = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (buffer.length === 0) return [];
    const end = endOfText(buffer, 0, buffer.length);
    if (end >= buffer.length - 1) return [new Text(buffer.toString('latin1', 0, end))];
    const parts = buffer.toString('latin1').split('\0');
    if (parts.at(-1) === '') parts.pop();
    return parts.map((part) => new Text(part));
  }

  static join(parts: readonly Text[], separator: string): Text {
    return new Text(parts.map((part) => part.#latin1).join(separator));
  }

  /** The bytes themselves. */
  get bytes(): Buffer {
    return Buffer.from(this.#latin1, 'latin1');
  }

  /** Number of bytes. */
  get length(): number {
    return this.#latin1.length;
  }

  /** True when the bytes are well-formed UTF-8, so that `toString()` loses nothing. */
  get isUtf8(): boolean {
    return isPlain(this.#latin1) || Buffer.from(this.toString()).equals(this.bytes);
  }

  /** Whether it is `bytes[start .. end)`. */
  is(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start !== this.#latin1.length) return false;
    for (let i = start; i < end; i++) if (bytes[i] !== this.#latin1.charCodeAt(i - start)) return false;
    return true;
  }

  equals(other: Text | string): boolean {
    return typeof other === 'string' ? this.toString() === other : this.#latin1 === other.#latin1;
  }

  /** As UTF-8, with U+FFFD for what is not. For comparisons and patterns; not for a terminal. */
  toString(): string {
    return isPlain(this.#latin1) ? this.#latin1 : this.bytes.toString('utf8');
  }

  /** Printable, on one line, and reversible: see {@link escapeText}. */
  escaped(): string {
    this.#escaped ??= isPlain(this.#latin1) ? this.#latin1 : escapeText(this.bytes);
    return this.#escaped;
  }

  /** As a JSON value: a string where that loses nothing, otherwise with the bytes in base64 beside it. */
  json(): string | { text: string; base64: string } {
    const text = this.toString();
    return this.isUtf8 ? text : { text, base64: this.bytes.toString('base64') };
  }

  toJSON(): string | { text: string; base64: string } {
    return this.json();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Text '${this.escaped()}'`;
  }
}

/** Where the first NUL of `bytes[start .. end)` is, or `end`. */
function endOfText(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== 0) at++;
  return at;
}
