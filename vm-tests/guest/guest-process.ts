/** A command that runs in a guest. */
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

/** Nothing that a guest is asked for takes as long, however busy the machine is. */
export const patienceMs = 300_000;

export interface StartOptions {
  /** Bytes for the command's stdin, which is /dev/null otherwise. */
  stdin?: Buffer | string;
  /** Opens a descriptor for the command and names it in BCC_TS_NOTIFY_FD; see `GuestProcess.ready`. */
  notify?: boolean;
  /** How long that may take; default: 5 minutes. */
  readyMs?: number;
  /** Receives output as it arrives. */
  onStdout?: (chunk: Buffer) => void;
  onStderr?: (chunk: Buffer) => void;
}

export interface CommandResult {
  /** Exit status; 128 + the signal's number when a signal ended the command, as a shell has it. */
  status: number;
  stdout: string;
  stderr: string;
  stdoutBytes: Buffer;
  stderrBytes: Buffer;
}

/** The time for something in the guest was over. What was tried and the output so far are in the message. */
export class GuestTimeoutError extends Error {
  override name = 'GuestTimeoutError';
}

/** What a GuestProcess needs of its guest. */
export interface GuestConnection {
  /** Sends one line to the guest's agent. */
  send(line: string): void;
  /** The error to throw when the guest is gone; undefined while it is there. */
  gone(what: string): Error | undefined;
}

class OutputFile {
  #path: string;
  #fd: number | undefined;
  #chunks: Buffer[] = [];
  #text: string | undefined;
  #onChunk: ((chunk: Buffer) => void) | undefined;

  constructor(path: string, onChunk?: (chunk: Buffer) => void) {
    this.#path = path;
    this.#onChunk = onChunk;
  }

  get bytes(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  get text(): string {
    this.#text ??= this.bytes.toString();
    return this.#text;
  }

  /** Reads what was added; false if nothing was. */
  read(): boolean {
    if (this.#fd === undefined) {
      if (!existsSync(this.#path)) return false;
      this.#fd = openSync(this.#path, 'r');
    }
    let added = false;
    for (;;) {
      const chunk = Buffer.allocUnsafe(65_536);
      const length = readSync(this.#fd, chunk);
      if (length === 0) return added;
      added = true;
      this.#text = undefined;
      this.#chunks.push(chunk.subarray(0, length));
      this.#onChunk?.(chunk.subarray(0, length));
    }
  }

  close() {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}

interface Waiter {
  check: () => boolean;
  reject: (error: Error) => void;
}

export class GuestProcess {
  /** The text that the guest's bash was given. */
  readonly command: string;
  /**
   * Resolves when the command writes to the descriptor in BCC_TS_NOTIFY_FD (option `notify`), as the tools do once they
   * are attached. Rejects if the command ends before, and when it takes too long: then it is killed.
   */
  readonly ready: Promise<void>;
  #number: number;
  #directory: string;
  #connection: GuestConnection;
  #out: OutputFile;
  #err: OutputFile;
  #waiters = new Set<Waiter>();
  #status: number | undefined;
  #pid: number | undefined;
  #failure: Error | undefined;

  /** Made by `Guest.start`. `directory` is where the agent puts what belongs to this command. */
  constructor(connection: GuestConnection, number: number, directory: string, command: string, options: StartOptions) {
    this.command = command;
    this.#connection = connection;
    this.#number = number;
    this.#directory = directory;
    this.#out = new OutputFile(join(directory, 'out'), options.onStdout);
    this.#err = new OutputFile(join(directory, 'err'), options.onStderr);
    const notified = () => statSync(join(directory, 'notify'), { throwIfNoEntry: false })?.size;
    this.ready = options.notify
      ? this.#orKilled(this.#until(() => Boolean(notified()), 'is not ready', options.readyMs ?? patienceMs))
      : Promise.reject(new Error(`cannot tell when ${this.name} is ready: start it with the option notify`));
    this.ready.catch(() => {});
  }

  /** Process id in the guest. A single simple command has it itself, as soon as bash has given it its place. */
  get pid(): number {
    return this.#pid ?? 0;
  }

  /** Output so far. */
  get stdout(): string {
    return this.#out.text;
  }

  get stderr(): string {
    return this.#err.text;
  }

  get stdoutBytes(): Buffer {
    return this.#out.bytes;
  }

  get stderrBytes(): Buffer {
    return this.#err.bytes;
  }

  /** Undefined while the command runs. */
  get status(): number | undefined {
    return this.#status;
  }

  /**
   * Waits for the end. When it does not come within `timeoutMs` (default: 5 minutes; `Infinity`: no limit), the command
   * is killed and a GuestTimeoutError thrown; an Error with the console's last lines if the guest itself ends.
   */
  async wait(timeoutMs = patienceMs): Promise<CommandResult> {
    await this.#orKilled(this.#until(() => this.#status !== undefined, 'has not ended', timeoutMs, true));
    return {
      status: this.#status ?? -1,
      stdout: this.stdout,
      stderr: this.stderr,
      stdoutBytes: this.stdoutBytes,
      stderrBytes: this.stderrBytes,
    };
  }

  /**
   * Waits until stdout or stderr matches, or a function of both says yes. Gives the match of a pattern. Throws when
   * the command ends without it and, as a GuestTimeoutError, when the time (default: 60 s) is over.
   */
  async waitForOutput(
    wanted: RegExp | ((stdout: string, stderr: string) => boolean),
    timeoutMs = 60_000,
  ): Promise<RegExpMatchArray | undefined> {
    let match: RegExpMatchArray | undefined;
    const found = () => {
      if (typeof wanted === 'function') return wanted(this.stdout, this.stderr);
      match = this.stdout.match(wanted) ?? this.stderr.match(wanted) ?? undefined;
      return match !== undefined;
    };
    const what = wanted instanceof RegExp ? `${wanted}` : 'what is waited for';
    await this.#until(found, `has not written ${what}`, timeoutMs);
    return match;
  }

  /**
   * Sends a signal (`INT`, `TERM`, ...) to the command's process group, as a terminal's Ctrl-C does; with `process`
   * to its first process only. Does nothing when the command has ended.
   */
  signal(name: string, target: 'group' | 'process' = 'group'): void {
    if (this.#status !== undefined || this.#failure) return;
    const full = name.startsWith('SIG') ? name : `SIG${name}`;
    const signal = constants.signals[full as NodeJS.Signals];
    if (!signal) throw new Error(`cannot send ${name} to ${this.name}: no such signal`);
    this.#connection.send(`SIGNAL ${this.#number} ${signal} ${target}`);
  }

  /** Waits until the guest has started the command. */
  async started(): Promise<this> {
    await this.#until(() => this.#pid !== undefined, 'was not started', 60_000, true);
    return this;
  }

  /** Takes in what the guest wrote since the last call. Returns false when nothing more can come. */
  poll(): boolean {
    const gone = this.#connection.gone(`cannot run ${this.name}`);
    // Looked at before the output is read: what comes before the status must be in the output.
    const status = readNumber(join(this.#directory, 'status'));
    this.#pid ??= readNumber(join(this.#directory, 'pid'));
    this.#out.read();
    this.#err.read();
    this.#status = status;
    this.#failure = status === undefined ? gone : undefined;
    for (const waiter of this.#waiters) {
      if (waiter.check()) this.#waiters.delete(waiter);
    }
    const over = this.#status !== undefined || this.#failure !== undefined;
    if (over) {
      this.#out.close();
      this.#err.close();
      for (const waiter of this.#waiters) waiter.reject(this.#failure ?? new Error('ended'));
      this.#waiters.clear();
    }
    return !over;
  }

  /** The command's first line, for messages. */
  get name(): string {
    const line = this.command.trim().split('\n')[0] ?? '';
    return line.length > 100 ? `${line.slice(0, 100)}...` : line;
  }

  async #orKilled(waiting: Promise<void>): Promise<void> {
    try {
      await waiting;
    } catch (error) {
      if (error instanceof GuestTimeoutError) this.signal('KILL');
      throw error;
    }
  }

  async #until(check: () => boolean, failing: string, timeoutMs: number, orEnd = false): Promise<void> {
    const output = () => `\n--- stdout\n${this.stdout.slice(-2000)}\n--- stderr\n${this.stderr.slice(-2000)}`.trimEnd();
    if (check()) return;
    if (this.#failure) throw this.#failure;
    const early = () => new Error(`${this.name} ended with status ${this.#status} and ${failing}${output()}`);
    if (this.#status !== undefined && !orEnd) throw early();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = {
      check: () => {
        const yes = check();
        if (yes) resolve();
        return yes;
      },
      reject: () => reject(this.#failure ?? early()),
    };
    this.#waiters.add(waiter);
    const over = () => reject(new GuestTimeoutError(`${this.name} ${failing} within ${timeoutMs / 1000} s${output()}`));
    const timer = Number.isFinite(timeoutMs) ? setTimeout(over, timeoutMs) : undefined;
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#waiters.delete(waiter);
    }
  }
}

/** The number in a file that the agent writes; undefined while it is not complete. */
function readNumber(path: string): number | undefined {
  try {
    const text = readFileSync(path, 'latin1');
    return text.endsWith('\n') ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}
