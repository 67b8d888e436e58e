/**
 * Stands in for the package while the texts of examples are collected: a program ends where it makes its first `BPF`.
 * Nothing is loaded.
 */
export * from '../../src/index.ts';

export interface RecordedText {
  text: string;
  cflags?: readonly string[] | undefined;
}

/** Thrown instead of loading a program. */
export class Recorded extends Error {
  readonly recorded: RecordedText;

  constructor(recorded: RecordedText) {
    super('recorded');
    this.recorded = recorded;
  }
}

export class BPF {
  constructor({ text, cflags }: RecordedText) {
    throw new Recorded({ text, cflags });
  }
}

export class USDT {
  enableProbe() {}
}

/** What programs ask of the kernel before they make their text; this machine's answers would not be the guest's. */
export const supportLsm = (): boolean => true;
export const getKprobeFunctions = (): string[] => ['do_mkdirat'];
