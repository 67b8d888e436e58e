import { KernelSymbols, type SymbolAt, UserSymbols } from '@bcc-ts/core';

export interface SymbolFormat {
  /** Add the module: `vfs_read [kernel]`, `malloc [libc.so.6]`. */
  showModule?: boolean;
  /** Add the distance from the function's beginning: `vfs_read+0x1a`. */
  showOffset?: boolean;
}

export interface UserSymbolFormat extends SymbolFormat {
  /** C++ and Rust names as in the source; default true. */
  demangle?: boolean;
}

const unknown = '[unknown]';

let kernel: KernelSymbols | undefined;
const user = new Map<boolean, UserSymbols>();

function kernelSymbols(): KernelSymbols {
  kernel ??= KernelSymbols.open();
  return kernel;
}

function userSymbols(demangle: boolean): UserSymbols {
  let symbols = user.get(demangle);
  if (!symbols) {
    symbols = new UserSymbols({ demangle });
    user.set(demangle, symbols);
  }
  return symbols;
}

/** The kernel function at an address, `[unknown]` without one. */
export function ksym(address: number | bigint, format: SymbolFormat = {}): string {
  const { name, offset, module = 'kernel' } = kernelSymbols().resolve(BigInt(address));
  return symbolText(name, offset, name === undefined ? undefined : module, format);
}

/** The address of a kernel function; undefined when there is none, or addresses are hidden. */
export function ksymname(name: string): bigint | undefined {
  return kernelSymbols().addressOf(name);
}

/** The function at an address of a process; of the kernel with a negative `pid`. */
export function sym(address: number | bigint, pid: number, format: UserSymbolFormat = {}): string {
  if (pid < 0) return ksym(address, format);
  const { name, offset, module } = userSymbols(format.demangle ?? true).resolve(pid, BigInt(address));
  return symbolText(name, offset, module && fileName(module), format);
}

/** Frees what is known of symbols; what is asked for next is read again. */
export function forgetSymbols(): void {
  kernel = undefined;
  for (const symbols of user.values()) symbols.close();
  user.clear();
}

/** Symbols of one process, or of the kernel with a negative `pid`. */
export class SymbolCache {
  readonly pid: number;

  constructor(pid: number) {
    this.pid = pid;
  }

  /** Name, offset in the function, and module; the name is undefined when only the module is known. */
  resolve(address: number | bigint, demangle = true): SymbolAt {
    const at = BigInt(address);
    return this.pid < 0 ? kernelSymbols().resolve(at) : userSymbols(demangle).resolve(this.pid, at);
  }

  /** The address of a kernel function of a module, or of the kernel itself without one. */
  resolveName(module: string | undefined, name: string): bigint | undefined {
    if (this.pid >= 0)
      throw new Error('names of user functions have no address until they are loaded (see getUserAddresses)');
    return kernelSymbols().addressOf(name, module);
  }
}

export function symbolText(
  name: string | undefined,
  offset: bigint,
  module: string | undefined,
  { showModule = false, showOffset = false }: SymbolFormat,
): string {
  const place = name === undefined ? unknown : showOffset ? `${name}+0x${offset.toString(16)}` : name;
  return showModule && module !== undefined ? `${place} [${module}]` : place;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
