import { cutToWidth, displayWidth } from './display-width.ts';
import type { Terminal } from './terminal.ts';

const HOME = '\x1b[H';
const CLEAR_TO_LINE_END = '\x1b[K';
const CLEAR_TO_SCREEN_END = '\x1b[J';
/** Between these a terminal that knows them shows nothing; others ignore them. */
const BEGIN_UPDATE = '\x1b[?2026h';
const END_UPDATE = '\x1b[?2026l';

/**
 * Draws text over what is on the terminal, without flicker: each line is written over the old one, and only what is
 * left of that is cleared.
 *
 * No mode of the terminal is changed (no alternate screen, no hidden cursor) and the cursor rests below the text, so
 * there is nothing to restore, however the process ends, and the last frame stays readable afterwards.
 */
export class Screen {
  readonly #terminal: Terminal;
  #lines: readonly string[] | undefined;
  #notice: string | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Whether what goes to standard error would end up inside the frame. */
  get takesErrors(): boolean {
    return this.#terminal.showsErrors;
  }

  /** A line that stays at the bottom of this and all further frames. */
  set notice(notice: string) {
    this.#notice = notice;
  }

  /** The text that draws `lines`, as far as they fit. */
  frame(lines: readonly string[]): string {
    this.#lines = lines;
    const { columns } = this.#terminal;
    // The cursor needs a line too: a newline in the last one would scroll.
    const height = Math.max(this.#terminal.rows - 1, 1);
    const notice = this.#notice === undefined ? [] : [this.#notice];
    const shown = [...lines.slice(0, Math.max(height - notice.length, 0)), ...notice].slice(0, height);
    const text = shown.map((line) => `${clip(line, columns)}${CLEAR_TO_LINE_END}\n`).join('');
    return `${BEGIN_UPDATE}${HOME}${text}${CLEAR_TO_SCREEN_END}${END_UPDATE}`;
  }

  /** The last frame for the terminal's size as it is now; empty when there is none. */
  again(): string {
    return this.#lines ? this.frame(this.#lines) : '';
  }

  /**
   * Other text follows below the frame, which will not be drawn again. The text to write before that: it clears what the
   * terminal showed of the key that ended the tool.
   */
  finish(): string {
    const drawn = this.#lines !== undefined;
    this.#lines = undefined;
    return drawn ? `\r${CLEAR_TO_LINE_END}` : '';
  }

  onResize(listener: () => void): () => void {
    return this.#terminal.onResize(listener);
  }
}

function clip(line: string, columns: number): string {
  return displayWidth(line) > columns ? cutToWidth(line, columns) : line;
}
