import { closeSync, writeSync } from 'node:fs';
import { AttachProgress } from './attach-progress.ts';
import type { Clock } from './clock.ts';
import type { Tool } from './declaration.ts';
import type { Core, Environment } from './environment.ts';
import { followCommand } from './followed-tasks.ts';
import { HeldCommand } from './held-command.ts';
import { after } from './interval-schedule.ts';
import { JsonOutput } from './json-output.ts';
import { LossLedger } from './loss.ts';
import { LossCounters } from './loss-counters.ts';
import { lossHints, sizeMaps } from './map-sizes.ts';
import { setVariables } from './option-effects.ts';
import type { Output } from './output.ts';
import { setPageShift } from './page-size.ts';
import { choosePrograms } from './program-choice.ts';
import { Screen } from './screen.ts';
import type { Session, StopReason } from './session.ts';
import { openSession } from './shapes.ts';
import type { Sink } from './sink.ts';
import { onStopSignal } from './stop-signals.ts';
import { applyTaskFilter } from './task-filter.ts';
import { TextOutput } from './text-output.ts';
import { seeThreads } from './thread-options.ts';
import type { ToolObject } from './tool-object.ts';

/** Loss, the wall clock and the reader of the output are looked at this often. */
const STDOUT = 1;
const TICK_MS = 1000;

/** What tracing needs of the run it is part of. */
export interface TracingContext {
  environment: Environment;
  core: Core;
  stdout: Sink;
  stop(reason: StopReason): void;
  /** Writes one line to standard error, with the tool's name before it. */
  complain(message: string): void;
}

/** One tool at work: from the opened BPF object to the last line. Disposing it detaches everything. */
export class Tracing implements Disposable {
  readonly #tool: Tool;
  readonly #options: Readonly<Record<string, unknown>>;
  readonly #context: TracingContext;
  readonly #cleanup = new DisposableStack();
  readonly #object: ToolObject;
  readonly #clock: Clock;
  readonly #output: Output;
  readonly #ledger: LossLedger;
  readonly #counters: LossCounters;
  #session: Session | undefined;
  #stopListening = (): void => {};

  /** Opens the object. */
  constructor(tool: Tool, options: Readonly<Record<string, unknown>>, context: TracingContext) {
    const { core, environment, stdout } = context;
    this.#tool = tool;
    this.#options = options;
    this.#context = context;
    this.#clock = environment.openClock();
    this.#output = options.json ? new JsonOutput(stdout) : this.#textOutput();
    this.#ledger = new LossLedger((report) => this.#output.lost(report), lossHints(options));
    this.#object = this.#cleanup.adopt(core.openObject(tool.program), (object) => object.close());
    this.#counters = new LossCounters(this.#object, tool.program.layout);
  }

  /** Lost events. */
  get lost(): number {
    return this.#ledger.total;
  }

  /** Sets read-only globals, loads, opens the readers, attaches, says so, and lets the command of `--exec` or `--command` run. */
  start(): void {
    const words = this.#options.exec ?? this.#options.command;
    const command = Array.isArray(words) ? new HeldCommand(words) : undefined;
    if (command) this.#cleanup.defer(() => command.close());
    const state = this.#load(command);
    const session = this.#openSession(state);
    this.#object.attach();
    this.#attachMore(state);
    this.#listen();
    this.#notify();
    session.begin();
    command?.release(() => this.#context.stop({ kind: 'done' }));
  }

  pause(): void {
    this.#session?.pause();
  }

  resume(): void {
    this.#session?.resume();
  }

  /** The last events and the summary, unless nobody can read them, then what was lost. From here on a signal kills. */
  finish(reason: StopReason): void {
    this.#stopListening();
    this.#object.detach();
    if (reason.kind === 'done' || reason.kind === 'signal') this.#session?.end();
    this.#counters.read(this.#ledger);
    this.#ledger.finish();
    this.#output.flush();
  }

  [Symbol.dispose](): void {
    this.#cleanup.dispose();
  }

  #textOutput(): TextOutput {
    const { environment, stdout, complain } = this.#context;
    const drawn = this.#tool.table?.live && !this.#options.noclear;
    const terminal = drawn ? environment.openTerminal() : undefined;
    const screen = terminal && new Screen(terminal);
    const output = new TextOutput(stdout, complain, screen, this.#options.csv === true);
    if (screen) this.#cleanup.defer(screen.onResize(() => output.redraw()));
    return output;
  }

  /** Gives what the tool's `setup` returned. */
  #load(command: HeldCommand | undefined): unknown {
    const { alternatives = [], options = {}, program, setup } = this.#tool;
    const object = this.#object;
    choosePrograms(object, { options, alternatives }, this.#options, this.#context.core.features);
    setVariables(options, this.#options, object.rodata);
    seeThreads(object.rodata, program.layout);
    setPageShift(object.rodata, program.layout);
    followCommand(object, program.layout, command);
    const filterLoaded = applyTaskFilter(object, program.layout, this.#options);
    const state = setup?.({
      options: this.#options as never,
      rodata: object.rodata,
      object: object as never,
      features: this.#context.core.features,
      ...(command && { command }),
    });
    sizeMaps(this.#tool, object, this.#options);
    object.load();
    filterLoaded();
    return state;
  }

  #attachMore(state: unknown): void {
    const { features } = this.#context.core;
    const { attach } = this.#tool;
    if (!attach || features.isHidden('attach')) return;
    const progress = new AttachProgress(this.#context.complain);
    attach({
      options: this.#options as never,
      state: state as never,
      object: this.#object as never,
      features,
      progress: (done, total) => progress.show(done, total),
      note: (text) => progress.interrupt(() => this.#context.complain(text)),
    });
    progress.end();
  }

  #openSession(state: unknown): Session {
    const session = openSession(this.#tool, {
      options: this.#options,
      state,
      object: this.#object,
      core: this.#context.core,
      output: this.#output,
      clock: this.#clock,
      lost: (cause, count) => this.#ledger.add(cause, count),
      complain: this.#context.complain,
      stop: this.#context.stop,
    });
    this.#session = this.#cleanup.adopt(session, (opened) => opened.close());
    session.open();
    return session;
  }

  /** What ends the run or looks after it. Before this, a signal has its default action: there is nothing to show yet. */
  #listen(): void {
    const { stop, environment } = this.#context;
    this.#stopListening = this.#cleanup.adopt(
      onStopSignal(() => stop({ kind: 'signal' }), environment.signals),
      (end) => end(),
    );
    const ticks = setInterval(() => this.#tick(), TICK_MS);
    this.#cleanup.defer(() => clearInterval(ticks));
    const { duration } = this.#options;
    if (typeof duration === 'number') this.#cleanup.defer(after(duration, () => stop({ kind: 'done' })));
  }

  #tick(): void {
    try {
      this.#clock.refresh();
      this.#counters.read(this.#ledger);
      this.#output.flush();
      if (this.#context.core.readerGone(STDOUT)) this.#context.stop({ kind: 'closed' });
    } catch (error) {
      this.#context.stop({ kind: 'error', error });
    }
  }

  /** Tells who started the tool that it is attached: a newline on the descriptor named in the environment. */
  #notify(): void {
    const fd = Number(this.#context.environment.variables.BCC_TS_NOTIFY_FD);
    if (!Number.isInteger(fd) || fd < 3) return;
    writeSync(fd, '\n');
    closeSync(fd);
  }
}
