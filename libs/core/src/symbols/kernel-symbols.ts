import { closeSync, openSync, readFileSync } from 'node:fs';
import { native, type SymbolTable } from '@bcc-ts/native';
import { failure } from '../errors.ts';
import type { SymbolAt } from './symbol-at.ts';
import { listSymbols, SymbolKind } from './symbol-list.ts';

/** The kernel's half of the address space. */
const kernelHalf = 1n << 63n;

/** How often the list of modules is compared, and how often, at most, an unknown address may cause a new reading. */
const modulesCheckMs = 1000;
const minimumReloadMs = 2000;
/** A reading that took long is repeated less often: it takes no more than this part of the time. */
const reloadShare = 20;

/** A function of the kernel or of a module. */
export interface KernelFunction {
  readonly name: string;
  /** Undefined for the kernel itself; `bpf` for eBPF programs. */
  readonly module: string | undefined;
  /** 0 when the system hides addresses. */
  readonly address: bigint;
}

/** Where the kernel tells about itself; tests put files of their own here. */
export interface KernelSymbolFiles {
  readonly kallsyms: string;
  readonly modules: string;
  readonly kptrRestrict: string;
}

const systemFiles: KernelSymbolFiles = {
  kallsyms: '/proc/kallsyms',
  modules: '/proc/modules',
  kptrRestrict: '/proc/sys/kernel/kptr_restrict',
};

/**
 * The symbols of the running kernel, its modules and eBPF programs, from /proc/kallsyms. Read when first needed
 * (10 MB for 150,000 symbols) and again when modules have come or gone. Names are known to every user; addresses need
 * CAP_SYSLOG unless the system is open about them, see {@link restricted}.
 *
 * ```ts
 * const symbols = KernelSymbols.open();
 * symbols.resolve(0xffffffff812a3b4cn); // { name: 'vfs_read', offset: 0x1cn, … }
 * ```
 */
export class KernelSymbols {
  readonly #files: KernelSymbolFiles;
  readonly #now: () => number;
  #table: SymbolTable | undefined;
  /** Tables that a caller may still be going through; the collector frees them. */
  readonly #listed = new WeakSet<SymbolTable>();
  #restricted = false;
  #modules = '';
  #checkedAt = 0;
  #loadedAt = 0;
  #loadMs = 0;

  private constructor(files: KernelSymbolFiles, now: () => number) {
    this.#files = files;
    this.#now = now;
  }

  /** Reads nothing yet. Nothing needs to be closed; the collector frees it. */
  static open(files: Partial<KernelSymbolFiles> = {}, now: () => number = () => performance.now()): KernelSymbols {
    return new KernelSymbols({ ...systemFiles, ...files }, now);
  }

  /** True when the system hides addresses: `resolve` and `addressOf` find nothing then, names are known. */
  get restricted(): boolean {
    this.#current();
    return this.#restricted;
  }

  /** One line on why addresses are hidden and what to do about it; undefined when they are not. */
  get restriction(): string | undefined {
    if (!this.restricted) return undefined;
    const level = readText(this.#files.kptrRestrict)?.trim();
    const remedy =
      level === '2'
        ? 'kernel.kptr_restrict is 2, which hides them from everyone (try: sysctl kernel.kptr_restrict=1)'
        : 'CAP_SYSLOG is missing (run it as root or with sudo)';
    return `the addresses of kernel functions are hidden: ${remedy}`;
  }

  /** Number of symbols. */
  get size(): number {
    return this.#current().length;
  }

  /** Bytes of memory they take. */
  get bytes(): number {
    return this.#current().bytes;
  }

  /** The function, or other symbol, at a kernel address. */
  resolve(address: bigint): SymbolAt {
    let found = -1;
    if (address >= kernelHalf) {
      let table = this.#current();
      found = this.#restricted ? -1 : table.find(address);
      const inModule = found >= 0 && table.module(found) !== undefined;
      if ((found < 0 || inModule) && !this.#restricted && this.#refresh(found < 0)) {
        table = this.#current();
        found = table.find(address);
      }
      if (found >= 0) {
        const offset = address - table.address(found);
        return { address, name: table.name(found), offset, module: table.module(found) };
      }
    }
    return { address, name: undefined, offset: address, module: undefined };
  }

  /**
   * The address of a function or variable; without a module the kernel's own one first. Where several have the same
   * name, the lowest. Undefined when there is none or addresses are hidden.
   */
  addressOf(name: string, module?: string): bigint | undefined {
    const find = () => {
      const table = this.#current();
      if (this.#restricted) return undefined;
      const named = table.named(name);
      const index =
        module === undefined
          ? (named.find((at) => table.module(at) === undefined) ?? named[0])
          : named.find((at) => table.module(at) === module);
      return index === undefined ? undefined : table.address(index);
    };
    return find() ?? (this.#refresh(false) ? find() : undefined);
  }

  /**
   * All functions: names also when addresses are hidden. A name may occur more than once. The padding before functions,
   * which has names of its own since Linux 6.2, is not one.
   */
  *functions(): Generator<KernelFunction> {
    this.#refresh(false);
    const table = this.#current();
    this.#listed.add(table);
    for (const { name, module, address, kind } of listSymbols(table)) {
      if (kind === SymbolKind.function && !isPadding(name)) yield { name, module, address };
    }
  }

  #current(): SymbolTable {
    this.#table ??= this.#load();
    return this.#table;
  }

  /** Reads everything again if that may help: modules changed, or an address is unknown. True when it did. */
  #refresh(unknown: boolean): boolean {
    const now = this.#now();
    if (!this.#table) return false;
    const wait = Math.max(minimumReloadMs, this.#loadMs * reloadShare);
    if (now - this.#checkedAt < modulesCheckMs) return false;
    this.#checkedAt = now;
    const changed = readText(this.#files.modules) !== this.#modules;
    if (!changed && !(unknown && now - this.#loadedAt >= wait)) return false;
    const old = this.#table;
    this.#table = this.#load();
    if (!this.#listed.has(old)) old.close();
    return true;
  }

  #load(): SymbolTable {
    const { kallsyms, modules } = this.#files;
    const begin = this.#now();
    this.#modules = readText(modules) ?? '';
    let table: SymbolTable;
    try {
      const fd = openSync(kallsyms, 'r');
      try {
        table = native().SymbolTable.fromKallsyms(fd);
      } finally {
        closeSync(fd);
      }
    } catch (error) {
      throw failure(`read the kernel's symbols from ${kallsyms}`, error);
    }
    this.#loadedAt = this.#checkedAt = this.#now();
    this.#loadMs = this.#loadedAt - begin;
    this.#restricted = table.length > 0 && table.address(table.length - 1) === 0n;
    return table;
  }
}

function isPadding(name: string): boolean {
  return name.startsWith('__pfx_') || name.startsWith('__cfi_');
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}
