import type { BpfLink } from '@bcc-ts/native';

/** What a link needs of the native one. */
export type NativeLink = Pick<BpfLink, 'fd' | 'close'> & Partial<Pick<BpfLink, 'createIterator' | 'missed'>>;

/** An attached program. */
export class Link {
  /** What it is attached to, for example `kprobe vfs_read`. */
  readonly target: string;
  readonly #native: NativeLink;
  readonly #onClose: (link: Link) => void;
  #closed = false;

  constructor(native: NativeLink, target: string, onClose: (link: Link) => void = () => {}) {
    this.#native = native;
    this.target = target;
    this.#onClose = onClose;
  }

  /** File descriptor of the link or perf event. */
  get fd(): number {
    return this.#native.fd;
  }

  /** For an iterator: a new descriptor to read its output from; the caller closes it. */
  createIterator(): number {
    if (!this.#native.createIterator) throw new TypeError(`${this.target} is no iterator`);
    return this.#native.createIterator();
  }

  /** How often the kernel did not run the program although its place was reached, as far as it tells. */
  get missed(): number {
    return this.#closed ? 0 : (this.#native.missed ?? 0);
  }

  /** Detaches the program. Closing twice is allowed. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onClose(this);
    this.#native.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
