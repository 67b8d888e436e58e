import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { type CachedLibrary, parseLdCache } from './ld-cache.ts';
import { parseMaps } from './process-maps.ts';
import { resolveInRoot } from './process-root.ts';

/** Larger caches are not the dynamic linker's. */
const maximumCache = 16 * 1024 * 1024;

const multiarch: Partial<Record<NodeJS.Architecture, string>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
  riscv64: 'riscv64-linux-gnu',
};

/**
 * The path of a shared library. `c`, `libc`, `libc.so` and `libc.so.6` all name the same; a path (with a slash) names
 * itself. Looked up in what the process has loaded, then in the dynamic linker's cache, then in its directories, all as
 * the process sees them: the path leads through /proc/PID/root where that is not this process's own root directory.
 * Undefined when there is none. Nothing is run.
 *
 * ```ts
 * findLibrary('ssl', { pid: 1234 }); // '/proc/1234/root/usr/lib/x86_64-linux-gnu/libssl.so.3'
 * ```
 */
export function findLibrary(name: string, options: { pid?: number } = {}): string | undefined {
  const root = options.pid === undefined ? '' : foreignRoot(options.pid);
  if (name.includes('/')) {
    if (options.pid === undefined) return name;
    return existing(root, name.startsWith('/') ? name : posix.join(currentDirectory(options.pid), name));
  }
  const wanted = libraryPattern(name);
  const candidates: (() => Candidate[])[] = [
    () => (options.pid === undefined ? [] : loadedLibraries(options.pid)),
    () => linkerCache(root),
    () => defaultDirectories().flatMap((directory) => listDirectory(root, directory)),
  ];
  for (const find of candidates) {
    const matching = find().filter((library) => wanted.test(library.name));
    for (const library of matching.sort((a, b) => rank(a, name) - rank(b, name) || compareVersions(b, a))) {
      const found = locate(library, root);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

interface Candidate extends CachedLibrary {
  /** Of the file that is loaded. */
  readonly inode?: bigint;
}

/** `libNAME.so` with any version; musl's C library has names of its own. */
function libraryPattern(name: string): RegExp {
  const stem = RegExp.escape(name.replace(/^lib/, '').replace(/\.so(\.[\w.]+)?$/, ''));
  const version = /\.so(\.[\w.]+)$/.exec(name)?.[1];
  if (version) return new RegExp(`^(?:lib)?${stem}\\.so${RegExp.escape(version)}(?:\\..*)?$`);
  const musl = stem === RegExp.escape('c') ? '|ld-musl-\\w+\\.so\\.1|libc\\.musl-\\w+\\.so\\.1' : '';
  return new RegExp(`^(?:(?:lib)?${stem}(?:-[0-9.]+)?\\.so(?:\\.[\\w.]+)?${musl})$`);
}

/** Exactly the name first, then with the usual beginning, then the rest. */
function rank(library: CachedLibrary, name: string): number {
  if (library.name === name) return 0;
  return library.name.startsWith('lib') ? 1 : 2;
}

function compareVersions(a: CachedLibrary, b: CachedLibrary): number {
  return a.name.localeCompare(b.name, 'en', { numeric: true });
}

function loadedLibraries(pid: number): Candidate[] {
  const text = attempt(() => readFileSync(`/proc/${pid}/maps`, 'utf8')) ?? '';
  const mapped = parseMaps(text).filter(({ inode, deleted }) => inode !== 0n && !deleted);
  return Array.from(new Map(mapped.map((mapping) => [mapping.path, mapping])).values(), ({ path, inode }) => ({
    name: posix.basename(path),
    path,
    inode,
  }));
}

/** Of a library that is loaded: that very file. In a chroot the kernel shows its path from outside. */
function locate({ path, inode }: Candidate, root: string): string | undefined {
  const inside = existing(root, path);
  if (inode === undefined || (inside !== undefined && inodeOf(inside) === inode)) return inside;
  const outside = existing('', path);
  // On some file systems the numbers never agree.
  return outside !== undefined && inodeOf(outside) === inode ? outside : inside;
}

function inodeOf(path: string): bigint | undefined {
  return attempt(() => statSync(path, { bigint: true }).ino);
}

function linkerCache(root: string): CachedLibrary[] {
  return (
    attempt(() => {
      const path = resolveInRoot(root, '/etc/ld.so.cache');
      const status = statSync(path);
      return status.isFile() && status.size <= maximumCache ? parseLdCache(readFileSync(path)) : [];
    }) ?? []
  );
}

function defaultDirectories(): string[] {
  const triplet = multiarch[process.arch];
  return ['/lib', '/usr/lib', '/usr/local/lib']
    .flatMap((directory) => (triplet ? [`${directory}/${triplet}`] : []).concat(`${directory}64`, directory))
    .filter((directory) => directory !== '/usr/local/lib64');
}

function listDirectory(root: string, directory: string): CachedLibrary[] {
  const names = attempt(() => readdirSync(resolveInRoot(root, directory))) ?? [];
  return names.map((name) => ({ name, path: `${directory}/${name}` }));
}

/** The way to a process's root directory, empty when it is this process's own. */
function foreignRoot(pid: number): string {
  const root = `/proc/${pid}/root`;
  const same = attempt(() => {
    const namespace = (of: string) => readlinkSync(`/proc/${of}/ns/mnt`);
    return namespace('self') === namespace(`${pid}`) && readlinkSync(root) === readlinkSync('/proc/self/root');
  });
  return same ? '' : root;
}

function currentDirectory(pid: number): string {
  return attempt(() => readlinkSync(`/proc/${pid}/cwd`)) ?? '/';
}

function existing(root: string, path: string): string | undefined {
  return attempt(() => {
    const resolved = resolveInRoot(root, path);
    return statSync(resolved).isFile() ? resolved : undefined;
  });
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
