import type { Features, ProgramImage } from '@bcc-ts/core';
import { Clock } from './clock.ts';
import { DescriptorSink, type Sink, type SinkHandlers } from './sink.ts';
import type { NamedAddress } from './stack-symbols.ts';
import type { SignalSource } from './stop-signals.ts';
import { openTerminal, type Terminal } from './terminal.ts';
import type { ToolObject } from './tool-object.ts';

/** The part of the core library that a run begins with. */
export interface Core {
  openObject(image: ProgramImage): ToolObject;
  features: Features;
  readerGone(fd: number): boolean;
  KernelSymbols: { open(): { resolve(address: bigint): NamedAddress; readonly restriction: string | undefined } };
  UserSymbols: new () => { resolve(pid: number, address: bigint): NamedAddress; close(): void };
}

/** Everything outside the kit that a run touches. Tests put their own in place. */
export interface Environment {
  /** The command line without interpreter and script. */
  argv: readonly string[];
  /** Only the project's own `BCC_TS_*` variables are read. */
  variables: Readonly<Record<string, string | undefined>>;
  /** Loads the library that talks to the kernel; not called where nothing is traced. */
  loadCore(): Promise<Core>;
  openSink(fd: number, handlers: SinkHandlers): Sink;
  openClock(): Clock;
  /** The terminal on standard output, if it is one. */
  openTerminal(): Terminal | undefined;
  signals: SignalSource;
  /** Calls `listener` with exceptions that nobody catches, until it is disposed. */
  onUncaught(listener: (error: unknown) => void): Disposable;
  exit(status: number): void;
}

export function realEnvironment(): Environment {
  return {
    argv: process.argv.slice(2),
    variables: process.env,
    loadCore: async () => (await import('@bcc-ts/core')) as unknown as Core,
    openSink: (fd, handlers) => new DescriptorSink(fd, handlers),
    openClock: () => new Clock(),
    openTerminal,
    signals: process,
    onUncaught: (listener) => {
      process.on('uncaughtException', listener);
      return { [Symbol.dispose]: () => process.removeListener('uncaughtException', listener) };
    },
    exit: (status) => process.exit(status),
  };
}
