import type { Core } from './environment.ts';

/** An address with what is known of it: `SymbolAt` of the core library. */
export interface NamedAddress {
  readonly address: bigint;
  readonly name: string | undefined;
  /** From the start of the function, or of the module where the function is not known. */
  readonly offset: bigint;
  readonly module: string | undefined;
}

/** What turns addresses into names. */
export interface Symbolizer {
  kernel(address: bigint): NamedAddress;
  user(pid: number, address: bigint): NamedAddress;
  close(): void;
}

/** The core library's symbols, read when the first address asks for them. `complain` is told why there are none. */
export function openSymbolizer({ KernelSymbols, UserSymbols }: Core, complain: (message: string) => void): Symbolizer {
  let kernel: ReturnType<Core['KernelSymbols']['open']> | undefined;
  let user: InstanceType<Core['UserSymbols']> | undefined;
  return {
    kernel(address) {
      if (!kernel) {
        kernel = KernelSymbols.open();
        if (kernel.restriction !== undefined) complain(kernel.restriction);
      }
      return kernel.resolve(address);
    },
    user(pid, address) {
      user ??= new UserSymbols();
      return user.resolve(pid, address);
    },
    close() {
      user?.close();
      user = undefined;
    },
  };
}
