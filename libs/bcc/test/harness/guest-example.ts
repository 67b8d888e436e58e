import type { CommandResult, Guest, GuestProcess } from '@bcc-ts/vm-tests';

/** A program of the guest under test. */
export class GuestExample {
  readonly guest: Guest;
  readonly #command: string;
  readonly #log: string[] = [];
  #process: GuestProcess | undefined;

  constructor(guest: Guest, script: string) {
    this.guest = guest;
    this.#command = `/usr/lib/bcc-ts/node ${script}`;
  }

  /** Starts it and waits until it is attached. */
  async start(...args: string[]): Promise<void> {
    this.#process = await this.guest.start([this.#command, ...args].join(' '), { notify: true });
    await this.#process.ready;
  }

  /** Runs it to its end. */
  async run(...args: string[]): Promise<CommandResult> {
    return this.do([this.#command, ...args].join(' '));
  }

  /** Runs a command in the guest. */
  async do(command: string): Promise<CommandResult> {
    const result = await this.guest.run(command, { timeoutMs: 60_000 });
    this.#log.push(`$ ${command}\nstatus ${result.status}\n${result.stdout}${result.stderr}`);
    return result;
  }

  /** Waits until what it printed matches. */
  async printed(pattern: RegExp, timeoutMs = 30_000): Promise<string> {
    const process = this.#process!;
    const end = Date.now() + timeoutMs;
    for (;;) {
      if (pattern.test(process.stdout)) return process.stdout;
      if (Date.now() > end || process.status !== undefined) {
        throw new Error(`${pattern} is not in its output`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Ends it as Ctrl-C does, and gives what it printed. */
  async interrupt(): Promise<CommandResult> {
    const process = this.#process!;
    process.signal('INT');
    const result = await process.wait(60_000);
    this.#process = undefined;
    this.#log.push(`program\nstatus ${result.status}\n${result.stdout}${result.stderr}`);
    return result;
  }

  /** Ends what is still running. */
  async end(): Promise<void> {
    const process = this.#process;
    if (!process) return;
    process.signal('KILL');
    await process.wait(60_000).catch(() => {});
  }

  /** What ran and what it said. */
  report(): string {
    const running = this.#process ? [`program, running\n${this.#process.stdout}${this.#process.stderr}`] : [];
    return [...this.#log, ...running].join('\n');
  }
}
