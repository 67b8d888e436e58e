import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import type { CompiledText, CompileOptions } from './compile-text.ts';
import { headersIdentity } from './header-files.ts';
import { fileIdentity, type KernelFacts, kernelIdentity } from './kernel-facts.ts';

/** Changes with what the front-end makes of a text. */
const formatVersion = 3;
const systemFolder = '/var/cache/bcc-ts';
const maximumEntries = 1024;
const maximumBytes = 64 * 1024 * 1024;
const magic = 'bcc-ts object\n';

export type Stored = Omit<CompiledText, 'cached'> & {
  /** Identity of the compiler that made it. */
  compiler: string;
};

/** Finished objects on disk. Nothing here throws: a cache that cannot be used is none. */
export interface ObjectCache {
  read(key: string): Stored | undefined;
  write(key: string, compiled: Stored): void;
}

/** Where objects are kept: root's in /var/cache, others' below `XDG_CACHE_HOME` or `~/.cache`. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env, uid = process.getuid?.() ?? -1): string {
  if (environment.BCC_TS_CACHE && isAbsolute(environment.BCC_TS_CACHE)) return environment.BCC_TS_CACHE;
  if (uid === 0) return systemFolder;
  const base = environment.XDG_CACHE_HOME;
  return join(base && isAbsolute(base) ? base : join(homedir(), '.cache'), 'bcc-ts', 'programs');
}

/** The cache in that folder, of at most so many entries; undefined when the folder belongs to somebody else or others may write to it. */
export function openCache(folder = cacheFolder(), entries = maximumEntries): ObjectCache | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOurs(folder)) return undefined;
  } catch {
    return undefined;
  }
  return new FolderCache(folder, entries);
}

/** Whoever can write the folder, or replace it in the one above, could give us a program to load as root. */
function isOurs(folder: string): boolean {
  const uid = process.getuid?.();
  const own = lstatSync(folder);
  if (!own.isDirectory() || own.uid !== uid || (own.mode & 0o022) !== 0) return false;
  const above = statSync(dirname(folder));
  const sticky = (above.mode & 0o1000) !== 0;
  return (above.uid === uid || above.uid === 0) && ((above.mode & 0o022) === 0 || sticky);
}

/** Everything the result depends on beside the compiler. Local headers a text includes are part of it: they are read again. */
export function cacheKey(options: CompileOptions, kernel: KernelFacts, includes: readonly string[]): string {
  const { file, text, cflags = [] } = options;
  const files = [kernel.config, kernel.formats].map((path) => path && [path, fileIdentity(path)]);
  const events =
    kernel.events &&
    [...text.matchAll(/\bTRACEPOINT_PROBE\s*\(\s*(\w+)\s*,\s*(\w+)|\btracepoint__(\w+?)__(\w+)/g)].map(
      ([, a, b, c, d]) => fileContent(join(kernel.events!, a ?? c ?? '', b ?? d ?? '', 'format')),
    );
  const parts = [
    formatVersion,
    process.version,
    headersIdentity(),
    sourcesIdentity(),
    kernelIdentity(kernel),
    kernel,
    files,
    events,
    file,
    cflags,
    includes,
    text,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function fileContent(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

let sources: string | undefined;

/** In a checkout: changes with any file of the front-end. In a bundle there is one file, which carries the package. */
function sourcesIdentity(): string {
  if (sources !== undefined) return sources;
  try {
    const folder = import.meta.dirname;
    sources = readdirSync(folder)
      .filter((name) => !name.endsWith('.test.ts'))
      .map((name) => `${name} ${fileIdentity(join(folder, name))}`)
      .join('\n');
  } catch {
    sources = fileIdentity(process.argv[1] ?? '');
  }
  return sources;
}

class FolderCache implements ObjectCache {
  readonly #folder: string;
  readonly #entries: number;

  constructor(folder: string, entries: number) {
    this.#folder = folder;
    this.#entries = entries;
  }

  read(key: string): Stored | undefined {
    const path = join(this.#folder, key);
    let descriptor: number | undefined;
    try {
      descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
      const { uid, mode, size } = fstatSync(descriptor);
      if (uid !== process.getuid?.() || (mode & 0o022) !== 0 || size > maximumBytes) return undefined;
      const stored = decode(readFileSync(descriptor));
      if (stored === undefined) rmSync(path, { force: true });
      else utimesSync(path, new Date(), new Date());
      return stored;
    } catch {
      return undefined;
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  }

  write(key: string, compiled: Stored): void {
    const temporary = join(this.#folder, `.${key}.${process.pid}.${randomBytes(6).toString('hex')}`);
    try {
      writeFileSync(temporary, encode(compiled), { mode: 0o600, flag: 'wx' });
      renameSync(temporary, join(this.#folder, key));
      this.#makeRoom();
    } catch {
      rmSync(temporary, { force: true });
    }
  }

  /** Removes what was not used for longest, and what a start that was cut off left behind. */
  #makeRoom(): void {
    const entries = readdirSync(this.#folder)
      .map((name) => ({ name, stat: statSync(join(this.#folder, name), { throwIfNoEntry: false }) }))
      .filter(({ stat }) => stat?.isFile())
      .map(({ name, stat }) => ({ name, size: stat!.size, time: stat!.mtimeMs }))
      .sort((a, b) => b.time - a.time);
    let bytes = 0;
    let count = 0;
    for (const { name, size, time } of entries) {
      const leftover = name.startsWith('.') && Date.now() - time > 3_600_000;
      if (!name.startsWith('.')) {
        bytes += size;
        count++;
      }
      if (leftover || (!name.startsWith('.') && (count > this.#entries || bytes > maximumBytes))) {
        rmSync(join(this.#folder, name), { force: true });
      }
    }
  }
}

/** A checksum, the length of the description, the description as JSON, the object. */
function encode({ image, ...description }: Stored): Buffer {
  const json = Buffer.from(JSON.stringify(description));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const body = Buffer.concat([length, json, image]);
  return Buffer.concat([Buffer.from(magic), createHash('sha256').update(body).digest(), body]);
}

function decode(bytes: Buffer): Stored | undefined {
  const start = magic.length + 32;
  if (bytes.length < start + 4 || bytes.toString('latin1', 0, magic.length) !== magic) return undefined;
  const body = bytes.subarray(start);
  if (!createHash('sha256').update(body).digest().equals(bytes.subarray(magic.length, start))) return undefined;
  const length = body.readUInt32LE(0);
  if (4 + length > body.length) return undefined;
  const description = JSON.parse(body.toString('utf8', 4, 4 + length)) as Omit<Stored, 'image'>;
  return { ...description, image: new Uint8Array(body.subarray(4 + length)) };
}
