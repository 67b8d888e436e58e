interface Edit {
  start: number;
  end: number;
  text: string;
  order: number;
}

/**
 * A text with replacements, that still knows where each of its characters came from. Replacements may touch but not
 * overlap; of several at one place the first made comes first.
 */
export class Edits {
  readonly source: string;
  readonly #edits: Edit[] = [];

  constructor(source: string) {
    this.source = source;
  }

  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text, order: this.#edits.length });
  }

  insert(at: number, text: string): void {
    this.replace(at, at, text);
  }

  /** Makes the new text. @throws Error when two replacements overlap, which is a fault of the front-end. */
  apply(): EditedText {
    const edits = this.#edits.sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order);
    const parts: string[] = [];
    const pieces: Piece[] = [];
    let at = 0;
    let length = 0;
    const add = (text: string, from: number, copied: boolean) => {
      if (text === '') return;
      pieces.push({ start: length, from, copied });
      parts.push(text);
      length += text.length;
    };
    for (const { start, end, text } of edits) {
      if (start < at) throw new Error(`two replacements overlap at ${start}`);
      add(this.source.slice(at, start), at, true);
      add(text, start, false);
      at = end;
    }
    add(this.source.slice(at), at, true);
    return new EditedText(parts.join(''), pieces);
  }
}

/** A stretch of the new text: copied from the source at `from`, or made there. */
interface Piece {
  start: number;
  from: number;
  copied: boolean;
}

export class EditedText {
  readonly text: string;
  readonly #pieces: readonly Piece[];

  constructor(text: string, pieces: readonly Piece[]) {
    this.text = text;
    this.#pieces = pieces;
  }

  /** Where in the source a character of the new text comes from; for inserted text, the place of insertion. */
  sourceOffset(offset: number): number {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#pieces[middle]!.start <= offset) low = middle;
      else high = middle - 1;
    }
    const piece = this.#pieces[low];
    if (!piece) return 0;
    return piece.copied ? piece.from + (offset - piece.start) : piece.from;
  }
}
