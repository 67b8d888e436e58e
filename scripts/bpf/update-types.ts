import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Architecture } from './compile.ts';
import { kernelTypes } from './kernels.ts';
import { bpfSources, repository } from './sources.ts';
import { typesHeader, unknownTags } from './types-header.ts';

const usage = `Usage: scripts/bpf/update-types [x86_64|arm64]...

Writes libs/tool/bpf/types/*.h: of the kernels under test, the types that the tools' BPF programs and the shared headers
mention. Run it after a program mentions a type, or a member to look into, that the headers do not have yet.
`;

const architectures = ['x86_64', 'arm64'] as const;
const words = process.argv.slice(2);
if (words.some((word) => !architectures.includes(word as Architecture))) {
  process.stderr.write(usage);
  process.exit(words.includes('--help') ? 0 : 2);
}

const sources = bpfSources();
for (const architecture of words.length > 0 ? (words as Architecture[]) : architectures) {
  const kernels = await kernelTypes(architecture);
  const unknown = unknownTags(kernels, sources);
  if (unknown.length > 0) process.stderr.write(`${architecture}: no kernel has ${unknown.join(', ')}\n`);
  const path = join(repository, 'libs/tool/bpf/types', `${architecture}.h`);
  const text = typesHeader(architecture, kernels, sources);
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
  process.stderr.write(`libs/tool/bpf/types/${architecture}.h: ${(text.length / 1024).toFixed(0)} KB\n`);
}
