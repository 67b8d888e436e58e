import type { Terminal } from '../src/terminal.ts';

/** What the kit's screen may write: a control sequence, a newline, the way back to the line's beginning, text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about escape sequences
const PARTS = /\x1b\[\??\d*[A-Za-z]|[\r\n]|[^\x1b\r\n]+/g;

/** A terminal that understands what the kit's screen writes, and nothing else. */
export class FakeTerminal implements Terminal {
  columns: number;
  rows: number;
  showsErrors = true;
  /** How many lines went out at the top. */
  scrolled = 0;
  readonly #listeners = new Set<() => void>();
  #screen: string[] = [''];
  #row = 0;
  #column = 0;
  #seen = 0;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
  }

  /** The text on the screen, without blanks at the end of lines and empty lines at the end. */
  get lines(): string[] {
    const lines = [...this.#screen];
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  onResize(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Cuts or adds lines at the bottom, as if the user pulled at the window's corner. */
  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.#screen = this.#screen.slice(0, rows);
    this.#row = Math.min(this.#row, rows - 1);
    for (const listener of this.#listeners) listener();
  }

  /** Takes everything written so far; what was taken before is skipped. */
  read(all: string): void {
    for (const part of all.slice(this.#seen).match(PARTS) ?? []) this.#take(part);
    this.#seen = all.length;
  }

  #take(part: string): void {
    if (part === '\x1b[H') this.#row = this.#column = 0;
    else if (part === '\x1b[K') this.#put(this.#line.slice(0, this.#column));
    else if (part === '\x1b[J') {
      this.#put(this.#line.slice(0, this.#column));
      this.#screen.length = this.#row + 1;
    } else if (part === '\n') this.#newline();
    else if (part === '\r') this.#column = 0;
    else if (!part.startsWith('\x1b')) {
      this.#put(
        this.#line.slice(0, this.#column).padEnd(this.#column) + part + this.#line.slice(this.#column + part.length),
      );
      this.#column += part.length;
      if (this.#column > this.columns) throw new Error(`the line is too long: ${part}`);
    } else if (!part.startsWith('\x1b[?2026')) throw new Error(`what is ${JSON.stringify(part)}?`);
  }

  get #line(): string {
    return this.#screen[this.#row] ?? '';
  }

  #put(text: string): void {
    while (this.#screen.length <= this.#row) this.#screen.push('');
    this.#screen[this.#row] = text;
  }

  #newline(): void {
    this.#column = 0;
    this.#row++;
    if (this.#row < this.rows) return;
    this.#row = this.rows - 1;
    this.#screen.shift();
    this.scrolled++;
  }
}
