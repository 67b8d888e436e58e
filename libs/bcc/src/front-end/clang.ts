import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileIdentity } from './kernel-facts.ts';

/** The oldest that works. */
const oldest = 14;
const newestNamed = 30;

export interface Clang {
  path: string;
  version: number;
  /** Changes when the compiler does. */
  identity: string;
}

export interface ClangResult {
  status: number;
  stdout: Buffer;
  stderr: string;
}

/** No compiler, or none that works. One line that says what to install. */
export class NoClangError extends Error {
  override name = 'NoClangError';
}

const advice = `try: apt-get install clang (versions from ${oldest} on work; tested with 14 and 19)`;
const found = new Map<string, Clang>();

/**
 * The newest clang on PATH, or the one that `BCC_TS_CLANG` names.
 * @throws NoClangError
 */
export function findClang(environment: NodeJS.ProcessEnv = process.env): Clang {
  const chosen = environment.BCC_TS_CLANG;
  const key = JSON.stringify([chosen, environment.PATH]);
  let clang = found.get(key);
  if (!clang) {
    clang = chosen
      ? examine(
          chosen.includes('/') ? chosen : (inFolders((environment.PATH ?? '').split(delimiter), chosen) ?? chosen),
        )
      : search((environment.PATH ?? '').split(delimiter));
    found.set(key, clang);
  }
  return clang;
}

/**
 * What {@link findClang} would give as its identity, found without running anything; undefined when there is no clang.
 */
export function clangIdentity(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (environment.PATH ?? '').split(delimiter);
  const chosen = environment.BCC_TS_CLANG;
  const path = chosen
    ? chosen.includes('/')
      ? chosen
      : inFolders(folders, chosen)
    : (numbered(folders)?.path ?? inFolders(folders, 'clang'));
  return path === undefined || fileIdentity(path) === 'none' ? undefined : identityOf(path);
}

function numbered(folders: readonly string[]): { path: string; version: number } | undefined {
  for (let version = newestNamed; version >= oldest; version--) {
    const path = inFolders(folders, `clang-${version}`);
    if (path) return { path, version };
  }
  return undefined;
}

function search(folders: readonly string[]): Clang {
  const named = numbered(folders);
  if (named) return { ...named, identity: identityOf(named.path) };
  const path = inFolders(folders, 'clang');
  if (path === undefined) throw new NoClangError(`cannot compile BPF C: clang is not on PATH (${advice})`);
  return examine(path);
}

function inFolders(folders: readonly string[], name: string): string | undefined {
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {}
  }
  return undefined;
}

function examine(path: string): Clang {
  const { stdout, error } = childProcess().spawnSync(path, ['--version'], { encoding: 'utf8' });
  if (error) throw new NoClangError(`cannot run ${path}: ${error.message} (${advice})`);
  const version = Number(/clang version (\d+)/.exec(stdout)?.[1] ?? 0);
  if (version < oldest) {
    throw new NoClangError(
      `cannot compile BPF C: ${path} is ${version ? `version ${version}` : 'no clang'} (${advice})`,
    );
  }
  return { path, version, identity: identityOf(path) };
}

function identityOf(path: string): string {
  try {
    const real = realpathSync(path);
    return `${real} ${fileIdentity(real)}`;
  } catch {
    return path;
  }
}

/** Loaded when a compiler has to run: a start that finds what was kept is sooner, and smaller, without it. */
const childProcess = () => process.getBuiltinModule('node:child_process');

/** What one run may print: far more than any real text needs. */
const maximumOutput = 512 * 1024 * 1024;

/** Runs clang on `input`. Its colours, locale and the user's own flags in the environment are kept out. */
export function runClang(clang: Clang, options: readonly string[], input: string, cwd?: string): ClangResult {
  const { CCC_OVERRIDE_OPTIONS: _, CPATH: __, C_INCLUDE_PATH: ___, ...environment } = process.env;
  const { status, signal, stdout, stderr, error } = childProcess().spawnSync(
    clang.path,
    [...options, '-fno-color-diagnostics', '-fno-crash-diagnostics', '-'],
    {
      input,
      maxBuffer: maximumOutput,
      env: { ...environment, LC_ALL: 'C' },
      ...(cwd === undefined ? {} : { cwd }),
    },
  );
  if (error) throw new NoClangError(`cannot run ${clang.path}: ${error.message} (${advice})`);
  if (status === null) throw new Error(`${clang.path} was ended by ${signal}`);
  return { status, stdout, stderr: stderr.toString('utf8') };
}
