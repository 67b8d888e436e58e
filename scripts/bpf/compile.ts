import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { cacheRoot } from '../native/build-cache.ts';
import { nativeLibraries } from '../native/libraries.ts';
import { includedFiles } from './included-files.ts';
import { pruneTypes } from './prune-types.ts';
import { headers, repository } from './sources.ts';

export type Architecture = 'x86_64' | 'arm64';

export interface CompiledProgram {
  /** File name without `.bpf.c`. */
  name: string;
  object: Uint8Array;
  source: string;
  /** Every file of the repository the object depends on. */
  dependencies: string[];
}

/** What clang found wrong, as it printed it. */
export class CompileError extends Error {
  override name = 'CompileError';
}

const architectureMacros: Record<Architecture, string> = { x86_64: '__TARGET_ARCH_x86', arm64: '__TARGET_ARCH_arm64' };
const warnings = [
  '-Wall',
  '-Wextra',
  '-Werror',
  '-Wno-unused-parameter',
  '-Wno-sign-compare',
  '-Wno-missing-field-initializers',
  '-Wno-gnu-variable-sized-type-not-at-end',
];
const targetOptions = ['-O2', '-g', '-target', 'bpf', '-mcpu=v3', '-fno-ident'];

/** The architecture programs are built for: this machine's, or `BCC_TS_ARCH`. */
export function targetArchitecture(): Architecture {
  const wanted = process.env.BCC_TS_ARCH || process.arch;
  if (wanted === 'x64' || wanted === 'x86_64') return 'x86_64';
  if (wanted === 'arm64') return 'arm64';
  throw new Error(`cannot compile BPF programs for ${wanted}: only x86_64 and arm64 have types (libs/tool/bpf/types)`);
}

/** libbpf's headers for BPF programs. Built once, see scripts/native. */
export async function libbpfHeaders(): Promise<string> {
  return (await nativeLibraries()).include;
}

/**
 * Compiles a `.bpf.c` file to a relocatable object with BTF and without debug sections. Takes about 0.1 s, or a
 * millisecond when neither the program nor anything it includes has changed.
 *
 * @param include libbpf's headers, from {@link libbpfHeaders}.
 * @throws CompileError with clang's diagnostics; warnings count.
 */
export function compileProgram(file: string, include: string, architecture = targetArchitecture()): CompiledProgram {
  const name = basename(file, '.bpf.c');
  const source = readFileSync(file, 'utf8');
  const included = includedFiles(file, [headers]);
  const typesFile = join(headers, 'types', `${architecture}.h`);
  const texts = included.map((path) => readFileSync(path, 'utf8'));
  const types = pruneTypes(readFileSync(typesFile, 'utf8'), [source, ...texts].join('\n'));
  const options = [...targetOptions, ...warnings, `-D${architectureMacros[architecture]}`];
  const key = contentKey([source, ...texts, types, ...options, compilerIdentity(), basename(dirname(include))]);
  const directory = join(cacheRoot, 'bpf', key);
  const dependencies = [file, ...included, typesFile];
  try {
    return { name, object: readFileSync(join(directory, 'program.o')), source, dependencies };
  } catch {
    return { name, object: build(file, types, options, include, directory), source, dependencies };
  }
}

function build(file: string, types: string, options: string[], include: string, directory: string): Uint8Array {
  mkdirSync(dirname(directory), { recursive: true });
  const temporary = mkdtempSync(`${directory}.tmp-`);
  try {
    const typesFile = join(temporary, 'types.h');
    writeFileSync(typesFile, `#define __VMLINUX_H__\n${types.replace('#pragma once\n', '')}`);
    const object = join(temporary, 'program.o');
    const paths = [
      ...['-include', typesFile, '-I', headers, '-isystem', include],
      ...[`-ffile-prefix-map=${repository}/=`, `-ffile-prefix-map=${temporary}/=`, `-ffile-prefix-map=${include}/=`],
      '-fdebug-compilation-dir=.',
    ];
    const colour = process.stderr.isTTY ? ['-fcolor-diagnostics'] : [];
    const clang = run('clang-19', [...options, ...colour, ...paths, '-c', relative(repository, file), '-o', object]);
    if (clang.status !== 0) throw new CompileError(withAdvice(clang.stderr.trimEnd(), file));
    const strip = run('llvm-strip-19', ['-g', object]);
    if (strip.status !== 0) throw new CompileError(`cannot strip ${file}: ${strip.stderr}`);
    const bytes = readFileSync(object);
    publish(temporary, directory);
    return bytes;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Another process may have built the same meanwhile: its result is as good. */
function publish(temporary: string, directory: string): void {
  try {
    renameSync(temporary, directory);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

function run(command: string, args: string[]): { status: number | null; stderr: string } {
  const { status, stderr, error } = spawnSync(command, args, { cwd: repository, encoding: 'utf8' });
  if (error) throw new Error(`cannot run ${command}: ${error.message} (try: apt-get install clang-19 llvm-19)`);
  return { status, stderr };
}

function withAdvice(diagnostics: string, file: string): string {
  if (
    !/incomplete (definition of )?type|no member named|unknown type name|use of undeclared identifier/.test(diagnostics)
  ) {
    return diagnostics;
  }
  return `${diagnostics}\nIf ${relative(repository, file)} is right and the kernel has that type: run scripts/bpf/update-types, which adds it to libs/tool/bpf/types`;
}

function contentKey(parts: string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest('hex').slice(0, 24);
}

let identity: string | undefined;

/** Asking clang for its version takes 40 ms; its file tells as much. */
function compilerIdentity(): string {
  if (identity) return identity;
  const file = (process.env.PATH ?? '')
    .split(':')
    .map((folder) => statSync(join(folder, 'clang-19'), { throwIfNoEntry: false }) && join(folder, 'clang-19'))
    .find((path) => path !== undefined);
  if (!file)
    throw new Error('cannot compile BPF programs: clang-19 is not on PATH (try: apt-get install clang-19 llvm-19)');
  const { size, mtimeMs } = statSync(realpathSync(file));
  identity = `${size} ${mtimeMs}`;
  return identity;
}
