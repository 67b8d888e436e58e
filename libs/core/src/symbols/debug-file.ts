import { basename, dirname, join } from 'node:path';
import { FileSource } from './byte-source.ts';
import { ElfFile } from './elf-file.ts';
import type { DebugPlaces } from './elf-symbols.ts';
import { resolveInRoot } from './process-root.ts';

const debugDirectory = '/usr/lib/debug';

/** The largest debug file whose checksum is worth computing. */
const maximumChecked = 1024 * 1024 * 1024;

/** A separate debug file that certainly belongs to the file it was looked up for. */
export interface DebugFile {
  readonly elf: ElfFile;
  close(): void;
}

/**
 * The separate debug file of `elf`: by build id, which must agree, or by the name and checksum in `.gnu_debuglink`.
 * Undefined when there is none that fits. The caller closes it.
 */
export function debugFileOf(elf: ElfFile, places: DebugPlaces): DebugFile | undefined {
  const { buildId } = elf;
  if (buildId && buildId.length > 2) {
    const path = `${debugDirectory}/.build-id/${buildId.slice(0, 2)}/${buildId.slice(2)}.debug`;
    const found = firstFitting(places.roots, [path], (source) => new ElfFile(source).buildId === buildId);
    if (found) return found;
  }
  const link = debugLink(elf);
  if (!link || !places.path) return undefined;
  const directory = dirname(places.path);
  const paths = [join(directory, link.name), join(directory, '.debug', link.name)];
  paths.push(join(debugDirectory, directory, link.name));
  return firstFitting(places.roots, paths, (source) => checksum(source) === link.checksum);
}

function firstFitting(
  roots: readonly string[],
  paths: readonly string[],
  fits: (source: FileSource) => boolean,
): DebugFile | undefined {
  for (const root of roots) {
    for (const path of paths) {
      try {
        const source = new FileSource(resolveInRoot(root, path));
        try {
          if (fits(source)) return { elf: new ElfFile(source), close: () => source.close() };
        } catch {
          // Not an ELF file, or damaged.
        }
        source.close();
      } catch {
        // Not there.
      }
    }
  }
  return undefined;
}

function debugLink(elf: ElfFile): { name: string; checksum: number } | undefined {
  const section = elf.section('.gnu_debuglink');
  if (!section || section.size < 8 || section.size > 4096) return undefined;
  const bytes = elf.contents(section);
  const end = bytes.indexOf(0);
  const at = (end + 4) & ~3;
  if (end <= 0 || at + 4 > bytes.length) return undefined;
  const name = bytes.toString('utf8', 0, end);
  return name === basename(name) ? { name, checksum: bytes.readUInt32LE(at) } : undefined;
}

function checksum(source: FileSource): number | undefined {
  if (source.size > maximumChecked) return undefined;
  const step = 1 << 20;
  let sum = 0;
  const { crc32 } = process.getBuiltinModule('node:zlib');
  for (let at = 0; at < source.size; at += step) sum = crc32(source.read(at, step), sum);
  return sum;
}
