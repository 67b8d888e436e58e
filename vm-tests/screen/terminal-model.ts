/** What a terminal shows of what is written to it. */

/** A step of the terminal's language: text, a control character, or a control sequence. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
const steps = /\x1b\[([?>=]?)([\d;]*)([@-~])|\x1b\](?:[^\x07\x1b]*)(?:\x07|\x1b\\)|[\s\S]/gu;

/** The beginning of a sequence, whose rest is still to come. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const begun = /\x1b(\[[?>=]?[\d;]*)?$/u;

/** A terminal of one kind of cells, each of one column, as those who write to it here have ASCII only. */
export class TerminalModel {
  /** Modes that were switched on (`?25l` counts as `hidden cursor`), and not off again. */
  readonly modes = new Set<string>();
  /** What a terminal would have done and this one cannot: none must be left. */
  readonly unknown: string[] = [];
  /** Lines that scrolled off the top. */
  readonly scrolledOff: string[] = [];
  cursor = { row: 0, column: 0 };
  #cells: string[][];
  #columns: number;
  #rows: number;
  #rest = '';

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#rows = rows;
    this.#cells = Array.from({ length: rows }, () => []);
  }

  /** The lines as a person sees them, without blanks at their ends. */
  get lines(): string[] {
    return this.#cells.map((row) =>
      Array.from(row, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
  }

  /** The user changes the window. What no longer fits is cut, as terminals that do not reflow do it. */
  resize(columns: number, rows: number): void {
    const surplus = Math.max(this.cursor.row + 1 - rows, 0);
    this.#cells.splice(0, surplus);
    this.#cells.length = Math.min(this.#cells.length, rows);
    while (this.#cells.length < rows) this.#cells.push([]);
    for (const row of this.#cells) row.length = Math.min(row.length, columns);
    this.#columns = columns;
    this.#rows = rows;
    this.cursor = { row: this.cursor.row - surplus, column: Math.min(this.cursor.column, columns - 1) };
  }

  write(text: string): void {
    const all = this.#rest + text;
    const cut = all.search(begun);
    this.#rest = cut < 0 ? '' : all.slice(cut);
    for (const [step, mark, numbers, final] of (cut < 0 ? all : all.slice(0, cut)).matchAll(steps)) {
      if (final !== undefined) this.#sequence(`${mark}`, `${numbers}`, final);
      else this.#character(step);
    }
  }

  #character(character: string): void {
    const { cursor } = this;
    if (character === '\r') cursor.column = 0;
    else if (character === '\n') this.#lineFeed();
    else if (character === '\b') cursor.column = Math.max(cursor.column - 1, 0);
    else if (character === '\t') cursor.column = Math.min((cursor.column | 7) + 1, this.#columns - 1);
    else if (character < ' ') this.unknown.push(JSON.stringify(character));
    else this.#put(character);
  }

  #put(character: string): void {
    if (this.cursor.column === this.#columns) {
      this.cursor.column = 0;
      this.#lineFeed();
    }
    const row = this.#cells[this.cursor.row]!;
    while (row.length < this.cursor.column) row.push(' ');
    row[this.cursor.column++] = character;
  }

  #lineFeed(): void {
    if (this.cursor.row < this.#rows - 1) this.cursor.row++;
    else {
      this.scrolledOff.push(this.lines[0]!);
      this.#cells.shift();
      this.#cells.push([]);
    }
  }

  #sequence(mark: string, numbers: string, final: string): void {
    const [first = 0, second = 0] = numbers.split(';').map(Number);
    const { cursor } = this;
    const row = this.#cells[cursor.row]!;
    if (mark === '?' && (final === 'h' || final === 'l')) this.#mode(first, final === 'h');
    else if (mark !== '') this.unknown.push(`CSI ${mark}${numbers}${final}`);
    else if (final === 'H') {
      cursor.row = Math.min(Math.max(first, 1), this.#rows) - 1;
      cursor.column = Math.min(Math.max(second, 1), this.#columns) - 1;
    } else if (final === 'K' && first === 0) row.length = Math.min(row.length, cursor.column);
    else if (final === 'J' && first === 0) {
      row.length = Math.min(row.length, cursor.column);
      for (let i = cursor.row + 1; i < this.#rows; i++) this.#cells[i] = [];
    } else if (final === 'J' && first === 2) this.#cells = Array.from({ length: this.#rows }, () => []);
    else if (final !== 'm') this.unknown.push(`CSI ${numbers}${final}`);
  }

  #mode(number: number, on: boolean): void {
    const name = number === 25 ? 'hidden cursor' : `mode ${number}`;
    if (on === (number !== 25)) this.modes.add(name);
    else this.modes.delete(name);
  }
}
