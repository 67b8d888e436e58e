import { closeSync, writeSync } from 'node:fs';
import type { Clock } from './clock.ts';
import type { Tool } from './declaration.ts';
import { type Environment, realEnvironment } from './environment.ts';
import { explainError, systemReason } from './explain-error.ts';
import { HeldCommand } from './held-command.ts';
import { information } from './information.ts';
import { after } from './interval-schedule.ts';
import { JsonOutput } from './json-output.ts';
import { commandLineOf } from './kit-options.ts';
import { LossLedger } from './loss.ts';
import { LossCounters } from './loss-counters.ts';
import { checkOptions, parseOptions } from './options.ts';
import type { Output } from './output.ts';
import type { Session, StopReason } from './session.ts';
import { openSession } from './shapes.ts';
import type { Sink } from './sink.ts';
import { onStopSignal } from './stop-signals.ts';
import { applyTaskFilter } from './task-filter.ts';
import { TextOutput } from './text-output.ts';
import type { ToolObject } from './tool-object.ts';
import { ToolError, UsageError } from './usage-error.ts';

/** Loss, the wall clock and the reader of the output are looked at this often. */
const TICK_MS = 1000;
/** How long a receiver that takes nothing may hold up the end after a signal. */
const SIGNAL_PATIENCE_MS = 1000;
const PAGE_BYTES = 4096;
/** By how much the advice after a loss enlarges the buffer. */
const LARGER_BUFFER = 8;

/**
 * The main program of a tool: parses the command line, opens, sets read-only globals, loads, attaches, shows, and ends
 * by one path whatever the cause.
 *
 * Exit status: 0 done, interrupted, or the reader of the output went away; 1 a failure, explained in one line on
 * standard error; 2 a wrong command line. A second signal kills the process at once (130 for SIGINT).
 */
export async function runTool(tool: Tool, environment: Partial<Environment> = {}): Promise<void> {
  const run = new Run(tool, { ...realEnvironment(), ...environment });
  await run.main();
}

class Run {
  readonly #tool: Tool;
  readonly #environment: Environment;
  readonly #debug: boolean;
  readonly #stdout: Sink;
  readonly #stderr: Sink;
  readonly #stopped = Promise.withResolvers<StopReason>();
  #session: Session | undefined;
  #status = 0;

  constructor(tool: Tool, environment: Environment) {
    this.#tool = tool;
    this.#environment = environment;
    this.#debug = environment.variables.BCC_TS_DEBUG === '1';
    this.#stderr = environment.openSink(2, {});
    this.#stdout = environment.openSink(1, {
      onBlocked: () => this.#session?.pause(),
      onDrained: () => this.#session?.resume(),
      onClosed: () => this.#stopped.resolve({ kind: 'closed' }),
      onFailure: (error) => {
        const failure = new ToolError(`cannot write output: ${systemReason(error)}`);
        this.#stopped.resolve({ kind: 'error', error: failure });
      },
    });
  }

  async main(): Promise<void> {
    try {
      const commandLine = commandLineOf(this.#tool);
      const options = parseOptions(this.#environment.argv, commandLine);
      const text = await information(this.#tool, commandLine, options);
      if (text === undefined) {
        checkOptions(options, commandLine);
        this.#tool.check?.(options as never);
        await this.#trace(options);
      } else {
        await this.#print(text);
      }
    } catch (error) {
      this.#fail(error);
    }
    await this.#stderr.drain(SIGNAL_PATIENCE_MS);
    this.#environment.exit(this.#status);
  }

  async #print(text: string): Promise<void> {
    this.#stdout.write(text);
    const written = this.#stdout.drain().then((): StopReason => ({ kind: 'done' }));
    const reason = await Promise.race([this.#stopped.promise, written]);
    if (reason.kind === 'error') this.#fail(reason.error);
  }

  async #trace(options: Readonly<Record<string, unknown>>): Promise<void> {
    const { openClock, loadCore, signals } = this.#environment;
    const { program, setup } = this.#tool;
    const stop = (reason: StopReason): void => this.#stopped.resolve(reason);
    const output: Output = options.json ? new JsonOutput(this.#stdout) : new TextOutput(this.#stdout, this.#complain);
    const ledger = new LossLedger((report) => output.lost(report), lossHints(options));
    const clock = openClock();
    const { openObject, features } = await loadCore();
    const object = openObject(program);
    const stopListening = onStopSignal(() => stop({ kind: 'signal' }), signals);
    const cancel = [stopListening];
    try {
      const filterLoaded = applyTaskFilter(object, program.layout, options);
      const command = Array.isArray(options.exec) ? new HeldCommand(options.exec) : undefined;
      if (command) cancel.push(() => command.close());
      const state = setup?.({
        options: options as never,
        rodata: object.rodata,
        object: object as never,
        features,
        ...(command && { command }),
      });
      sizeBuffer(this.#tool, object, options);
      object.load();
      filterLoaded();
      const counters = new LossCounters(object, program.layout);
      this.#session = openSession(this.#tool, {
        options,
        state,
        object,
        output,
        clock,
        lost: (cause, count) => ledger.add(cause, count),
        stop,
      });
      this.#session.open();
      object.attach();
      this.#notify();
      this.#session.begin();
      const ticks = setInterval(() => this.#tick(clock, counters, ledger, output), TICK_MS);
      cancel.push(() => clearInterval(ticks));
      if (typeof options.duration === 'number') cancel.push(after(options.duration, () => stop({ kind: 'done' })));
      command?.release(() => stop({ kind: 'done' }));
      const reason = await this.#stopped.promise;
      stopListening();
      await this.#finish(reason, this.#session, () => {
        counters.read(ledger);
        ledger.finish();
        output.flush();
      });
      if (options['fail-on-lost'] && ledger.total > 0) this.#status ||= 1;
    } finally {
      for (const end of cancel) end();
      this.#session?.close();
      object.close();
    }
  }

  #tick(clock: Clock, counters: LossCounters, ledger: LossLedger, output: Output): void {
    try {
      clock.refresh();
      counters.read(ledger);
      output.flush();
      if (this.#stdout.readerGone()) this.#stopped.resolve({ kind: 'closed' });
    } catch (error) {
      this.#stopped.resolve({ kind: 'error', error });
    }
  }

  /** The one way out: the last events and the summary, the loss, then the output's rest. */
  async #finish(reason: StopReason, session: Session, reportLoss: () => void): Promise<void> {
    if (reason.kind === 'error') this.#fail(reason.error);
    if (reason.kind === 'done' || reason.kind === 'signal') session.end();
    reportLoss();
    const written = await this.#stdout.drain(reason.kind === 'done' ? Number.POSITIVE_INFINITY : SIGNAL_PATIENCE_MS);
    if (!written) throw new ToolError('cannot write output: nobody reads it');
  }

  /** Tells who started the tool that it is attached: a newline on the descriptor named in the environment. */
  #notify(): void {
    const fd = Number(this.#environment.variables.BCC_TS_NOTIFY_FD);
    if (!Number.isInteger(fd) || fd < 3) return;
    writeSync(fd, '\n');
    closeSync(fd);
  }

  #fail(error: unknown): void {
    const usage = error instanceof UsageError;
    const [first = '', ...more] = explainError(error, this.#debug);
    this.#complain(usage ? `${first} (try: ${this.#tool.name} --help)` : first);
    for (const line of more) this.#stderr.write(`${line}\n`);
    this.#status = usage ? 2 : 1;
  }

  #complain = (message: string): void => {
    this.#stderr.write(`${this.#tool.name}: ${message}\n`);
  };
}

/** Applies --buffer-pages, whether it is the kit's or the tool's own. */
function sizeBuffer({ events }: Tool, object: ToolObject, options: Readonly<Record<string, unknown>>): void {
  const pages = options['buffer-pages'];
  const map = events && (object.maps as Record<string, { maxEntries: number } | undefined>)[events.from];
  if (map && typeof pages === 'number') map.maxEntries = pages * PAGE_BYTES;
}

function lossHints(options: Readonly<Record<string, unknown>>): Record<string, string> {
  const pages = options['buffer-pages'];
  return typeof pages === 'number' ? { ring_full: `--buffer-pages ${pages * LARGER_BUFFER}` } : {};
}
