import type { SymbolTable } from '@bcc-ts/native';
import type { ByteSource } from './byte-source.ts';
import { demangle } from './demangle.ts';
import { ElfFile, type LoadSegment, linkedAddress } from './elf-file.ts';
import { elfSymbolTable } from './elf-symbols.ts';
import { LimitedCache } from './limited-cache.ts';
import { openMappedFile, readVdso } from './mapped-file.ts';
import { perfMapPath, readPerfMap } from './perf-map.ts';
import { type Mapping, mappingAt, type ProcessFiles, parseMaps, systemProcesses } from './process-maps.ts';
import type { SymbolAt } from './symbol-at.ts';

/** How {@link UserSymbols} works. */
export interface UserSymbolsOptions {
  /** C++ and Rust names as in the source; default true. */
  readonly demangle?: boolean;
  /** Processes kept at most; default 1024. */
  readonly maximumProcesses?: number;
  /** Files whose symbols are kept at most; default 1024. */
  readonly maximumFiles?: number;
  /**
   * Bytes kept at most for the symbols of files, and as many for processes and what they compiled at run time; default
   * 128 MiB. The entry in use always stays.
   */
  readonly maximumBytes?: number;
  /** For tests: the processes, and a clock in milliseconds. */
  readonly processes?: ProcessFiles;
  readonly now?: () => number;
}

/** Mappings older than this are read again; so is what is missing, but not more often than the second figure. */
const refreshMs = 1000;
const missMs = 50;
/** Readable names kept at most. */
const maximumNames = 100_000;
/** What an entry without symbols weighs. */
const entryWeight = 1024;
const mappingWeight = 400;

interface LoadedFile {
  /** Undefined when the file is no ELF file. */
  readonly symbols: { readonly segments: readonly LoadSegment[]; readonly table: SymbolTable } | undefined;
  /** Device and inode as maps show them. */
  readonly place: string;
}

interface KnownMapping extends Mapping {
  /** Key of its file in the cache; null when it cannot be read. */
  file?: string | null;
}

interface Process {
  readonly pid: number;
  startTime: string | undefined;
  mappings: KnownMapping[];
  readAt: number;
  /** Its list of functions compiled at run time. */
  jit: { table: SymbolTable; identity: string; path: string } | undefined;
  jitCheckedAt: number;
}

/**
 * Names the functions behind user-space addresses, for any number of processes. Files are found as the process sees
 * them, in its mount namespace, and only the very files that are mapped are used. What is kept is bounded, see
 * {@link UserSymbolsOptions}. Processes that have ended are still resolved when they were asked for before. A process's
 * mappings are read again when they are older than a second, so that libraries loaded later and `exec` are seen.
 *
 * Needs the right to look at the process: root, or the same user.
 *
 * ```ts
 * using symbols = new UserSymbols();
 * symbols.resolve(1234, 0x7f12a4b0c9d1n); // { name: 'malloc', offset: 0x21n, module: '/usr/lib/…/libc.so.6', … }
 * ```
 */
export class UserSymbols implements Disposable {
  readonly #demangle: boolean;
  readonly #system: ProcessFiles;
  readonly #now: () => number;
  readonly #processes: LimitedCache<number, Process>;
  readonly #files: LimitedCache<string, LoadedFile>;
  /** File of a device and inode, null when there were several: for processes that cannot be asked any more. */
  readonly #places = new Map<string, string | null>();
  #names = new WeakMap<SymbolTable, Map<number, string>>();
  #nameCount = 0;

  constructor(options: UserSymbolsOptions = {}) {
    this.#demangle = options.demangle ?? true;
    this.#system = options.processes ?? systemProcesses;
    this.#now = options.now ?? (() => performance.now());
    const maximumBytes = options.maximumBytes ?? 128 * 1024 * 1024;
    // Lists of functions hang on processes, so they are part of the processes' weight.
    this.#processes = new LimitedCache(options.maximumProcesses ?? 1024, maximumBytes, ({ jit }) => jit?.table.close());
    this.#files = new LimitedCache(options.maximumFiles ?? 1024, maximumBytes, ({ symbols, place }) => {
      symbols?.table.close();
      this.#places.delete(place);
    });
  }

  /** What is known of an address in a process. Never throws for what a process or its files hold. */
  resolve(pid: number, address: bigint): SymbolAt {
    const process = this.#process(pid);
    let mapping = mappingAt(process.mappings, address);
    if (!mapping && this.#now() - process.readAt >= missMs) {
      this.#read(process);
      mapping = mappingAt(process.mappings, address);
    }
    const file = mapping && this.#file(process, mapping);
    if (mapping && file?.symbols) {
      const { segments, table } = file.symbols;
      const linked = linkedAddress(segments, address - mapping.start + mapping.offset);
      const module = mapping.path;
      if (linked === undefined) return { address, name: undefined, offset: address - mapping.start, module };
      const index = table.find(linked);
      if (index < 0) return { address, name: undefined, offset: linked, module };
      return { address, name: this.#name(table, index), offset: linked - table.address(index), module };
    }
    return this.#compiled(process, address) ?? unknown(process, mapping, address);
  }

  /** What is kept at the moment; `bytes` is an estimate of its memory. */
  get usage(): { processes: number; files: number; bytes: number } {
    const bytes = this.#processes.weight + this.#files.weight;
    return { processes: this.#processes.size, files: this.#files.size, bytes };
  }

  /** Forgets everything. It may be used again afterwards. */
  close(): void {
    this.#processes.clear();
    this.#files.clear();
    this.#names = new WeakMap();
    this.#nameCount = 0;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #process(pid: number): Process {
    let process = this.#processes.get(pid);
    if (!process) {
      process = { pid, startTime: undefined, mappings: [], readAt: -Infinity, jit: undefined, jitCheckedAt: -Infinity };
      this.#processes.set(pid, process, entryWeight);
      this.#read(process);
    } else if (this.#now() - process.readAt >= refreshMs) {
      this.#read(process);
    }
    return process;
  }

  /** Reads the mappings. A process that has ended, or is about to be forgotten by its parent, keeps those it had. */
  #read(process: Process): void {
    process.readAt = this.#now();
    const startTime = this.#system.startTime(process.pid);
    if (startTime === undefined) return;
    if (startTime !== process.startTime) {
      process.jit?.table.close();
      process.jit = undefined;
      process.jitCheckedAt = -Infinity;
      process.mappings = [];
      process.startTime = startTime;
    }
    const text = this.#system.maps(process.pid);
    if (!text) return;
    const before = new Map(process.mappings.map((mapping) => [mapping.start, mapping]));
    process.mappings = parseMaps(text).map((mapping) => {
      const known = before.get(mapping.start);
      return known && isSame(known, mapping) ? known : mapping;
    });
    this.#processes.reweigh(process.pid, weightOf(process));
  }

  #file(process: Process, mapping: KnownMapping): LoadedFile | undefined {
    if (mapping.file === null) return undefined;
    const known = mapping.file === undefined ? undefined : this.#files.get(mapping.file);
    if (known) return known;
    const place = `${mapping.device}:${mapping.inode}`;
    const opened = this.#open(process, mapping);
    if (!opened) {
      const key = mapping.inode === 0n ? null : this.#places.get(place);
      mapping.file = key ?? null;
      return key ? this.#files.get(key) : undefined;
    }
    mapping.file = opened.key;
    const already = this.#files.get(opened.key);
    if (already) {
      opened.source.close();
      return already;
    }
    const file: LoadedFile = { symbols: loadSymbols(opened.source, process.pid, mapping), place };
    this.#files.set(opened.key, file, entryWeight + (file.symbols?.table.bytes ?? 0));
    this.#places.set(place, this.#places.has(place) ? null : opened.key);
    return file;
  }

  #open(process: Process, mapping: KnownMapping): { source: ByteSource; key: string } | undefined {
    if (mapping.path === '[vdso]') {
      const source = readVdso(process.pid, mapping);
      return source && { source, key: `vdso ${source.read(0, source.size).toString('latin1')}` };
    }
    if (mapping.inode === 0n) return undefined;
    const source = openMappedFile(process.pid, mapping);
    return source && { source, key: source.identity };
  }

  #compiled(process: Process, address: bigint): SymbolAt | undefined {
    const now = this.#now();
    const find = () => {
      if (!process.jit) return undefined;
      const { table, path } = process.jit;
      const index = table.find(address);
      if (index < 0) return undefined;
      return { address, name: this.#name(table, index), offset: address - table.address(index), module: path };
    };
    let found = find();
    if (now - process.jitCheckedAt >= (found ? refreshMs : missMs)) {
      this.#readPerfMap(process, now);
      found = find();
    }
    return found;
  }

  #readPerfMap(process: Process, now: number): void {
    process.jitCheckedAt = now;
    const identity = this.#system.identity(process.pid);
    if (!identity) return;
    const owner = { pid: process.pid, ...identity };
    const read = readPerfMap(owner, process.jit?.identity);
    if (!read) return;
    process.jit?.table.close();
    process.jit = { ...read, path: perfMapPath(owner) };
    this.#processes.reweigh(process.pid, weightOf(process));
  }

  #name(table: SymbolTable, index: number): string {
    let names = this.#names.get(table);
    if (!names) {
      names = new Map();
      this.#names.set(table, names);
    }
    let name = names.get(index);
    if (name === undefined) {
      if (++this.#nameCount > maximumNames) {
        names = new Map();
        this.#names = new WeakMap([[table, names]]);
        this.#nameCount = 1;
      }
      name = this.#demangle ? demangle(table.name(index)) : table.name(index);
      names.set(index, name);
    }
    return name;
  }
}

function weightOf(process: Process): number {
  return entryWeight + process.mappings.length * mappingWeight + (process.jit?.table.bytes ?? 0);
}

function loadSymbols(source: ByteSource, pid: number, mapping: Mapping): LoadedFile['symbols'] {
  try {
    const elf = new ElfFile(source);
    const path = mapping.inode === 0n ? undefined : mapping.path;
    return { segments: elf.segments, table: elfSymbolTable(elf, { path, roots: [`/proc/${pid}/root`, ''] }) };
  } catch {
    return undefined;
  } finally {
    source.close();
  }
}

function isSame(a: Mapping, b: Mapping): boolean {
  return a.end === b.end && a.offset === b.offset && a.inode === b.inode && a.device === b.device && a.path === b.path;
}

function unknown(process: Process, mapping: KnownMapping | undefined, address: bigint): SymbolAt {
  if (!mapping) {
    return {
      address,
      name: undefined,
      offset: address,
      module: process.startTime === undefined ? '[exited]' : undefined,
    };
  }
  const lost = mapping.deleted && mapping.file === null;
  const offset = mapping.inode === 0n ? address - mapping.start : address - mapping.start + mapping.offset;
  const name = lost ? `${mapping.path} [deleted]` : mapping.path || '[anonymous]';
  return { address, name: undefined, offset, module: name };
}
