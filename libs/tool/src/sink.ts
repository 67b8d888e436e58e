import fs from 'node:fs';

/** A descriptor that text goes to without ever blocking the process. */
export interface Sink {
  /** Writes as much as the receiver takes now and keeps the rest. */
  write(text: string): void;
  /** True while the receiver does not take more. */
  readonly blocked: boolean;
  /** Resolves when all is written, or false after `patienceMs` in which the receiver took nothing (default: no limit). */
  drain(patienceMs?: number): Promise<boolean>;
}

export interface SinkHandlers {
  /** The receiver takes no more: stop producing. */
  onBlocked?(): void;
  /** Everything kept is written. */
  onDrained?(): void;
  /** Nobody reads any more (a closed pipe). Called once. */
  onClosed?(): void;
  /** The write failed for good, for example with `ENOSPC`. Called once. */
  onFailure?(error: NodeJS.ErrnoException): void;
}

/** The part of `node:fs` a sink needs. */
export type SinkFiles = Pick<typeof fs, 'openSync' | 'closeSync' | 'fstatSync' | 'writeSync'>;

const RETRY_MS = 10;
const PIPE_FLAGS = fs.constants.O_WRONLY | fs.constants.O_NONBLOCK | fs.constants.O_NOCTTY;
/** Major device number of /dev/null, /dev/full and their like, which never block. */
const MEMORY_DEVICE = 1;

/**
 * A sink on descriptor `fd`.
 *
 * A pipe or terminal may stop taking data at any time (a stopped pager, Ctrl-S). It is opened a second time for
 * non-blocking writes, because `O_NONBLOCK` on `fd` itself would also hit the processes that share it, such as the
 * shell. What cannot be opened again (a socket, a terminal of another user) is written to directly.
 */
export class DescriptorSink implements Sink {
  readonly #fs: SinkFiles;
  readonly #handlers: SinkHandlers;
  readonly #path: string;
  readonly #fd: number;
  #pending: Buffer[] = [];
  #retry: NodeJS.Timeout | undefined;
  #dead = false;
  #progress = 0;

  constructor(fd: number, handlers: SinkHandlers = {}, files: SinkFiles = fs) {
    this.#fs = files;
    this.#handlers = handlers;
    this.#path = `/proc/self/fd/${fd}`;
    const stat = files.fstatSync(fd);
    const isPipe = stat.isFIFO();
    const isTerminal = stat.isCharacterDevice() && stat.rdev >> 8 !== MEMORY_DEVICE;
    this.#fd = isPipe || isTerminal ? this.#reopen(fd) : fd;
  }

  get blocked(): boolean {
    return this.#pending.length > 0;
  }

  write(text: string): void {
    if (this.#dead || text === '') return;
    const wasBlocked = this.blocked;
    this.#pending.push(Buffer.from(text));
    if (wasBlocked) return;
    this.#push();
    if (this.blocked) this.#handlers.onBlocked?.();
  }

  async drain(patienceMs = Number.POSITIVE_INFINITY): Promise<boolean> {
    let waited = 0;
    let seen = this.#progress;
    while (this.blocked && waited < patienceMs) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      waited = this.#progress === seen ? waited + RETRY_MS : 0;
      seen = this.#progress;
    }
    return !this.blocked;
  }

  #reopen(fd: number): number {
    try {
      return this.#fs.openSync(this.#path, PIPE_FLAGS);
    } catch {
      return fd;
    }
  }

  #push(): void {
    while (this.#pending.length > 0) {
      const chunk = this.#pending[0] as Buffer;
      let written: number;
      try {
        written = this.#fs.writeSync(this.#fd, chunk);
      } catch (error) {
        this.#onError(error as NodeJS.ErrnoException);
        return;
      }
      this.#progress += written;
      if (written === chunk.length) this.#pending.shift();
      else this.#pending[0] = chunk.subarray(written);
    }
  }

  #onError(error: NodeJS.ErrnoException): void {
    if (error.code === 'EAGAIN') {
      this.#retry ??= setTimeout(() => this.#tryAgain(), RETRY_MS);
      return;
    }
    this.#dead = true;
    this.#pending = [];
    if (error.code === 'EPIPE') this.#handlers.onClosed?.();
    else this.#handlers.onFailure?.(error);
  }

  #tryAgain(): void {
    this.#retry = undefined;
    this.#push();
    if (!this.blocked && !this.#dead) this.#handlers.onDrained?.();
  }
}
