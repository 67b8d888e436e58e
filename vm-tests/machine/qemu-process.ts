/** A running QEMU: its process, its serial port as lines, and its end. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Machine, machineFiles, qemuArguments } from './qemu-arguments.ts';
import { QmpConnection } from './qmp.ts';

/** The guest or QEMU ended although nobody asked for it, or never came up. */
export class GuestEndedError extends Error {
  override name = 'GuestEndedError';
}

// A kernel's last words begin with the reason; the traces behind it are about this long.
const consoleLines = 70;

export class QemuProcess {
  readonly machine: Machine;
  /** Settles when the process is gone. */
  readonly ended: Promise<void>;
  #child: ChildProcessWithoutNullStreams;
  #alive = true;
  #qmp: QmpConnection | undefined;
  #console = '';
  #messages = '';
  #lineStart = '';
  #listeners = new Set<(line: string) => void>();

  /** Starts QEMU in `machine.directory`. It is killed when this process ends, however that happens. */
  constructor(machine: Machine) {
    this.machine = machine;
    mkdirSync(join(machine.directory, machineFiles.share), { recursive: true });
    // Its own session, so that Ctrl-C in the terminal reaches only the process that knows what to do about it.
    this.#child = spawn('setpriv', ['--pdeathsig', 'KILL', 'qemu-system-x86_64', ...qemuArguments(machine)], {
      detached: true,
    });
    this.#child.stdout.on('data', (chunk: Buffer) => this.#receive(chunk.toString('latin1')));
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#messages = (this.#messages + chunk).slice(-4000);
    });
    this.#child.stdin.on('error', () => {});
    this.ended = new Promise((resolve) => {
      const end = () => {
        this.#alive = false;
        this.#qmp?.close();
        resolve();
      };
      this.#child.on('close', end);
      this.#child.on('error', (error) => {
        this.#messages += error.message;
        end();
      });
    });
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** The last lines of the guest's console and of QEMU's own messages, for error texts. */
  get tail(): string {
    const lines = `${this.#console}${this.#messages}`.split(/\r?\n/).filter((line) => line.trim() !== '');
    return lines.slice(-consoleLines).join('\n');
  }

  /** Writes one line to the guest's serial port. */
  send(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /**
   * Waits for a line of the serial port that matches. Throws a GuestEndedError that begins with `what` if QEMU ends or
   * the time (`Infinity`: no limit) is over.
   */
  async waitForLine(pattern: RegExp, what: string, timeoutMs: number): Promise<RegExpMatchArray> {
    const { promise, resolve, reject } = Promise.withResolvers<RegExpMatchArray>();
    const listener = (line: string) => {
      const match = line.match(pattern);
      if (match) resolve(match);
    };
    this.#listeners.add(listener);
    const over = () => reject(new GuestEndedError(`${what}: nothing within ${timeoutMs / 1000} s\n${this.tail}`));
    const timer = Number.isFinite(timeoutMs) ? setTimeout(over, timeoutMs) : undefined;
    void this.ended.then(() => reject(this.endedError(what)));
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#listeners.delete(listener);
    }
  }

  endedError(what: string): GuestEndedError {
    const status = this.#child.signalCode ?? `status ${this.#child.exitCode}`;
    return new GuestEndedError(`${what}: the guest is gone (QEMU ended with ${status})\n${this.tail}`);
  }

  /** The control socket, connected on first use. */
  async qmp(): Promise<QmpConnection> {
    this.#qmp ??= await QmpConnection.open(join(this.machine.directory, machineFiles.qmp), () => this.#alive);
    return this.#qmp;
  }

  /** Ends QEMU at once and waits until it is gone. */
  async kill(): Promise<void> {
    if (this.#alive) this.#child.kill('SIGKILL');
    await this.ended;
  }

  #receive(text: string) {
    this.#console = (this.#console + text).slice(-20_000);
    const lines = (this.#lineStart + text).split('\n');
    this.#lineStart = lines.pop() ?? '';
    for (const line of lines) for (const listener of this.#listeners) listener(line.replace(/\r$/, ''));
  }
}
