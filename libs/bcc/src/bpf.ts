import type { BpfProgram } from '@bcc-ts/core';
import { Attaching } from './attach/attaching.ts';
import type { AttachHost } from './attach/attachments.ts';
import { attachByName } from './attach/by-name.ts';
import { attachUsdt } from './attach/usdt.ts';
import { Debug, ProgType } from './constants.ts';
import { type CompiledProgram, compileProgram, type ProgramSource } from './load/compiled-program.ts';
import { type LoadOptions, ProgramStore } from './load/program-store.ts';
import { shareTables } from './load/shared-tables.ts';
import { endWithoutReader } from './output.ts';
import { type BufferKind, BufferSet } from './table/buffer-set.ts';
import { PerfArrayTable } from './table/descriptor-tables.ts';
import { type OpenTableOptions, openTable } from './table/open-table.ts';
import type { Table } from './table/table.ts';
import type { TableFor } from './table/table-types.ts';
import type { TraceFields } from './trace-fields.ts';
import { TraceReader } from './trace-reader.ts';

export interface BpfOptions extends ProgramSource {
  /** Attach USDT probes of every process, also when a `USDT` is of one only. */
  attachUsdtIgnorePid?: boolean | undefined;
}

/** How long a poll waits: milliseconds, -1 without end. */
export type Timeout = number | { timeoutMs?: number | undefined };

/** A function of the text, loaded. */
export interface BpfFunction {
  readonly name: string;
  /** Belongs to the `BPF`. */
  readonly fd: number;
  /** Runs it without attaching it, once or `repeat` times (`BPF_PROG_TEST_RUN`). */
  testRun(options?: { data?: Uint8Array; context?: Uint8Array; repeat?: number }): {
    result: number;
    durationNs: number;
    data?: Uint8Array;
  };
}

const open = new Set<{ cleanup(): void }>();
process.once('exit', () => {
  for (const bpf of [...open]) bpf.cleanup();
});

/**
 * A program in BCC's dialect of C: compiled for the running kernel, loaded, and attached where the names of its
 * functions say so. `T` names its tables, for the types: records of event tables, or table types.
 *
 * ```ts
 * interface Event { pid: number; comm: string }
 * using b = new BPF<{ events: Event }>({ text });
 * const events = b.table('events');
 * events.openRingBuffer((_context, data) => console.log(events.event(data).comm));
 * for (;;) b.ringBufferPoll();
 * ```
 *
 * Needs root, or CAP_BPF and CAP_PERFMON. `using`, or `close()`, detaches and frees everything; so does the end of the
 * process.
 */
// biome-ignore lint/suspicious/noExplicitAny: without declared types everything goes
export class BPF<T extends object = Record<string, any>> extends Attaching {
  readonly #compiled: CompiledProgram;
  readonly #store: ProgramStore;
  readonly #buffers = new BufferSet();
  readonly #tables = new Map<string, Table>();
  readonly #trace = new TraceReader();
  readonly #takeBack: () => void;
  #closed = false;

  /**
   * @throws CompileError for a text that is not right, BpfError when the kernel refuses it: the message shows the line.
   */
  constructor(options: BpfOptions) {
    super();
    const { debug = 0, usdtContexts = [], attachUsdtIgnorePid = false } = options;
    this.#compiled = compileProgram(options);
    const { image, programs, pinPaths, sharing, source, tables } = this.#compiled;
    const registers = (debug & Debug.DEBUG_BPF_REGISTER_STATE) !== 0;
    const logging = registers || (debug & Debug.DEBUG_BPF) !== 0;
    this.#store = new ProgramStore(
      image,
      programs.map(({ name, kind }) => ({
        name,
        auto: !['function', 'iter', 'fmod_ret'].includes(kind),
        usdt: usdtContexts.some(({ uses }) => uses.some(({ fnName }) => fnName === name)),
      })),
      {
        source,
        pinPaths,
        sharing,
        ...(logging ? { verifierLogLevel: registers ? 2 : 1, onLog: printLog } : {}),
        ...(debug & Debug.DEBUG_BTF ? { onMessage: printMessage } : {}),
      },
    );
    this.#takeBack = shareTables(
      new Map(
        [...sharing]
          .filter(([name, how]) => how !== 'extern' && !this.#store.taken.has(name))
          .map(([name]) => [name, { map: this.#store.maps[name]!, facts: tables.get(name) ?? { kind: 'table' } }]),
      ),
    );
    open.add(this);
    try {
      for (const program of programs) attachByName(this.host, program);
      for (const usdt of usdtContexts) attachUsdt(this.host, usdt, attachUsdtIgnorePid);
    } catch (error) {
      this.cleanup();
      throw error;
    }
  }

  // Tables

  /**
   * A table of the program. `b.get(name)` is the same; BCC writes `b["name"]`.
   *
   * @throws Error when there is none of that name.
   */
  table<N extends keyof T & string>(name: N, options?: OpenTableOptions): TableFor<T[N]> {
    if (this.#closed) throw new Error(`cannot open table ${name}: its BPF is closed`);
    if (options === undefined) {
      const known = this.#tables.get(name);
      if (known) return known as TableFor<T[N]>;
    }
    const taken = this.#store.taken.get(name);
    const map = taken?.map ?? this.#store.maps[name];
    if (!map) {
      const names = Object.keys(this.#store.maps).filter((candidate) => !candidate.startsWith('__'));
      throw new Error(`no table ${name} in this program (there are: ${names.join(', ') || 'none'})`);
    }
    const facts = taken?.facts ?? this.#compiled.tables.get(name) ?? { kind: 'table' };
    const table = openTable(map, facts, this.#buffers, options ?? {});
    if (options === undefined || !this.#tables.has(name)) this.#tables.set(name, table);
    return table as TableFor<T[N]>;
  }

  /** See {@link table}. */
  get<N extends keyof T & string>(name: N, options?: OpenTableOptions): TableFor<T[N]> {
    return this.table(name, options);
  }

  /** Names of all tables of the program. */
  get tableNames(): string[] {
    return Object.keys(this.#store.maps).filter((name) => !name.startsWith('__'));
  }

  // Functions

  /**
   * Loads a function of the text as a program of a type ({@link ProgType}). Again is the same one. Some types have to
   * say what they will be attached to ({@link BPFAttachType}): programs for socket addresses and options.
   */
  loadFunc(name: string, progType: number, attachType = 0): BpfFunction {
    const program = this.#store.load(name, progType, { attachType });
    return { name, fd: program.fd, testRun: (options) => program.testRun(options) };
  }

  /** Loads all functions that are not attached by their names. */
  loadFuncs(progType: number = ProgType.KPROBE): BpfFunction[] {
    return this.#compiled.programs
      .filter(({ kind }) => kind === 'function')
      .map(({ name }) => this.loadFunc(name, progType));
  }

  /** How often the kernel left out a program that was due, as it was running on that CPU already; Linux 5.12. */
  get missed(): number {
    return this.#store.missed;
  }

  // Events

  /**
   * Blocks until there are records in the perf buffers that are open, for the time at most (without end by default),
   * and calls their callbacks. Returns how many there were. Signal handlers and timers do not run meanwhile: a program
   * that needs them uses `run()`, or the async iterator `table.events()`.
   */
  perfBufferPoll(timeout: Timeout = -1): number {
    return this.#poll('perf', timeout);
  }

  /** Calls the callbacks for what is in the perf buffers now. */
  perfBufferConsume(): number {
    return this.#after(this.#buffers.consume('perf'));
  }

  /** As `perfBufferPoll`, for ring buffers. @throws Error when none is open. */
  ringBufferPoll(timeout: Timeout = -1): number {
    return this.#poll('ring', timeout);
  }

  ringBufferConsume(): number {
    if (this.#buffers.count('ring') === 0) throw noRings();
    return this.#after(this.#buffers.consume('ring'));
  }

  /**
   * Calls the callbacks of all open buffers from the event loop until `signal`, so that timers and signal handlers run:
   * the asynchronous form of a poll loop.
   */
  async run({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    if (signal?.aborted) return;
    // An interval keeps the process running while nothing comes.
    const idle = setInterval(endWithoutReader, 1000);
    this.#buffers.resume();
    try {
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
    } finally {
      clearInterval(idle);
      this.#buffers.pause();
    }
  }

  // trace_pipe

  /**
   * Prints the kernel's trace_pipe without end: what programs say with `bpf_trace_printk`. With a format its fields by
   * number, `'{1} {5}'` for pid and message, or what a function makes of them.
   */
  tracePrint(format?: string | ((fields: TraceFields) => string)): never {
    return this.#trace.print(format);
  }

  /**
   * The fields of the next line of trace_pipe. Blocks until there is one; with `nonblocking`, undefined when there is
   * none. A line of another form has the task `Unknown`.
   */
  traceFields(): TraceFields;
  traceFields(options: { nonblocking: boolean }): TraceFields | undefined;
  traceFields({ nonblocking = false }: { nonblocking?: boolean } = {}): TraceFields | undefined {
    return this.#trace.fields(nonblocking);
  }

  /** The next line of trace_pipe. */
  traceReadline({ nonblocking = false }: { nonblocking?: boolean } = {}): string | undefined {
    return this.#trace.line(nonblocking);
  }

  /** Lines of trace_pipe as they come, without blocking the event loop. */
  traceLines({ signal }: { signal?: AbortSignal | undefined } = {}): AsyncGenerator<TraceFields, void, undefined> {
    return this.#trace.lines(signal);
  }

  // The end

  /** Detaches everything and frees programs and tables. Again does nothing. */
  cleanup(): void {
    if (this.#closed) return;
    this.#closed = true;
    open.delete(this);
    this.#takeBack();
    this.#buffers.close();
    this.attachments.removeAll();
    for (const table of this.#tables.values()) if (table instanceof PerfArrayTable) table.closeAll();
    this.#trace.close();
    this.#store.close();
  }

  /** See {@link cleanup}. */
  close(): void {
    this.cleanup();
  }

  [Symbol.dispose](): void {
    this.cleanup();
  }

  /** @internal */
  protected get host(): AttachHost {
    return {
      program: (name: string, type: number, options?: LoadOptions): BpfProgram => this.#store.load(name, type, options),
      programAgain: (name: string): BpfProgram => this.#store.loadAgain(name),
      programNames: () => new Set(this.#store.programNames),
      attachments: this.attachments,
    };
  }

  #poll(kind: BufferKind, timeout: Timeout): number {
    const timeoutMs = typeof timeout === 'number' ? timeout : (timeout.timeoutMs ?? -1);
    if (kind === 'ring' && this.#buffers.count('ring') === 0) throw noRings();
    return this.#after(this.#buffers.poll(kind, timeoutMs));
  }

  #after(count: number): number {
    endWithoutReader();
    return count;
  }
}

function noRings(): Error {
  return new Error('no ring buffers to poll: open one with openRingBuffer');
}

function printMessage(line: string): void {
  process.stderr.write(`${line.trimEnd()}\n`);
}

function printLog(program: string, log: string): void {
  process.stderr.write(`${program}:\n${log}\n`);
}
