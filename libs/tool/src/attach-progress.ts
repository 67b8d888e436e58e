import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Attaching to fewer places is not worth a word. */
const MANY = 100;
const REDRAW_MS = 100;
const STDERR = 2;

/**
 * Says how far attaching is, on standard error: on a terminal in one line that is drawn again and again, else once.
 * Nothing else of the program runs meanwhile, so it writes by itself.
 */
export class AttachProgress {
  readonly #complain: (message: string) => void;
  readonly #terminal: boolean;
  #next = 0;
  #drawn = false;

  constructor(complain: (message: string) => void, terminal: boolean = isatty(STDERR)) {
    this.#complain = complain;
    this.#terminal = terminal;
  }

  show(done: number, total: number): void {
    if (total < MANY || performance.now() < this.#next) return;
    this.#next = this.#terminal ? performance.now() + REDRAW_MS : Number.POSITIVE_INFINITY;
    if (this.#terminal) this.#draw(`\rattaching: ${done} of ${total} `);
    else this.#complain(`attaching to ${total} places one by one, which can take a while`);
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
