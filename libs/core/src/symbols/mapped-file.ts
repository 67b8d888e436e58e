import { closeSync, openSync, readSync } from 'node:fs';
import { type ByteSource, FileSource, MemorySource } from './byte-source.ts';
import type { Mapping } from './process-maps.ts';
import { resolveInRoot } from './process-root.ts';

const maximumVdso = 1n << 20n;

/**
 * The file behind a mapping, certainly that one: through the kernel's own link to it, which also leads to files that
 * were deleted or replaced; or by its path when device and inode agree. Undefined when
 * it cannot be had. The caller closes it.
 */
export function openMappedFile(pid: number, mapping: Mapping): FileSource | undefined {
  const range = `${mapping.start.toString(16)}-${mapping.end.toString(16)}`;
  const direct = tryOpen(() => `/proc/${pid}/map_files/${range}`);
  if (direct) return direct;
  if (mapping.deleted) return undefined;
  // The kernel shows a path from the reader's root directory when it can be reached from there, as with a chroot.
  for (const root of [`/proc/${pid}/root`, '']) {
    const file = tryOpen(() => resolveInRoot(root, mapping.path));
    if (file && isSame(file, mapping)) return file;
    file?.close();
  }
  return undefined;
}

/** The kernel's code in a process's memory, `[vdso]`; undefined when the memory cannot be read. */
export function readVdso(pid: number, mapping: Mapping): ByteSource | undefined {
  const size = mapping.end - mapping.start;
  if (size > maximumVdso) return undefined;
  const bytes = Buffer.alloc(Number(size));
  try {
    const fd = openSync(`/proc/${pid}/mem`, 'r');
    try {
      const got = readSync(fd, bytes, 0, bytes.length, mapping.start);
      return new MemorySource(bytes.subarray(0, got));
    } finally {
      closeSync(fd);
    }
  } catch {
    return undefined;
  }
}

function tryOpen(path: () => string): FileSource | undefined {
  try {
    return new FileSource(path());
  } catch {
    return undefined;
  }
}

/** Some file systems (btrfs, overlays) show one device in a process's map and another to `stat`, both without major number. */
function isSame(file: FileSource, mapping: Mapping): boolean {
  if (file.inode !== mapping.inode) return false;
  const [major, minor] = mapping.device.split(':').map((part) => BigInt(`0x${part}`));
  const fileMajor = ((file.device >> 8n) & 0xfffn) | ((file.device >> 32n) & ~0xfffn);
  const fileMinor = (file.device & 0xffn) | ((file.device >> 12n) & ~0xffn);
  return fileMajor === major && (fileMinor === minor || major === 0n);
}
