/**
 * Writes libs/tool/bpf/types/ARCH.h, the kernel types the tools' BPF programs mention.
 *
 *     scripts/node scripts/bpf/update-types.ts x86_64 5.10=FILE 6.1=FILE 6.12=FILE 7.2=FILE
 *
 * The kernels oldest first; a file is raw BTF, an ELF file with a `.BTF` section, or an uncompressed arm64 image.
 * Run it after a program mentions a kernel type or a member that the header does not have yet.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Btf } from '../../libs/core/src/btf/reader.ts';
import { kernelBtf } from './kernel-btf.ts';
import { bpfSources, repository } from './sources.ts';
import { typesHeader, unknownTags } from './types-header.ts';

const [architecture, ...pairs] = process.argv.slice(2);
if (!architecture || pairs.length === 0 || pairs.some((pair) => !pair.includes('='))) {
  console.error('usage: update-types.ts x86_64|arm64 KERNEL=BTFFILE ... (oldest first)');
  process.exit(2);
}
const kernels = pairs.map((pair) => {
  const [name, file] = pair.split('=') as [string, string];
  return { name, btf: new Btf(kernelBtf(readFileSync(file))) };
});
const sources = bpfSources().map((file) => readFileSync(file, 'utf8'));
const unknown = unknownTags(kernels, sources);
if (unknown.length > 0) console.error(`no kernel has: ${unknown.join(', ')}`);
const path = join(repository, 'libs/tool/bpf/types', `${architecture}.h`);
const text = typesHeader(architecture, kernels, sources);
writeFileSync(path, text);
console.log(`${path}: ${(text.length / 1024).toFixed(0)} KB`);
