import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';

/** Bytes that are read in pieces: a file, or memory. */
export interface ByteSource {
  /** Number of bytes. */
  readonly size: number;
  /** At most `length` bytes from `offset` on; fewer at the end. */
  read(offset: number, length: number): Buffer;
  close(): void;
}

/** Bytes in memory. */
export class MemorySource implements ByteSource {
  readonly #bytes: Buffer;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get size(): number {
    return this.#bytes.length;
  }

  read(offset: number, length: number): Buffer {
    return this.#bytes.subarray(offset, offset + length);
  }

  close(): void {}
}

/** Closes the files of those who forgot to. */
const forgotten = new FinalizationRegistry<number>((fd) => closeSync(fd));

/**
 * A regular file. Anything else is refused before it is opened, as opening a device or a FIFO has effects or blocks;
 * the file's owner may be hostile.
 */
export class FileSource implements ByteSource {
  readonly #fd: number;
  readonly size: number;
  /** Which file and which state of it: device, inode, time of its last change and size. */
  readonly identity: string;
  readonly device: bigint;
  readonly inode: bigint;
  readonly owner: bigint;
  readonly links: bigint;
  #open = true;

  /** @throws the system's error, or one with code `EINVAL` when the path is no regular file. */
  constructor(path: string, flags = 0) {
    if (!statSync(path).isFile()) throw notRegular(path);
    this.#fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY | flags);
    const status = fstatSync(this.#fd, { bigint: true });
    if (!status.isFile()) {
      closeSync(this.#fd);
      throw notRegular(path);
    }
    forgotten.register(this, this.#fd, this);
    this.size = Number(status.size);
    this.device = status.dev;
    this.inode = status.ino;
    this.owner = status.uid;
    this.links = status.nlink;
    this.identity = `${status.dev}:${status.ino}:${status.mtimeNs}:${status.size}`;
  }

  read(offset: number, length: number): Buffer {
    // Another file may have the number by now.
    if (!this.#open) throw Object.assign(new Error('it is closed'), { code: 'EBADF' });
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    const buffer = Buffer.allocUnsafeSlow(wanted);
    let done = 0;
    while (done < wanted) {
      const got = readSync(this.#fd, buffer, done, wanted - done, offset + done);
      if (got === 0) break;
      done += got;
    }
    return buffer.subarray(0, done);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    forgotten.unregister(this);
    closeSync(this.#fd);
  }
}

function notRegular(path: string): Error {
  return Object.assign(new Error(`${path} is not a regular file`), { code: 'EINVAL' });
}
