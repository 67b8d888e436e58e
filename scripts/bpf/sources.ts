import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Top folder of the repository. */
export const repository = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** The shared headers' folder, which every BPF program has on its include path. */
export const headers = join(repository, 'libs/tool/bpf');

/** Every hand-written BPF source: the tools' programs and the headers they share, sorted. */
export function bpfSources(): string[] {
  const patterns = ['tools/*/*.bpf.c', 'tools/*/*.h', 'libs/tool/bpf/*.h', 'scripts/bpf/fixtures/*.bpf.c'];
  return globSync(patterns, { cwd: repository })
    .sort()
    .map((file) => join(repository, file));
}
