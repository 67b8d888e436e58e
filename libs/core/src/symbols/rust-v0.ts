import { NotRust, RustV0Name } from './rust-v0-name.ts';

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
  readonly #name: RustV0Name;
  #depth = 0;
  #lifetimes = 0;

  constructor(name: string) {
    this.#name = new RustV0Name(name);
  }

  /** `inValue`: where generic arguments need `::` before them. */
  path(inValue: boolean): void {
    this.#nested(() => {
      const tag = this.#name.next();
      switch (tag) {
        case 'C':
          this.#name.disambiguator();
          this.#write(this.#name.identifier());
          return;
        case 'N': {
          const space = this.#name.next();
          this.path(inValue);
          const index = this.#name.disambiguator();
          const name = this.#name.identifier();
          if (/[A-Z]/.test(space)) {
            const kind = space === 'C' ? 'closure' : space === 'S' ? 'shim' : space;
            this.#write(`::{${kind}${name ? `:${name}` : ''}#${index}}`);
          } else if (name) this.#write(`::${name}`);
          return;
        }
        case 'M':
          this.#name.disambiguator();
          this.#silently(() => this.path(false));
          this.#write('<');
          this.#type();
          this.#write('>');
          return;
        case 'X':
          this.#name.disambiguator();
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
    if (this.#name.take('L')) this.#lifetime(this.#name.base62());
    else if (this.#name.take('K')) this.#constant();
    else this.#type();
  }

  #type(): void {
    this.#nested(() => {
      const tag = this.#name.next();
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
          if (this.#name.take('L')) {
            const lifetime = this.#name.base62();
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
          if (!this.#name.take('L')) throw new NotRust();
          return this.#dynLifetime(this.#name.base62());
        case 'B':
          return this.#backReference(() => this.#type());
        default:
          this.#name.at--;
          return this.path(false);
      }
    });
  }

  #functionType(): void {
    if (this.#name.take('U')) this.#write('unsafe ');
    if (this.#name.take('K')) {
      const abi = this.#name.take('C') ? 'C' : this.#name.identifier().replaceAll('_', '-');
      this.#write(`extern "${abi}" `);
    }
    this.#write('fn(');
    this.#list(() => this.#type());
    this.#write(')');
    if (this.#name.take('u')) return;
    this.#write(' -> ');
    this.#type();
  }

  #dynTrait(): void {
    this.path(false);
    let open = this.text.endsWith('>');
    if (open && this.#name.peek() === 'p') this.text = this.text.slice(0, -1);
    else open = false;
    while (this.#name.take('p')) {
      this.#write(open ? ', ' : '<');
      open = true;
      this.#write(`${this.#name.identifier()} = `);
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
      if (this.#name.take('B')) return this.#backReference(() => this.#constant());
      const type = this.#name.next();
      if (type === 'p') return this.#write('_');
      if (!/[a-jl-oxystbc]/.test(type)) throw new NotRust();
      const negative = this.#name.take('n');
      const digits = this.#name.until('_');
      if (!/^[0-9a-f]*$/.test(digits) || digits.length > 32) throw new NotRust();
      const value = BigInt(`0x${digits || '0'}`);
      if (type === 'b') return this.#write(value === 1n ? 'true' : 'false');
      if (type === 'c') return this.#write(value <= 0x10ffffn ? `'${String.fromCodePoint(Number(value))}'` : '?');
      this.#write(`${negative ? '-' : ''}${value}`);
    });
  }

  #binder(read: () => void): void {
    const added = this.#name.take('G') ? this.#name.base62() + 1 : 0;
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
    for (; !this.#name.take('E'); count++) {
      if (count) this.#write(separator);
      read();
    }
    return count;
  }

  #backReference(read: () => void): void {
    const from = this.#name.at - 1;
    const target = this.#name.base62();
    if (target >= from) throw new NotRust();
    const back = this.#name.at;
    this.#name.at = target;
    read();
    this.#name.at = back;
  }

  #silently(read: () => void): void {
    const kept = this.text;
    read();
    this.text = kept;
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
