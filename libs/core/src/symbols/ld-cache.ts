/** A shared library in the dynamic linker's cache. */
export interface CachedLibrary {
  /** As programs ask for it, for example `libc.so.6`. */
  readonly name: string;
  readonly path: string;
}

const magic = 'glibc-ld.so.cache1.1';
const oldMagic = 'ld.so-1.7.0';
const headerSize = 48;
const entrySize = 24;

/** The machine a library is for, in bits 8 to 15 of an entry's flags. */
const machines: Partial<Record<NodeJS.Architecture, number>> = { x64: 0x0300, arm64: 0x0a00, riscv64: 0x1000 };

/**
 * The libraries of one machine in the text of /etc/ld.so.cache, in its order; those for special processors come after
 * the ordinary ones. None for a file in another format, or from the first damaged entry on.
 */
export function parseLdCache(bytes: Buffer, architecture: NodeJS.Architecture = process.arch): CachedLibrary[] {
  const base = bytes.toString('latin1', 0, oldMagic.length) === oldMagic ? bytes.indexOf(magic) : 0;
  if (base < 0 || bytes.toString('latin1', base, base + magic.length) !== magic) return [];
  const cache = bytes.subarray(base);
  if (cache.length < headerSize) return [];
  const count = cache.readUInt32LE(20);
  const ordinary: CachedLibrary[] = [];
  const special: CachedLibrary[] = [];
  for (let i = 0, at = headerSize; i < count && at + entrySize <= cache.length; i++, at += entrySize) {
    if ((cache.readUInt32LE(at) & 0xff00) !== machines[architecture]) continue;
    const name = textAt(cache, cache.readUInt32LE(at + 4));
    const path = textAt(cache, cache.readUInt32LE(at + 8));
    if (name === undefined || path === undefined) break;
    (cache.readBigUInt64LE(at + 16) === 0n ? ordinary : special).push({ name, path });
  }
  return [...ordinary, ...special];
}

function textAt(cache: Buffer, offset: number): string | undefined {
  const end = offset < cache.length ? cache.indexOf(0, offset) : -1;
  return end < 0 ? undefined : cache.toString('utf8', offset, end);
}
