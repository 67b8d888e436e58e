import { closeSync, constants, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { BpfError, explainPermission, features } from '@bcc-ts/core';
import { isLostLine } from './trace-fields.ts';

const chunkSize = 16 * 1024;
const shortestPauseMs = 10;
const longestPauseMs = 100;

/**
 * The kernel's pipe that `bpf_trace_printk` of all programs writes to. It is one for the whole machine: each line goes
 * to one reader only. Lines are given as bytes (latin1).
 */
export class TracePipe {
  readonly #fd: number;
  readonly #chunk = Buffer.alloc(chunkSize);
  #text: string;
  #open = true;

  /** @param rest What another reader of the pipe has read and not given. */
  constructor(path = tracePipePath(), nonblocking = false, rest = '') {
    this.#text = rest;
    try {
      this.#fd = openSync(path, constants.O_RDONLY | (nonblocking ? constants.O_NONBLOCK : 0));
    } catch (error) {
      throw openError(path, error as NodeJS.ErrnoException);
    }
  }

  /** The next line; undefined when there is none now (nonblocking), or never will be (a file that ends). */
  readLine(): string | undefined {
    for (;;) {
      const end = this.#text.indexOf('\n');
      if (end >= 0) {
        const line = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 1);
        // The kernel ends each message with a newline of its own, behind the program's.
        if (line === '' || isLostLine(line)) continue;
        return line;
      }
      if (!this.#fill()) return undefined;
    }
  }

  /** Lines as they come, without blocking the event loop, until `signal`. For a nonblocking pipe. */
  async *lines(signal?: AbortSignal): AsyncGenerator<string, void, undefined> {
    let pauseMs = shortestPauseMs;
    while (!signal?.aborted) {
      const line = this.readLine();
      if (line !== undefined) {
        pauseMs = shortestPauseMs;
        yield line;
        continue;
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  }

  /** Gives what was read and not given to anybody. */
  close(): string {
    if (!this.#open) return '';
    this.#open = false;
    closeSync(this.#fd);
    return this.#text;
  }

  /** False when there is nothing to read. */
  #fill(): boolean {
    try {
      const length = readSync(this.#fd, this.#chunk);
      this.#text += this.#chunk.toString('latin1', 0, length);
      return length > 0;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') return false;
      // A signal with a handler of its own; the handler runs when the caller returns to the event loop.
      if (code === 'EINTR') return false;
      throw error;
    }
  }
}

/** @throws BpfError when tracefs is not mounted. */
export function tracePipePath(): string {
  const tracefs = features.tracefs();
  if (!tracefs) throw new BpfError(notMounted, { code: 'ENOENT', errno: 2, syscall: 'open' });
  return `${tracefs}/trace_pipe`;
}

const notMounted = 'cannot read trace_pipe: tracefs is not mounted (mount -t tracefs tracefs /sys/kernel/tracing)';

function openError(path: string, error: NodeJS.ErrnoException): BpfError {
  const { code = 'EIO', errno = -5 } = error;
  const facts = { code, errno: Math.abs(errno), syscall: 'open' };
  const why =
    code === 'EBUSY'
      ? 'another program reads it (only one can)'
      : code === 'EACCES' || code === 'EPERM'
        ? explainPermission(error)
        : code;
  return new BpfError(`cannot read ${path}: ${why}`, facts, error);
}
