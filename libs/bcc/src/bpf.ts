import { type BpfProgram, escapeText, readIterator } from '@bcc-ts/core';
import { Attachments } from './attach/attachments.ts';
import { attachByName } from './attach/by-name.ts';
import { attachKprobe, attachKretprobe, type KprobeOptions, type KretprobeOptions } from './attach/kernel-probes.ts';
import { attachPerfEvent, type PerfEventAttachOptions, perfEventTarget } from './attach/perf-events.ts';
import {
  attachRawTracepoint,
  attachTracepoint,
  type RawTracepointOptions,
  type TracepointOptions,
} from './attach/tracepoints.ts';
import { attachTrampoline, type TrampolineKind, trampolineName } from './attach/trampolines.ts';
import { attachUsdt } from './attach/usdt.ts';
import {
  attachUprobe,
  attachUretprobe,
  type UprobeOptions,
  type UprobePlace,
  type UretprobeOptions,
  uprobeTargetOf,
} from './attach/user-probes.ts';
import { attachXdpTo, removeXdp, type XdpOptions } from './attach/xdp.ts';
import { Debug, ProgType } from './constants.ts';
import { type CompiledProgram, compileProgram, type ProgramSource } from './load/compiled-program.ts';
import { ProgramStore } from './load/program-store.ts';
import { shareTables } from './load/shared-tables.ts';
import { endWithoutReader, writeOut } from './output.ts';
import { type BufferKind, BufferSet } from './table/buffer-set.ts';
import { PerfArrayTable } from './table/descriptor-tables.ts';
import { type OpenTableOptions, openTable } from './table/open-table.ts';
import type { Table } from './table/table.ts';
import type { TableFor } from './table/table-types.ts';
import { formatTraceFields, parseTraceLine, type TraceFields, utf8 } from './trace-fields.ts';
import { TracePipe } from './trace-pipe.ts';

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
export class BPF<T extends object = Record<string, any>> {
  readonly #compiled: CompiledProgram;
  readonly #store: ProgramStore;
  readonly #attachments = new Attachments();
  readonly #buffers = new BufferSet();
  readonly #tables = new Map<string, Table>();
  #tracePipe: { pipe: TracePipe; nonblocking: boolean } | undefined;
  readonly #takeBack: () => void;
  #closed = false;

  /**
   * @throws CompileError for a text that is not right, BpfError when the kernel refuses it: the message shows the line.
   */
  constructor(options: BpfOptions) {
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
      for (const program of programs) attachByName(this.#host, program);
      for (const usdt of usdtContexts) attachUsdt(this.#host, usdt, attachUsdtIgnorePid);
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

  /** Loads a function of the text as a program of a type ({@link ProgType}). Again is the same one. */
  loadFunc(name: string, progType: number): BpfFunction {
    const program = this.#store.load(name, progType);
    return { name, fd: program.fd, testRun: (options) => program.testRun(options) };
  }

  /** Loads all functions that are not attached by their names. */
  loadFuncs(progType: number = ProgType.KPROBE): BpfFunction[] {
    return this.#compiled.programs
      .filter(({ kind }) => kind === 'function')
      .map(({ name }) => this.loadFunc(name, progType));
  }

  // Attaching

  /** Runs a function at the entry of a kernel function, or of all that match. */
  attachKprobe(options: KprobeOptions): void {
    attachKprobe(this.#host, options);
  }

  /** Runs a function when a kernel function, or any that matches, returns. */
  attachKretprobe(options: KretprobeOptions): void {
    attachKretprobe(this.#host, options);
  }

  /** Ends kprobes of a kernel function: those of one function of the text, or all. */
  detachKprobe(event: string, fnName?: string): void {
    this.#attachments.remove('kprobe', event, fnName);
  }

  detachKretprobe(event: string, fnName?: string): void {
    this.#attachments.remove('kretprobe', event, fnName);
  }

  /** Runs a function at a function, pattern or address of a program or library. */
  attachUprobe(options: UprobeOptions): void {
    attachUprobe(this.#host, options);
  }

  /** Runs a function when a function of a program or library returns. */
  attachUretprobe(options: UretprobeOptions): void {
    attachUretprobe(this.#host, options);
  }

  detachUprobe(place: UprobePlace): void {
    this.#attachments.remove('uprobe', uprobeTargetOf(place));
  }

  detachUretprobe(place: UprobePlace): void {
    this.#attachments.remove('uretprobe', uprobeTargetOf(place));
  }

  /** Runs a function at a tracepoint (`category:event`), or at all that match. */
  attachTracepoint(options: TracepointOptions): void {
    attachTracepoint(this.#host, options);
  }

  detachTracepoint(tp: string): void {
    this.#attachments.remove('tracepoint', tp);
  }

  /** Runs a function at a tracepoint with its raw arguments. Once per tracepoint; `tp` has no category. */
  attachRawTracepoint(options: RawTracepointOptions): void {
    attachRawTracepoint(this.#host, options);
  }

  detachRawTracepoint(tp: string): void {
    this.#attachments.remove('raw_tracepoint', tp);
  }

  /** Runs a function each time a performance counter has counted so many events, or so many times a second. */
  attachPerfEvent(options: PerfEventAttachOptions): void {
    attachPerfEvent(this.#host, options);
  }

  detachPerfEvent(evType: number, evConfig: number | bigint): void {
    this.#attachments.remove('perf_event', perfEventTarget(evType, evConfig));
  }

  /** Attaches a `KFUNC_PROBE` again after `detachKfunc`; the macro's prefix of the name may be left out. */
  attachKfunc(fnName: string): void {
    this.#attachTrampoline('kfunc', fnName);
  }

  detachKfunc(fnName: string): void {
    this.#detachTrampoline('kfunc', fnName);
  }

  attachKretfunc(fnName: string): void {
    this.#attachTrampoline('kretfunc', fnName);
  }

  detachKretfunc(fnName: string): void {
    this.#detachTrampoline('kretfunc', fnName);
  }

  /** Attaches a `KMOD_RET` function, which may replace what a kernel function returns. Never attached by itself. */
  attachFmodRet(fnName: string): void {
    this.#attachTrampoline('fmod_ret', fnName);
  }

  detachFmodRet(fnName: string): void {
    this.#detachTrampoline('fmod_ret', fnName);
  }

  attachLsm(fnName: string): void {
    this.#attachTrampoline('lsm', fnName);
  }

  detachLsm(fnName: string): void {
    this.#detachTrampoline('lsm', fnName);
  }

  /** Makes a function the XDP program of a network interface, in place of what is there unless the flags forbid it. */
  attachXdp({ dev, fn, flags = 0, keep = false }: XdpOptions): void {
    const name = typeof fn === 'string' ? fn : 'xdp';
    const program = typeof fn === 'string' ? this.loadFunc(fn, ProgType.XDP) : fn;
    if (this.#attachments.has('xdp', dev)) this.#attachments.remove('xdp', dev);
    this.#attachments.add('xdp', dev, name, () => {
      const attached = attachXdpTo(dev, program, flags);
      return keep ? { close() {} } : attached;
    });
  }

  /** Removes the XDP program of an interface. Without one nothing happens. */
  removeXdp(dev: string, flags = 0): void {
    if (this.#attachments.has('xdp', dev)) this.#attachments.remove('xdp', dev);
    removeXdp(dev, flags);
  }

  /** The same for the program of any process. */
  static removeXdp(dev: string, flags = 0): void {
    removeXdp(dev, flags);
  }

  /** Reads what a `BPF_ITER` function writes. */
  readIter(fnName: string): Buffer {
    const name = fnName.startsWith('bpf_iter__') ? fnName : `bpf_iter__${fnName}`;
    using link = this.#store.load(name, ProgType.TRACING).attachIterator();
    return readIterator(link);
  }

  numOpenKprobes(): number {
    return this.#attachments.count('kprobe', 'kretprobe');
  }

  numOpenUprobes(): number {
    return this.#attachments.count('uprobe', 'uretprobe', 'usdt');
  }

  numOpenTracepoints(): number {
    return this.#attachments.count('tracepoint');
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
    for (;;) {
      const line = this.#readTraceLine(false);
      if (line === undefined) continue;
      const fields = format === undefined ? undefined : parseTraceLine(line);
      const text =
        fields === undefined
          ? utf8(line)
          : typeof format === 'string'
            ? formatTraceFields(format, fields)
            : format!(fields);
      writeOut(`${printable(text)}\n`);
    }
  }

  /**
   * The fields of the next line of trace_pipe. Blocks until there is one; with `nonblocking`, undefined when there is
   * none. A line of another form has the task `Unknown`.
   */
  traceFields(): TraceFields;
  traceFields(options: { nonblocking: boolean }): TraceFields | undefined;
  traceFields({ nonblocking = false }: { nonblocking?: boolean } = {}): TraceFields | undefined {
    const line = this.traceReadline({ nonblocking });
    return line === undefined ? undefined : parseTraceLine(Buffer.from(line).toString('latin1'));
  }

  /** The next line of trace_pipe. */
  traceReadline({ nonblocking = false }: { nonblocking?: boolean } = {}): string | undefined {
    for (;;) {
      const line = this.#readTraceLine(nonblocking);
      if (line !== undefined || nonblocking) return line === undefined ? undefined : utf8(line);
    }
  }

  /** Lines of trace_pipe as they come, without blocking the event loop. */
  async *traceLines({
    signal,
  }: {
    signal?: AbortSignal | undefined;
  } = {}): AsyncGenerator<TraceFields, void, undefined> {
    const pipe = new TracePipe(undefined, true);
    try {
      for await (const line of pipe.lines(signal)) yield parseTraceLine(line);
    } finally {
      pipe.close();
    }
  }

  // The end

  /** Detaches everything and frees programs and tables. Again does nothing. */
  cleanup(): void {
    if (this.#closed) return;
    this.#closed = true;
    open.delete(this);
    this.#takeBack();
    this.#buffers.close();
    this.#attachments.removeAll();
    for (const table of this.#tables.values()) if (table instanceof PerfArrayTable) table.closeAll();
    this.#tracePipe?.pipe.close();
    this.#store.close();
  }

  /** See {@link cleanup}. */
  close(): void {
    this.cleanup();
  }

  [Symbol.dispose](): void {
    this.cleanup();
  }

  get #host() {
    return {
      program: (name: string, type: number, usdt?: boolean): BpfProgram => this.#store.load(name, type, usdt),
      programAgain: (name: string): BpfProgram => this.#store.loadAgain(name),
      attachments: this.#attachments,
    };
  }

  #attachTrampoline(kind: TrampolineKind, fnName: string): void {
    attachTrampoline(this.#host, kind, trampolineName(kind, fnName, new Set(this.#store.programNames)));
  }

  #detachTrampoline(kind: TrampolineKind, fnName: string): void {
    this.#attachments.remove(kind, trampolineName(kind, fnName, new Set(this.#store.programNames)));
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

  #readTraceLine(nonblocking: boolean): string | undefined {
    if (this.#tracePipe?.nonblocking !== nonblocking) {
      this.#tracePipe?.pipe.close();
      this.#tracePipe = { pipe: new TracePipe(undefined, nonblocking), nonblocking };
    }
    return this.#tracePipe.pipe.readLine();
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

/** Other processes' text must not steer a terminal; tabs stay. */
function printable(text: string): string {
  return text
    .split('\t')
    .map((part) => escapeText(part))
    .join('\t');
}
