/** A region of memory as numbers and as bytes. */
export class Memory {
  readonly view: DataView;
  readonly bytes: Buffer;

  constructor(buffer: ArrayBufferLike, offset = 0, length = buffer.byteLength - offset) {
    this.view = new DataView(buffer, offset, length);
    this.bytes = Buffer.from(buffer, offset, length);
  }

  static of(bytes: Uint8Array): Memory {
    return new Memory(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.view.byteLength;
  }
}
