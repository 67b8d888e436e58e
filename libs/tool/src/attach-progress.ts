import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Attaching that takes less is not worth a word; nor is, where nobody watches, attaching to few places. */
const SILENT_MS = 1000;
const FEW = 100;
const REDRAW_MS = 100;
const STDERR = 2;

/**
 * Says how far attaching is, on standard error: on a terminal in one line that is drawn again and again, else once.
 * Nothing else of the program runs meanwhile, so it writes by itself.
 */
export class AttachProgress {
  readonly #complain: (message: string) => void;
  readonly #terminal: boolean;
  readonly #start = performance.now();
  #next: number;
  #drawn = false;

  constructor(complain: (message: string) => void, terminal: boolean = isatty(STDERR)) {
    this.#complain = complain;
    this.#terminal = terminal;
    this.#next = this.#start + SILENT_MS;
  }

  show(done: number, total: number): void {
    if (performance.now() < this.#next || (!this.#terminal && total < FEW)) return;
    this.#next = this.#terminal ? performance.now() + REDRAW_MS : Number.POSITIVE_INFINITY;
    if (this.#terminal) this.#draw(`\rattaching: ${done} of ${total} `);
    else this.#complain(`attaching to ${total} places one by one, which takes a while`);
  }

  /** Lets something else be written. */
  interrupt(write: () => void): void {
    this.end();
    write();
  }

  /** Removes the line. */
  end(): void {
    if (this.#drawn) this.#draw('\r\x1b[K');
    this.#drawn = false;
  }

  #draw(text: string): void {
    this.#drawn = true;
    try {
      writeSync(STDERR, text);
    } catch {
      // A terminal that takes nothing now: the next one will do.
    }
  }
}
