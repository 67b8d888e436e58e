/** A fault the front-end found at an offset of the preprocessed text. */
export class SourceError extends Error {
  override name = 'SourceError';
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}
