import type { NamedAddress, Symbolizer } from './stack-symbols.ts';

/** Where a frame's code lies; `jit`: made while the process ran, known from the map file it writes. */
export type FrameKind = 'kernel' | 'user' | 'jit';

export interface Frame extends NamedAddress {
  readonly kind: FrameKind;
}

/** The part of the core library's `StackTraceMap` that the kit uses. */
export interface StackMap {
  maxEntries: number;
  depth: number;
  get(id: number): bigint[] | undefined;
  delete(id: number): boolean;
}

/** A stack, or the part of one that is in the kernel or in a process. */
export interface StackId {
  /** What `kernel_stack_id` or `user_stack_id` of stacks.bpf.h gave. */
  id: number;
  /** The process of a user stack. */
  pid?: number;
  /**
   * Who called the function that the stack begins in, where it was taken at the function's first instruction: the kernel
   * may have missed that one. It stands in the function's place. 0: the stack is complete.
   */
  caller?: bigint;
}

/** stacks.bpf.h's numbers. */
export const NO_STACK = -14;
const SECOND = 0x40000000;
const COLLISION = -17;
const FULL = -12;

/** Why a stack is missing, for an id that is an error; undefined when there simply is none. */
export function missingStack(id: number): string | undefined {
  if (id >= 0 || id === NO_STACK) return undefined;
  if (id === COLLISION) return 'collision';
  return id === FULL ? 'storage full' : `error ${-id}`;
}

/** A user stack is resolved for no longer than this per sweep, so that the tool does not disturb what it looks at. */
const SWEEP_MS = 50;

/**
 * The frames of stack ids. What is resolved is kept until {@link forget}, so that a process that has ended since keeps
 * the names it had.
 */
export class StackFrames {
  readonly #maps: readonly StackMap[];
  readonly #symbols: Symbolizer;
  readonly #stacks = new Map<string, readonly Frame[]>();
  readonly #frames = new Map<string, Frame>();

  /** `maps`: the program's `stacks` and `stacks_second`. */
  constructor(maps: readonly StackMap[], symbols: Symbolizer) {
    this.#maps = maps;
    this.#symbols = symbols;
  }

  /** Innermost first; undefined when the kernel does not have the stack any more. */
  of({ id, pid, caller = 0n }: StackId): readonly Frame[] | undefined {
    if (id < 0) return undefined;
    const key = `${pid ?? ''} ${caller}/${id}`;
    const known = this.#stacks.get(key);
    if (known) return known;
    const kept = this.#maps[id & SECOND ? 1 : 0]?.get(id & ~SECOND);
    if (!kept) return undefined;
    const addresses = caller ? [caller, ...kept.slice(kept[1] === caller ? 2 : 1)] : kept;
    const frames = addresses.map((address, depth) => this.#frame(pid, address, depth > 0));
    this.#stacks.set(key, frames);
    return frames;
  }

  /** Resolves what has not been seen yet, as much as a short time allows. */
  sweep(stacks: Iterable<StackId>): void {
    const end = performance.now() + SWEEP_MS;
    for (const stack of stacks) {
      this.of(stack);
      if (performance.now() > end) return;
    }
  }

  /** Gives the places of all stacks but those in use back to the kernel. */
  freeUnused(used: ReadonlySet<number>): void {
    const all = new Set(Array.from(this.#stacks.keys(), (key) => Number(key.slice(key.indexOf('/') + 1))));
    for (const id of all) if (!used.has(id)) this.#maps[id & SECOND ? 1 : 0]?.delete(id & ~SECOND);
    for (const key of this.#stacks.keys()) {
      if (!used.has(Number(key.slice(key.indexOf('/') + 1)))) this.#stacks.delete(key);
    }
    this.#frames.clear();
  }

  close(): void {
    this.#symbols.close();
  }

  #frame(pid: number | undefined, address: bigint, isCaller: boolean): Frame {
    const key = `${pid ?? ''}/${isCaller ? 'r' : ''}${address}`;
    const known = this.#frames.get(key);
    if (known) return known;
    const frame = this.#resolve(pid, address, isCaller);
    this.#frames.set(key, frame);
    return frame;
  }

  #resolve(pid: number | undefined, address: bigint, isCaller: boolean): Frame {
    const ask = (at: bigint) => (pid === undefined ? this.#symbols.kernel(at) : this.#symbols.user(pid, at));
    let symbol = ask(address);
    // A call that never returns may be a function's last instruction: the address it would return to is another's.
    if (isCaller && symbol.offset === 0n && symbol.name !== undefined) {
      const before = ask(address - 1n);
      if (before.name !== undefined) symbol = { ...before, offset: before.offset + 1n };
    }
    return { ...symbol, address, kind: pid === undefined ? 'kernel' : isJit(symbol) ? 'jit' : 'user' };
  }
}

/** Names without a file come from the map a runtime writes. */
function isJit({ name, module }: NamedAddress): boolean {
  return name !== undefined && (module === undefined || /(^|\/)perf-\d+\.map$/.test(module));
}
