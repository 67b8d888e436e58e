import { existsSync } from 'node:fs';
import { Binary, findLibrary } from '@bcc-ts/core';
import { ToolError } from './usage-error.ts';

/** The part of the core library's `BpfProgram` that is attached to functions. */
interface UprobeProgram {
  attachUprobe(options: { path: string; offset: number; retprobe: boolean; pid?: number }): unknown;
}

/** A function of a library, and the programs for its calls and returns. */
export interface LibraryFunction<P extends string = string> {
  name: string;
  enter?: P;
  leave?: P;
  /** Without it tracing makes no sense. */
  required?: boolean;
  /** Further libraries it may be in, where it is not in the first. */
  elsewhere?: readonly string[];
  /** The programs instead, where the first library has it, and not also the function `unlessThereIs`. */
  own?: { enter: P; leave: P; unlessThereIs: string };
}

export interface LibraryOptions {
  /** A library's name or path, as `findLibrary` takes it. A program with an allocator of its own has it before `c`. */
  library: string;
  pid?: number | undefined;
}

/** Attaches programs to functions of a library, as one process or all see it. @throws ToolError naming what is missing. */
export function attachFunctions<P extends string>(
  programs: Readonly<Record<P, UprobeProgram>>,
  functions: readonly LibraryFunction<P>[],
  { library, pid }: LibraryOptions,
): void {
  if (pid !== undefined && !existsSync(`/proc/${pid}`)) throw new ToolError(`there is no process ${pid}`);
  using binaries = new Binaries(pid);
  const required = functions.filter((one) => one.required);
  const program = pid === undefined || library !== 'c' ? undefined : binaries.open(`/proc/${pid}/exe`);
  const first = program && required.every(({ name }) => program.find(name)) ? program : binaries.library(library);
  if (!first) throw new ToolError(`cannot find the library ${library}${pid === undefined ? '' : ` of process ${pid}`}`);
  const attached = new Set<string>();
  for (const one of functions) {
    const { elsewhere = [], name, own, required } = one;
    const places = [first, ...elsewhere.map((other) => binaries.library(other))];
    const found = places.map((binary) => ({ binary, at: binary?.find(name) })).find(({ at }) => at !== undefined);
    if (!found?.binary || !found.at) {
      if (required) throw new ToolError(`cannot attach to ${name}: no such function in ${first.path}`);
      continue;
    }
    // One function may have several names.
    const place = `${found.binary.path} ${found.at.offset}`;
    if (attached.has(place)) continue;
    attached.add(place);
    const where = { path: found.binary.path, offset: Number(found.at.offset), ...(pid !== undefined && { pid }) };
    const { enter, leave } = own && found.binary === first && !first.find(own.unlessThereIs) ? own : one;
    if (leave) programs[leave].attachUprobe({ ...where, retprobe: true });
    if (enter) programs[enter].attachUprobe({ ...where, retprobe: false });
  }
}

/** Binaries that are looked into, each opened once. */
class Binaries implements Disposable {
  readonly #pid: number | undefined;
  readonly #open = new Map<string, Binary | undefined>();

  constructor(pid: number | undefined) {
    this.#pid = pid;
  }

  library(name: string): Binary | undefined {
    const path = findLibrary(name, this.#pid === undefined ? {} : { pid: this.#pid });
    return path === undefined ? undefined : this.open(path);
  }

  open(path: string): Binary | undefined {
    if (!this.#open.has(path)) this.#open.set(path, openBinary(path));
    return this.#open.get(path);
  }

  [Symbol.dispose](): void {
    for (const binary of this.#open.values()) binary?.close();
  }
}

function openBinary(path: string): Binary | undefined {
  try {
    return Binary.open(path);
  } catch {
    return undefined;
  }
}
