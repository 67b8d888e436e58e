/** Takes the uncompressed kernel out of a compressed image, and its BTF out of that. */
import { spawnSync } from 'node:child_process';

interface Compression {
  magic: Buffer;
  command: string;
  args: string[];
}

const compressions: Compression[] = [
  { magic: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), command: 'xz', args: ['-dc', '--single-stream'] },
  { magic: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), command: 'zstd', args: ['-dcq'] },
  { magic: Buffer.from([0x1f, 0x8b, 8]), command: 'gzip', args: ['-dcq'] },
  { magic: Buffer.from([2, 0x21, 0x4c, 0x18]), command: 'lz4', args: ['-dc'] },
];

const elfMagic = Buffer.from('\x7fELF');
const smallestKernel = 10_000_000;

/** The ELF file that a bzImage unpacks at boot. Throws if there is none in a compression that is known. */
export function extractVmlinux(image: Buffer): Buffer {
  for (const { magic, command, args } of compressions) {
    for (let at = image.indexOf(magic); at >= 0; at = image.indexOf(magic, at + 1)) {
      // What follows the payload makes every decompressor complain, so its status says nothing.
      const result = spawnSync(command, args, { input: image.subarray(at), maxBuffer: 1 << 30 });
      if (result.error && (result.error as NodeJS.ErrnoException).code === 'ENOENT') break;
      if (result.stdout?.subarray(0, 4).equals(elfMagic) && result.stdout.length > smallestKernel) return result.stdout;
    }
  }
  throw new Error('cannot extract vmlinux: no ELF file found in the kernel image');
}

/** The content of a section of a 64-bit little-endian ELF file; undefined when it has no such section. */
export function elfSection(elf: Buffer, name: string): Buffer | undefined {
  if (!elf.subarray(0, 4).equals(elfMagic) || elf[4] !== 2 || elf[5] !== 1) {
    throw new Error(`cannot look for section ${name}: not a 64-bit little-endian ELF file`);
  }
  const table = Number(elf.readBigUInt64LE(0x28));
  const entrySize = elf.readUInt16LE(0x3a);
  const header = (index: number) => elf.subarray(table + index * entrySize, table + (index + 1) * entrySize);
  const content = (entry: Buffer) => {
    const offset = Number(entry.readBigUInt64LE(0x18));
    return elf.subarray(offset, offset + Number(entry.readBigUInt64LE(0x20)));
  };
  const names = content(header(elf.readUInt16LE(0x3e)));
  for (let index = 0; index < elf.readUInt16LE(0x3c); index++) {
    const start = header(index).readUInt32LE(0);
    if (names.toString('latin1', start, names.indexOf(0, start)) === name) return content(header(index));
  }
  return undefined;
}
