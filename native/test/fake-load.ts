/** For processes with the fake kernel: what libbpf hands to it. */
import { createHash } from 'node:crypto';
import { readFileSync, truncateSync } from 'node:fs';
import { native } from '../load.ts';

/** How the types of the kernel come to libbpf. */
export type Way =
  /** A slice, from the kernel's file, mapped. */
  | 'mapped'
  /** A slice, from what is read of that file. */
  | 'file'
  /** A slice, from what the kernel gives by number. */
  | 'number'
  /** By libbpf, which reads them all: it is told a file of its own to relocate against. */
  | 'whole';

/** A program as it would have been verified. */
export interface LoadedProgram {
  name: string;
  /** The kernel's id of what it is attached to, 0 for nothing. */
  target: number;
  /** A hash of its instructions. */
  code: string;
}

export interface Loaded {
  /** Why the load failed. */
  error?: string;
  /** Whether libbpf has read all types itself. */
  readAll: boolean;
  programs: LoadedProgram[];
}

/** Loads an object. `programs` are those that are to be loaded; by default all that are anyway. */
export function fakeLoad(
  image: Uint8Array,
  types: string,
  way: Way,
  { programs, module }: { programs?: readonly string[] | undefined; module?: string | undefined } = {},
): Loaded {
  const log = process.env.FAKE_KERNEL_LOG!;
  if (!readFileSync('/proc/self/maps', 'utf8').includes('fake-kernel.so')) throw new Error('there is no fake kernel');
  process.env.FAKE_KERNEL_TYPES = types;
  process.env.FAKE_KERNEL_NUMBERS = way === 'number' ? '1' : '';
  process.env.FAKE_KERNEL_MAPPED = way === 'mapped' ? '1' : '';
  process.env.FAKE_KERNEL_MODULE = module ?? '';
  const { BpfObject } = native();
  const object = new BpfObject(image, { name: 'test', ...(way === 'whole' && { btfPath: types }) });
  const names = object.programs.map(({ name }) => name.slice(0, 15));
  if (programs) for (const program of object.programs) program.autoload = programs.includes(program.name);
  let error: string | undefined;
  try {
    truncate(log);
    object.load();
  } catch (caught) {
    error = (caught as Error).message;
  } finally {
    object.close();
  }
  const lines = readFileSync(log, 'utf8').split('\n');
  return {
    ...(error !== undefined && { error }),
    readAll: lines.includes('all types'),
    // libbpf's own trials have other names.
    programs: lines.flatMap((line) => programOf(line, names) ?? []),
  };
}

function truncate(file: string): void {
  try {
    truncateSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function programOf(line: string, names: readonly string[]): LoadedProgram | undefined {
  const [, name = '', target, code = ''] = /^program (\S+) \d+ \d+ (\d+) (\S+)$/.exec(line) ?? [];
  if (!names.includes(name)) return undefined;
  return { name, target: Number(target), code: createHash('sha256').update(code).digest('hex').slice(0, 16) };
}

/** What the parent asks for. */
export function request<Request>(): Request {
  return JSON.parse(readFileSync(0, 'utf8'));
}

export function answer(value: unknown): void {
  process.stdout.write(JSON.stringify(value));
}
