/**
 * The addon's boundary: a thin skin over libbpf. No policy and no text lives below this line;
 * `libs/core` is its only caller.
 *
 * Every call that fails throws a {@link NativeError}. Every handle has one owner who calls `close()`;
 * closing twice is allowed, using a closed handle throws `EBADF`. A forgotten handle is closed by the collector.
 */

/** An `Error` with the kernel's or libbpf's errno. `message` is the plain `strerror` text. */
export interface NativeError extends Error {
  /** Errno name, for example `ENOENT`. Argument errors are plain `TypeError`s instead. */
  code: string;
  /** Positive errno. */
  errno: number;
  /** The libbpf function or system call that failed, for example `bpf_object__load`. */
  syscall: string;
}

/** libbpf's log level: 0 warning, 1 information, 2 debug. */
export type LogLevel = 0 | 1 | 2;

/**
 * Receives each line libbpf would have printed, up to `level` (default 0, warnings). Called before the call that made
 * libbpf print returns or throws. `undefined` drops them, which is the default. Verifier logs are kept out, see
 * {@link BpfProgram.log}.
 */
export function setLog(sink: ((level: LogLevel, line: string) => void) | undefined, level?: LogLevel): void;

/** `{ major, minor }` of the linked libbpf. */
export function libbpfVersion(): { major: number; minor: number };

/** Number of possible CPUs, which is how many values a per-CPU map holds for one key. */
export function possibleCpus(): number;

/**
 * Whether the running kernel has a program type, a map type, a helper for a program type; the numbers are the kernel's
 * `enum bpf_prog_type`, `enum bpf_map_type` and `enum bpf_func_id`. Found by trying: needs the privileges to load.
 */
export function supportsProgramType(type: number): boolean;
export function supportsMapType(type: number): boolean;
export function supportsHelper(programType: number, helper: number): boolean;
/** Whether BPF can be attached to a function's entry (fentry and its relatives). Found by doing it, for an instant. */
export function supportsTrampolines(): boolean;
/** Whether one link can attach to many kernel functions (kprobe.multi). Found by trying. */
export function supportsKprobeMulti(): boolean;
/** The same for many places of one binary (uprobe.multi). */
export function supportsUprobeMulti(): boolean;

export interface ObjectOptions {
  /** Object name; libbpf uses its first 15 bytes as prefix of the global data maps' names. */
  name: string;
  /** BTF file to relocate against instead of `/sys/kernel/btf/vmlinux`. */
  btfPath?: string;
  /** Verifier log level: 0 only on failure (default), 1 branches, 2 register states, 4 statistics. */
  logLevel?: number;
}

export class BpfObject {
  /** Opens (does not load) an ELF object from memory; the bytes are copied. */
  constructor(image: Uint8Array, options: ObjectOptions);
  readonly programs: BpfProgram[];
  readonly maps: BpfMap[];
  /** Relocates, creates the maps, verifies. On failure each program's `log` holds its verifier log. */
  load(): void;
  /** Detaches nothing: links live on their own, and programs and maps stay in the kernel until the last link is closed. */
  close(): void;
}

export interface UprobeOptions {
  /** Path of the binary. */
  path: string;
  /** File offset, added to the symbol's when `symbol` is given. */
  offset: number;
  symbol?: string;
  retprobe?: boolean;
  /** -1 (default) for every process, 0 for this one. */
  pid?: number;
  cookie?: bigint;
  /** Offset in the file of the USDT semaphore to raise while attached. */
  semaphoreOffset?: number;
}

export interface KprobeOptions {
  symbol: string;
  offset?: number;
  retprobe?: boolean;
  cookie?: bigint;
  /** How libbpf attaches: its own choice, perf_event, tracefs, or bpf_link only. */
  mode?: 'default' | 'legacy' | 'perf' | 'link';
}

export interface KprobeMultiOptions {
  /** Functions by name, or by `addresses`. */
  symbols?: string[];
  addresses?: BigUint64Array;
  retprobe?: boolean;
  cookies?: BigUint64Array;
}

/** Many places in one binary with one link; kernel 6.6 and later. */
export interface UprobeMultiOptions {
  path: string;
  /** File offsets. */
  offsets: BigUint64Array;
  retprobe?: boolean;
  pid?: number;
  cookies?: BigUint64Array;
  semaphoreOffsets?: BigUint64Array;
}

export interface PerfEventOptions {
  /** `perf_event_attr.type` and `.config`. */
  type: number;
  config: bigint;
  /** Period in events, or frequency in Hz when `frequency` is true. */
  sample: bigint;
  frequency?: boolean;
  pid?: number;
  cpu?: number;
  inherit?: boolean;
  /** Leader of the group of events that are counted together. */
  groupFd?: number;
  cookie?: bigint;
}

/** A program of an open object. Setters throw `EBUSY` after load, attach calls `EINVAL` before it. */
export class BpfProgram {
  private constructor();
  readonly name: string;
  /** ELF section, for example `tp_btf/sched_process_exec`. */
  readonly section: string;
  /** `enum bpf_prog_type` and `enum bpf_attach_type`. */
  type: number;
  expectedAttachType: number;
  autoload: boolean;
  /** `BPF_F_SLEEPABLE` and friends. */
  flags: number;
  /** File descriptor; throws `ENOENT` when not loaded. */
  readonly fd: number;
  /** Verifier log of the last load, empty if there was none. */
  readonly log: string;
  /** Instruction count after relocation. */
  readonly instructions: number;
  /** How often the kernel skipped the program as it was running on that CPU already; Linux 5.12, before that 0. */
  readonly missed: number;
  /** Kernel function (and the object or module fd it lives in, 0 for vmlinux) for fentry, fexit, tp_btf, LSM. */
  setAttachTarget(fd: number, functionName: string): void;
  /** Attaches as the section name says. */
  attach(): BpfLink;
  attachKprobe(options: KprobeOptions): BpfLink;
  attachKprobeMulti(options: KprobeMultiOptions): BpfLink;
  attachUprobe(options: UprobeOptions): BpfLink;
  attachUprobeMulti(options: UprobeMultiOptions): BpfLink;
  /**
   * Loads a copy of the loaded program in which the number `mark`, as the program assigns it, is `value`, and attaches
   * it to a perf event: a uprobe (`path`, `offset`, `config` with its flags) or a tracepoint (`config` its id). Returns
   * the event's descriptor, which the caller closes.
   */
  attachCopy(options: {
    type: number;
    config: bigint;
    path?: string;
    offset?: bigint;
    pid?: number;
    mark: number;
    value: number;
  }): number;
  attachUsdt(options: { pid: number; path: string; provider: string; name: string; cookie?: bigint }): BpfLink;
  attachTracepoint(category: string, name: string, cookie?: bigint): BpfLink;
  attachRawTracepoint(name: string, cookie?: bigint): BpfLink;
  /** tp_btf, fentry, fexit, fmod_ret. */
  attachTrace(cookie?: bigint): BpfLink;
  attachLsm(): BpfLink;
  attachPerfEvent(options: PerfEventOptions): BpfLink;
  attachXdp(ifindex: number): BpfLink;
  attachCgroup(cgroupFd: number): BpfLink;
  /** `mapFd` for iterators over a map's elements. */
  attachIterator(mapFd?: number): BpfLink;
  /** BPF_PROG_TEST_RUN. `data` is the packet or `context` the context struct; returns what the program returned. */
  testRun(options: { data?: Uint8Array; context?: Uint8Array; repeat?: number }): {
    result: number;
    durationNs: number;
    data?: Uint8Array;
  };
}

export class BpfLink {
  private constructor();
  /** Link or perf event descriptor, -1 when libbpf has none. */
  readonly fd: number;
  /** How often the kernel did not run the program although its place was reached; 0 where it does not tell. */
  readonly missed: number;
  /** For an iterator: a new descriptor to read the output from; the caller closes it. */
  createIterator(): number;
  /** Detaches. */
  close(): void;
}

/** A map of an object, or one opened by path, id or descriptor. Keys and values are raw bytes in kernel layout. */
export class BpfMap {
  private constructor();
  static create(options: {
    type: number;
    name?: string;
    keySize: number;
    valueSize: number;
    maxEntries: number;
    flags?: number;
  }): BpfMap;
  static openPinned(path: string): BpfMap;
  static fromId(id: number): BpfMap;
  readonly name: string;
  /** `enum bpf_map_type`. Settable, like the sizes, before load. */
  type: number;
  keySize: number;
  valueSize: number;
  maxEntries: number;
  flags: number;
  autocreate: boolean;
  readonly fd: number;
  readonly id: number;
  /** True for .rodata, .data, .bss and .kconfig, which hold global variables. */
  readonly internal: boolean;
  /** BTF type ids of key and value in the object's BTF; 0 when unknown. */
  readonly keyTypeId: number;
  readonly valueTypeId: number;
  /** Copy of the global data the map will start with, undefined for a map without. `EBUSY` after load. */
  initialValue(): Uint8Array | undefined;
  /** Replaces all of it. */
  setInitialValue(value: Uint8Array): void;
  /** Uses a pinned map instead of creating one. `EINVAL` when its type, key size or value size differ. */
  reuse(path: string): void;
  /** Uses another map of the same kind, by its descriptor, instead of creating one. Before load. */
  share(fd: number): void;
  pin(path: string): void;
  unpin(path: string): void;
  /** Inner map template of a map-in-map, before load. */
  setInnerFd(fd: number): void;

  /** Per-CPU maps give `possibleCpus()` values, each padded to 8 bytes. */
  lookup(key: Uint8Array, flags?: number): Uint8Array | undefined;
  /** False when `BPF_EXIST`/`BPF_NOEXIST` refused; other failures throw (`E2BIG`: the map is full). */
  update(key: Uint8Array, value: Uint8Array, flags?: number): boolean;
  /** False when the key was not there. */
  delete(key: Uint8Array): boolean;
  lookupAndDelete(key: Uint8Array): Uint8Array | undefined;
  /** The key after `key`, or the first; undefined at the end. */
  nextKey(key?: Uint8Array): Uint8Array | undefined;
  /**
   * Up to `count` entries from `cursor` on (opaque; undefined to start). `done` at the end.
   * Throws `EINVAL` or `ENOTSUPP` where the kernel lacks batches for this map type, `ENOSPC` when a hash map's bucket
   * holds more than `count`.
   */
  lookupBatch(
    count: number,
    cursor?: Uint8Array,
    remove?: boolean,
  ): { keys: Uint8Array; values: Uint8Array; count: number; cursor: Uint8Array; done: boolean };
  updateBatch(keys: Uint8Array, values: Uint8Array, count: number, flags?: number): number;
  deleteBatch(keys: Uint8Array, count: number): number;
  push(value: Uint8Array, flags?: number): void;
  pop(): Uint8Array | undefined;
  peek(): Uint8Array | undefined;
  close(): void;
}

/**
 * One call for a wake-up's worth of records. Record `i` is `data[offsets[i] .. offsets[i] + sizes[i])`, 8-byte aligned;
 * `sources[i]` is the CPU it was made on (of a perf buffer; 0 for rings). `data` is reused: read it before the call returns. An exception thrown here reaches the process as uncaught.
 */
export type OnBatch = (
  data: ArrayBuffer,
  offsets: Uint32Array,
  sizes: Uint32Array,
  count: number,
  sources: Uint32Array,
) => void;

/**
 * Reads ring buffers through libuv's poll on their epoll descriptor. A storm is read in batches of bounded size with a
 * turn of the event loop between them. Open readers are held by the loop until `close()`.
 */
export class RingReader {
  constructor(mapFds: number[], onBatch: OnBatch);
  /** Stops and starts the watch; a paused reader leaves records in the ring. */
  pause(): void;
  resume(): void;
  /**
   * Reads at most `limit` records now (default: what one batch holds) and calls `onBatch`. Returns how many; 0 says
   * that nothing is left. `EBUSY` inside `onBatch`.
   */
  consume(limit?: number): number;
  /** For {@link waitReadable}: readable when records have come. It belongs to the reader. */
  readonly fd: number;
  /** Keeps the process alive while open (the default) or not. */
  ref(): void;
  unref(): void;
  close(): void;
}

/**
 * The same for a perf event array; the kernel reports what it had to drop, per CPU. `pagesPerCpu` is a power of two.
 * `wakeupEvents`: so many records make one wake-up, 1 by default; fewer wait for the next `consume`.
 */
export class PerfReader {
  constructor(
    mapFd: number,
    pagesPerCpu: number,
    onBatch: OnBatch,
    onLost: (cpu: number, count: number) => void,
    wakeupEvents?: number,
  );
  pause(): void;
  resume(): void;
  consume(limit?: number): number;
  readonly fd: number;
  ref(): void;
  unref(): void;
  close(): void;
}

/** A symbol table of an ELF file with what is needed to read it. */
export interface ElfSymbols {
  /** Contents of the table and of its string table. */
  symbols: Uint8Array;
  names: Uint8Array;
  /** Begin and end address of each section, 0 and 0 for one without code; may be empty when there are no sections. */
  sections: BigUint64Array;
  /** Added to every address, modulo 2^64. */
  bias: bigint;
}

/** What kind of symbol: a function, one whose address is decided when the program starts, a label in code, data. */
export type SymbolKind = 0 | 1 | 2 | 3;

/**
 * Named address ranges, sorted by address; of several names for an address the one to show comes first. Immutable, about
 * 24 bytes for each symbol and its name. Input that makes no sense is left out, never an error.
 */
export class SymbolTable {
  private constructor();
  /** Functions and labels in code. `machine` is the header's `e_machine`. */
  static fromElf(bits: 32 | 64, machine: number, ...tables: ElfSymbols[]): SymbolTable;
  /** From an open /proc/kallsyms, read to its end. */
  static fromKallsyms(fd: number): SymbolTable;
  /** From the text of a /tmp/perf-PID.map. Later lines win over earlier ones they overlap. */
  static fromPerfMap(text: Uint8Array): SymbolTable;
  readonly length: number;
  /** Memory it holds. */
  readonly bytes: number;
  /** Index of the symbol at an address, -1 for none. */
  find(address: bigint): number;
  /** Indexes of the symbols of that name, by address. */
  named(name: string): number[];
  name(index: number): string;
  address(index: number): bigint;
  /** Size in bytes; where the source has none, the room up to the next symbol. */
  size(index: number): number;
  /** Kernel module, undefined for none. */
  module(index: number): string | undefined;
  /** Up to `count` symbols from `from` on. `names` are separated by NUL, `modules` are indexes into `moduleNames`. */
  slice(
    from: number,
    count: number,
  ): {
    addresses: BigUint64Array;
    sizes: Uint32Array;
    kinds: Uint8Array;
    modules: Uint16Array;
    names: string;
    moduleNames: string[];
  };
  close(): void;
}

/** A C++ name in readable form; undefined when it is none, or too long to be honest. */
export function demangle(name: string): string | undefined;
/** Contents of an xz file of at most `limit` bytes. `EFBIG` when it is larger, `EBADMSG` when it is damaged. */
export function decompressXz(bytes: Uint8Array, limit: number): Uint8Array;

/** CLOCK_MONOTONIC and CLOCK_BOOTTIME in nanoseconds. */
export function clockMonotonic(): bigint;
export function clockBoottime(): bigint;
/** True when nobody reads the pipe or socket `fd` any more, or it is closed. */
export function readerGone(fd: number): boolean;
/**
 * Blocks the thread until one of the descriptors is readable, for `timeoutMs` at most (-1: without end). False after
 * that time, and when a signal came.
 */
export function waitReadable(fds: number[], timeoutMs: number): boolean;
/** A counting perf event, as a descriptor that the caller closes. */
export function openPerfEvent(options: {
  type: number;
  config: bigint;
  pid?: number;
  cpu?: number;
  groupFd?: number;
}): number;
/** Sets the XDP program of an interface, or removes it with a `programFd` of -1; `flags` are the kernel's `XDP_FLAGS_*`. It outlives the process. */
export function setXdp(ifindex: number, programFd: number, flags: number): void;
/** The XDP program of an interface, 0 for none. `mode` is the kernel's `XDP_ATTACHED_*`. */
export function queryXdp(ifindex: number): { programId: number; mode: number };
/**
 * Of these names those that the kernel's own type information (BTF) has a function of, or a tracepoint where the name
 * begins with `btf_trace_`; none where there is no such information.
 */
export function typedTargets(names: string[]): string[];
/** A place on an interface where `tc` filters run. */
export interface TcHook {
  ifindex: number;
  /** What comes in; false for what goes out. */
  ingress: boolean;
}
/** What tells a filter from the others of its hook. */
export interface TcFilter {
  handle: number;
  priority: number;
}
/**
 * Adds a program as a filter in direct-action mode, and the `clsact` discipline where the interface has none. The
 * kernel chooses a handle or priority that is left out. It outlives the process.
 */
export function addTcFilter(options: TcHook & Partial<TcFilter> & { programFd: number }): TcFilter;
export function removeTcFilter(options: TcHook & TcFilter): void;
/**
 * A packet socket that gets what passes an interface and a socket filter, as a descriptor that the caller closes; it does
 * not block.
 */
export function openPacketSocket(ifindex: number, programFd: number): number;
/** Packets that found no room in a packet socket since this was asked last. */
export function packetsLost(fd: number): number;
/**
 * Attaches a program to a cgroup, socket map or the like that `targetFd` stands for, as `BPF_PROG_ATTACH`. `attachType`
 * is the kernel's `enum bpf_attach_type`, `flags` its `BPF_F_ALLOW_*`. It may outlive the process.
 */
export function attachToDescriptor(programFd: number, targetFd: number, attachType: number, flags: number): void;
export function detachFromDescriptor(programFd: number, targetFd: number, attachType: number): void;
/** Ends the process at once, as `_exit(2)`: no handlers, no waiting for a thread stuck in a write. */
export function exitNow(status: number): never;
