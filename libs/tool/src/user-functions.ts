import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Binary, findLibrary } from '@bcc-ts/core';
import { ToolError } from './usage-error.ts';

/** More roots than a machine has containers. */
const MOST_ROOTS = 1024;

/** Where files are looked for; a test has processes of its own. */
export interface FilesInUse {
  /** Ids of all processes. */
  processes(): number[];
  /** What tells a process's root directory from others', or undefined when the process has gone. */
  rootOf(pid: number): string | undefined;
  find(name: string, pid?: number): string | undefined;
  /** The name of a process. */
  nameOf(pid: number): string | undefined;
  /** What tells a file from others. */
  identity(path: string): string | undefined;
}

const system: FilesInUse = {
  processes: () =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number),
  rootOf: (pid) => attempt(() => `${readlinkSync(`/proc/${pid}/ns/mnt`)} ${readlinkSync(`/proc/${pid}/root`)}`),
  nameOf: (pid) => attempt(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trimEnd()),
  find: (name, pid) => attempt(() => findLibrary(name, pid === undefined ? {} : { pid })),
  identity: (path) =>
    attempt(() => {
      const { dev, ino } = statSync(path, { bigint: true });
      return `${dev}:${ino}`;
    }),
};

function attempt<T>(get: () => T): T | undefined {
  try {
    return get();
  } catch {
    return undefined;
  }
}

/**
 * The files that a library (`c`, `libreadline.so.8`) or a path stands for: this system's, and those of containers and
 * other processes with a root directory of their own, each once. With `pid` only that process's.
 * @throws ToolError when there is no such process.
 */
export function filesInUse(name: string, pid?: number, files: FilesInUse = system): string[] {
  if (pid !== undefined) {
    if (files.rootOf(pid) === undefined) throw new ToolError(`there is no process ${pid}`);
    return [files.find(name, pid)].filter((path) => path !== undefined);
  }
  const found = [files.find(name)];
  const roots = new Set<string | undefined>([undefined]);
  for (const process of files.processes()) {
    const root = files.rootOf(process);
    if (roots.has(root) || roots.size > MOST_ROOTS) continue;
    roots.add(root);
    found.push(files.find(name, process));
  }
  return distinct(found, files);
}

/**
 * The files of a program: those that its path stands for, and what processes of its name execute, wherever that lies.
 * With `pid` only what that process executes.
 * @throws ToolError when there is no such process.
 */
export function programsInUse(path: string, pid?: number, files: FilesInUse = system): string[] {
  const named = files.processes().filter((process) => files.nameOf(process) === basename(path));
  const running = (pid === undefined ? named : named.filter((process) => process === pid)).map(executable);
  return distinct(
    [...(pid === undefined || running.length === 0 ? filesInUse(path, pid, files) : []), ...running],
    files,
  );
}

const executable = (pid: number) => `/proc/${pid}/exe`;

function distinct(paths: readonly (string | undefined)[], files: FilesInUse): string[] {
  const found = new Map<string, string>();
  for (const path of paths) {
    const identity = path === undefined ? undefined : files.identity(path);
    if (path !== undefined && identity !== undefined && !found.has(identity)) found.set(identity, path);
  }
  return [...found.values()];
}

/** The part of a BPF program that is used here. */
export interface UserProgram {
  attachUprobe(options: { path: string; offset: number; retprobe?: boolean; pid?: number }): unknown;
}

/** A function of a program or library, and what runs where it begins and ends. */
export interface UserFunction {
  name: string;
  entry?: UserProgram;
  exit?: UserProgram;
}

/** Whether a file has a function of its own; one that it only imports does not count. */
export function hasFunction(path: string, name: string): boolean {
  return attempt(() => offsetsOf(path, [name]).has(name)) ?? false;
}

function offsetsOf(path: string, names: readonly string[]): Map<string, number> {
  using binary = Binary.open(path);
  const found = names.map((name) => [name, binary.find(name)?.offset] as const);
  return new Map(found.flatMap(([name, offset]) => (offset === undefined ? [] : [[name, Number(offset)] as const])));
}

/**
 * Attaches programs to functions of files, of every process that runs them or will, or of one. Functions that a file
 * does not have are left out.
 * @throws ToolError when no file has any of them.
 */
export function attachToFiles(files: readonly string[], functions: readonly UserFunction[], pid?: number): void {
  let attached = 0;
  for (const path of files) {
    const offsets =
      attempt(() =>
        offsetsOf(
          path,
          functions.map(({ name }) => name),
        ),
      ) ?? new Map<string, number>();
    for (const { name, entry, exit } of functions) {
      const offset = offsets.get(name);
      if (offset === undefined) continue;
      const place = { path, offset, ...(pid !== undefined && { pid }) };
      // The end first: a call whose end is not seen would be remembered for nothing.
      exit?.attachUprobe({ ...place, retprobe: true });
      entry?.attachUprobe(place);
      attached++;
    }
  }
  if (attached > 0) return;
  const names = functions.map(({ name }) => name).join(', ');
  throw new ToolError(
    files.length === 0 ? `no file with ${names} was found` : `${files.join(', ')} has no function ${names}`,
  );
}
