import { numberList } from './number-list.ts';
import { syscallNumbers } from './syscall-numbers.ts';
import { UsageError } from './usage-error.ts';

/** The ways a program can call the kernel, which differ in the numbers of the calls. */
export type CallAbi = keyof typeof syscallNumbers;

/** The ways of each machine, the usual one first: where a number was called from is told by its place. */
const abis: Readonly<Record<string, readonly CallAbi[]>> = {
  x64: ['x86_64', 'ia32', 'x32'],
  arm64: ['arm64', 'arm'],
};

/** The system calls of a machine (default: of this one), by all its ways. */
export class SystemCalls {
  /** The ways, the usual one first. */
  readonly abis: readonly CallAbi[];
  readonly #names: ReadonlyMap<number, string>[];

  constructor(machine: string = process.arch) {
    this.abis = abis[machine] ?? [];
    this.#names = this.abis.map((abi) => {
      const names = new Map<number, string>();
      for (const [name, number] of numberList(syscallNumbers[abi])) names.set(number, name);
      return names;
    });
  }

  /** The name of a call, by the place of its way among {@link abis}; undefined when it is none. */
  name(abi: number, number: number): string | undefined {
    return this.#names[abi]?.get(number);
  }

  /** For people: `read`, `read (ia32)` when it was not called in the usual way, `[unknown: 9999]`. */
  label(abi: number, number: number): string {
    const name = this.name(abi, number) ?? `[unknown: ${number}]`;
    return abi === 0 ? name : `${name} (${this.abis[abi]})`;
  }

  /** Names separated by commas, each the name of a call. For options. */
  parseNames = (text: string): string[] => {
    const names = text.split(',').map((name) => name.trim());
    const unknown = names.find((name) => this.numbers(name).length === 0);
    if (unknown !== undefined) throw new UsageError(`no such system call '${unknown}'`);
    return names;
  };

  /** Where a call of that name is, by the places of the ways. Empty when there is none. */
  numbers(name: string): { abi: number; number: number }[] {
    return this.#names.flatMap((names, abi) =>
      [...names].filter((entry) => entry[1] === name).map(([number]) => ({ abi, number })),
    );
  }

  /** All names as text, four in a line, in columns. */
  list(): string {
    const names = this.names().map((name) => name.padEnd(22));
    const lines = Array.from({ length: Math.ceil(names.length / 4) }, (_, line) => names.slice(line * 4, line * 4 + 4));
    return lines.map((line) => `${line.join('   ').trimEnd()}\n`).join('');
  }

  /** All names, sorted, each once. */
  names(): string[] {
    return [...new Set(this.#names.flatMap((names) => [...names.values()]))].sort();
  }
}
