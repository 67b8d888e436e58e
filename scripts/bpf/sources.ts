import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { includedFiles } from './included-files.ts';

/** Top folder of the repository. */
export const repository = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** The shared headers' folder, which every BPF program has on its include path. */
export const headers = join(repository, 'libs/tool/bpf');

/** Every BPF program of the tools, and the build's own fixture, sorted. */
export function bpfPrograms(): string[] {
  return globSync(['tools/*/*.bpf.c', 'scripts/bpf/fixtures/*.bpf.c'], { cwd: repository })
    .sort()
    .map((file) => join(repository, file));
}

/** Texts that decide what the types header holds: each program with what it includes, and each shared header. */
export function bpfSources(): string[] {
  const shared = globSync('libs/tool/bpf/*.bpf.h', { cwd: repository })
    .sort()
    .map((file) => join(repository, file));
  return [...bpfPrograms(), ...shared].map((file) =>
    [file, ...includedFiles(file, [headers])].map((path) => readFileSync(path, 'utf8')).join('\n'),
  );
}
