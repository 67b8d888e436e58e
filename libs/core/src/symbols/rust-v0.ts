import { decodePunycode } from './punycode.ts';

/** Longest readable name, deepest nesting: back references let a short name stand for an endless one. */
const maximumLength = 8192;
const maximumDepth = 200;

/**
 * The path behind a name in Rust's own scheme (`_R…`), as in `core::iter::map::<u8>`; undefined when it is none. Crate
 * hashes and disambiguators are left out.
 */
export function demangleRustV0(name: string): string | undefined {
  const match = /^_?_R(\d*[A-Z][0-9A-Za-z_]*)/.exec(name);
  if (!match || /^\d/.test(match[1]!)) return undefined;
  try {
    const reader = new Reader(match[1]!);
    reader.path(true);
    return reader.text;
  } catch (error) {
    if (error instanceof NotRust) return undefined;
    throw error;
  }
}

class NotRust extends Error {}

const basicTypes: Record<string, string> = {
  a: 'i8',
  b: 'bool',
  c: 'char',
  d: 'f64',
  e: 'str',
  f: 'f32',
  h: 'u8',
  i: 'isize',
  j: 'usize',
  l: 'i32',
  m: 'u32',
  n: 'i128',
  o: 'u128',
  p: '_',
  s: 'i16',
  t: 'u16',
  u: '()',
  v: '...',
  x: 'i64',
  y: 'u64',
  z: '!',
};

/** Reads the name from left to right and writes its text. */
class Reader {
  text = '';
  readonly #name: string;
  #at = 0;
  #depth = 0;
  #lifetimes = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** `inValue`: where generic arguments need `::` before them. */
  path(inValue: boolean): void {
    this.#nested(() => {
      const tag = this.#next();
      switch (tag) {
        case 'C':
          this.#disambiguator();
          this.#write(this.#identifier());
          return;
        case 'N': {
          const space = this.#next();
          this.path(inValue);
          const index = this.#disambiguator();
          const name = this.#identifier();
          if (/[A-Z]/.test(space)) {
            const kind = space === 'C' ? 'closure' : space === 'S' ? 'shim' : space;
            this.#write(`::{${kind}${name ? `:${name}` : ''}#${index}}`);
          } else if (name) this.#write(`::${name}`);
          return;
        }
        case 'M':
          this.#disambiguator();
          this.#silently(() => this.path(false));
          this.#write('<');
          this.#type();
          this.#write('>');
          return;
        case 'X':
          this.#disambiguator();
          this.#silently(() => this.path(false));
          this.#typeAsTrait();
          return;
        case 'Y':
          this.#typeAsTrait();
          return;
        case 'I':
          this.path(inValue);
          this.#write(inValue ? '::<' : '<');
          this.#list(() => this.#genericArgument());
          this.#write('>');
          return;
        case 'B':
          this.#backReference(() => this.path(inValue));
          return;
        default:
          throw new NotRust();
      }
    });
  }

  #typeAsTrait(): void {
    this.#write('<');
    this.#type();
    this.#write(' as ');
    this.path(false);
    this.#write('>');
  }

  #genericArgument(): void {
    if (this.#take('L')) this.#lifetime(this.#base62());
    else if (this.#take('K')) this.#constant();
    else this.#type();
  }

  #type(): void {
    this.#nested(() => {
      const tag = this.#next();
      const basic = basicTypes[tag];
      if (basic) return this.#write(basic);
      switch (tag) {
        case 'A':
          this.#write('[');
          this.#type();
          this.#write('; ');
          this.#constant();
          return this.#write(']');
        case 'S':
          this.#write('[');
          this.#type();
          return this.#write(']');
        case 'T': {
          this.#write('(');
          const count = this.#list(() => this.#type());
          return this.#write(count === 1 ? ',)' : ')');
        }
        case 'R':
        case 'Q':
          this.#write('&');
          if (this.#take('L')) {
            const lifetime = this.#base62();
            if (lifetime) {
              this.#lifetime(lifetime);
              this.#write(' ');
            }
          }
          if (tag === 'Q') this.#write('mut ');
          return this.#type();
        case 'P':
          this.#write('*const ');
          return this.#type();
        case 'O':
          this.#write('*mut ');
          return this.#type();
        case 'F':
          return this.#binder(() => this.#functionType());
        case 'D':
          this.#write('dyn ');
          this.#binder(() => this.#list(() => this.#dynTrait(), ' + '));
          if (!this.#take('L')) throw new NotRust();
          return this.#dynLifetime(this.#base62());
        case 'B':
          return this.#backReference(() => this.#type());
        default:
          this.#at--;
          return this.path(false);
      }
    });
  }

  #functionType(): void {
    if (this.#take('U')) this.#write('unsafe ');
    if (this.#take('K')) {
      const abi = this.#take('C') ? 'C' : this.#identifier().replaceAll('_', '-');
      this.#write(`extern "${abi}" `);
    }
    this.#write('fn(');
    this.#list(() => this.#type());
    this.#write(')');
    if (this.#take('u')) return;
    this.#write(' -> ');
    this.#type();
  }

  #dynTrait(): void {
    this.path(false);
    let open = this.text.endsWith('>');
    if (open && this.#peek() === 'p') this.text = this.text.slice(0, -1);
    else open = false;
    while (this.#take('p')) {
      this.#write(open ? ', ' : '<');
      open = true;
      this.#write(`${this.#identifier()} = `);
      this.#type();
    }
    if (open) this.#write('>');
  }

  #dynLifetime(lifetime: number): void {
    if (!lifetime) return;
    this.#write(' + ');
    this.#lifetime(lifetime);
  }

  #constant(): void {
    this.#nested(() => {
      if (this.#take('B')) return this.#backReference(() => this.#constant());
      const type = this.#next();
      if (type === 'p') return this.#write('_');
      if (!/[a-jl-oxystbc]/.test(type)) throw new NotRust();
      const negative = this.#take('n');
      const digits = this.#until('_');
      if (!/^[0-9a-f]*$/.test(digits) || digits.length > 32) throw new NotRust();
      const value = BigInt(`0x${digits || '0'}`);
      if (type === 'b') return this.#write(value === 1n ? 'true' : 'false');
      if (type === 'c') return this.#write(value <= 0x10ffffn ? `'${String.fromCodePoint(Number(value))}'` : '?');
      this.#write(`${negative ? '-' : ''}${value}`);
    });
  }

  #binder(read: () => void): void {
    const added = this.#take('G') ? this.#base62() + 1 : 0;
    if (added > 64) throw new NotRust();
    if (added) {
      this.#write('for<');
      for (let i = 0; i < added; i++) {
        if (i) this.#write(', ');
        this.#lifetimes++;
        this.#lifetime(1);
      }
      this.#write('> ');
    }
    read();
    this.#lifetimes -= added;
  }

  #lifetime(index: number): void {
    if (index === 0) {
      this.#write("'_");
      return;
    }
    const depth = this.#lifetimes - index;
    if (depth < 0) throw new NotRust();
    this.#write(depth < 26 ? `'${String.fromCharCode(97 + depth)}` : `'_${depth}`);
  }

  #list(read: () => void, separator = ', '): number {
    let count = 0;
    for (; !this.#take('E'); count++) {
      if (count) this.#write(separator);
      read();
    }
    return count;
  }

  #backReference(read: () => void): void {
    const from = this.#at - 1;
    const target = this.#base62();
    if (target >= from) throw new NotRust();
    const back = this.#at;
    this.#at = target;
    read();
    this.#at = back;
  }

  #silently(read: () => void): void {
    const kept = this.text;
    read();
    this.text = kept;
  }

  #disambiguator(): number {
    return this.#take('s') ? this.#base62() + 1 : 0;
  }

  /** Crates' hashes exceed what is exact, but nobody reads them. */
  #base62(): number {
    const digits = this.#until('_');
    if (digits === '') return 0;
    let value = 0;
    for (const digit of digits) {
      const code = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(digit);
      value = value * 62 + code;
    }
    return value + 1;
  }

  #identifier(): string {
    const encoded = this.#take('u');
    let digits = '';
    while (/[0-9]/.test(this.#peek())) {
      digits += this.#next();
      if (digits === '0') break;
    }
    const length = Number(digits || 'NaN');
    this.#take('_');
    if (!(length <= this.#name.length - this.#at)) throw new NotRust();
    const text = this.#name.slice(this.#at, this.#at + length);
    this.#at += length;
    if (!encoded) return text;
    const decoded = decodePunycode(text);
    if (decoded === undefined) throw new NotRust();
    return decoded;
  }

  #until(end: string): string {
    const found = this.#name.indexOf(end, this.#at);
    if (found < 0) throw new NotRust();
    const text = this.#name.slice(this.#at, found);
    this.#at = found + 1;
    return text;
  }

  #peek(): string {
    return this.#name[this.#at] ?? '';
  }

  #next(): string {
    const character = this.#name[this.#at++];
    if (character === undefined) throw new NotRust();
    return character;
  }

  #take(character: string): boolean {
    if (this.#name[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #write(text: string): void {
    this.text += text;
    if (this.text.length > maximumLength) throw new NotRust();
  }

  #steps = 0;

  #nested(read: () => void): void {
    if (++this.#depth > maximumDepth || ++this.#steps > maximumLength) throw new NotRust();
    read();
    this.#depth--;
  }
}
