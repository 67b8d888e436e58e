import { elfSection } from '../../libs/core/src/btf/elf.ts';

/** The BTF in a file: raw, in an ELF file's `.BTF` section, or somewhere in a kernel image that is no ELF file (arm64). */
export function kernelBtf(file: Uint8Array): Uint8Array {
  if (file[0] === 0x9f && file[1] === 0xeb) return file;
  if (file[0] === 0x7f) {
    const section = elfSection(file, '.BTF');
    if (!section) throw new Error('the ELF file has no .BTF section');
    return section.bytes;
  }
  const image = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const header = Buffer.from([0x9f, 0xeb, 1, 0, 24, 0, 0, 0, 0, 0, 0, 0]);
  let best: Uint8Array | undefined;
  for (let at = image.indexOf(header); at >= 0; at = image.indexOf(header, at + 1)) {
    const end = at + 24 + image.readUInt32LE(at + 16) + image.readUInt32LE(at + 20);
    if (end <= image.length && end - at > (best?.length ?? 0)) best = image.subarray(at, end);
  }
  if (!best) throw new Error('found no BTF in the image (is it compressed?)');
  return best;
}
