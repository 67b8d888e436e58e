import type { Tool } from './declaration.ts';
import { type Environment, realEnvironment } from './environment.ts';
import { explainError, systemReason } from './explain-error.ts';
import { information } from './information.ts';
import { commandLineOf } from './kit-options.ts';
import { checkOptions, parseOptions } from './options.ts';
import type { StopReason } from './session.ts';
import type { Sink } from './sink.ts';
import { Tracing } from './tracing.ts';
import { ToolError, UsageError } from './usage-error.ts';

/** How long a receiver that takes nothing may hold up the end after a signal. */
const PATIENCE_MS = 1000;

/**
 * The main program of a tool: parses the command line, traces, and ends by one path whatever the cause.
 *
 * Exit status: 0 done, interrupted, or the reader of the output went away; 1 a failure, explained in one line on
 * standard error; 2 a wrong command line. A second signal kills the process at once (130 for SIGINT), and so does one
 * that comes before everything is attached.
 */
export async function runTool(tool: Tool, environment: Partial<Environment> = {}): Promise<void> {
  await new Run(tool, { ...realEnvironment(), ...environment }).main();
}

class Run {
  readonly #tool: Tool;
  readonly #environment: Environment;
  readonly #stdout: Sink;
  readonly #stderr: Sink;
  readonly #stopped = Promise.withResolvers<StopReason>();
  #tracing: Tracing | undefined;
  #outputError: ToolError | undefined;
  #status = 0;

  constructor(tool: Tool, environment: Environment) {
    this.#tool = tool;
    this.#environment = environment;
    this.#stderr = environment.openSink(2, {});
    this.#stdout = environment.openSink(1, {
      onBlocked: () => this.#tracing?.pause(),
      onDrained: () => this.#tracing?.resume(),
      onClosed: () => this.#stop({ kind: 'closed' }),
      onFailure: (error) => {
        this.#outputError = new ToolError(`cannot write output: ${systemReason(error)}`);
        this.#stop({ kind: 'error', error: this.#outputError });
      },
    });
  }

  async main(): Promise<void> {
    using _ = this.#environment.onUncaught((error) => this.#stop({ kind: 'error', error }));
    try {
      const commandLine = commandLineOf(this.#tool);
      const options = parseOptions(this.#environment.argv, commandLine);
      const text = await information(this.#tool, commandLine, options);
      if (text === undefined) {
        checkOptions(options, commandLine);
        this.#tool.check?.(options as never);
        await this.#trace(options);
      } else {
        this.#stdout.write(text);
        await this.#written(Number.POSITIVE_INFINITY);
      }
    } catch (error) {
      this.#fail(error);
    }
    await this.#stderr.drain(PATIENCE_MS);
    this.#environment.exit(this.#status);
  }

  async #trace(options: Readonly<Record<string, unknown>>): Promise<void> {
    const core = await this.#environment.loadCore();
    using tracing = new Tracing(this.#tool, options, {
      environment: this.#environment,
      core,
      stdout: this.#stdout,
      stop: this.#stop,
      complain: this.#complain,
    });
    this.#tracing = tracing;
    tracing.start();
    const reason = await this.#stopped.promise;
    if (reason.kind === 'error') this.#fail(reason.error);
    tracing.finish(reason);
    await this.#written(reason.kind === 'done' ? Number.POSITIVE_INFINITY : PATIENCE_MS);
    if (options['fail-on-lost'] && tracing.lost > 0) this.#status ||= 1;
  }

  /** Waits until the output is written, and fails if it cannot be. */
  async #written(patienceMs: number): Promise<void> {
    const written = await this.#stdout.drain(patienceMs);
    if (this.#outputError && this.#status === 0) throw this.#outputError;
    if (!written) throw new ToolError('cannot write output: nobody reads it');
  }

  #stop = (reason: StopReason): void => this.#stopped.resolve(reason);

  #fail(error: unknown): void {
    const usage = error instanceof UsageError;
    const [first = '', ...more] = explainError(error, this.#environment.variables.BCC_TS_DEBUG === '1');
    this.#complain(usage ? `${first} (try: ${this.#tool.name} --help)` : first);
    for (const line of more) this.#stderr.write(`${line}\n`);
    this.#status = usage ? 2 : 1;
  }

  #complain = (message: string): void => {
    this.#stderr.write(`${this.#tool.name}: ${message}\n`);
  };
}
