import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePackages } from '../../../scripts/apt-packages.ts';
import { nativeLibraries } from '../../../scripts/native/libraries.ts';
import { imageLayout } from '../src/btf/index.ts';
import type { ProgramImage } from '../src/program-image.ts';

/** Compiles `programs/NAME.bpf.c`. */
export async function compileProgram(name: string): Promise<ProgramImage> {
  await ensurePackages(['clang-19']);
  const { include } = await nativeLibraries();
  const source = join(import.meta.dirname, 'programs', `${name}.bpf.c`);
  const directory = mkdtempSync(join(tmpdir(), 'bcc-ts-program-'));
  try {
    const output = join(directory, 'program.o');
    const machine = process.arch === 'arm64' ? 'arm64' : 'x86';
    const options = ['-O2', '-g', '-target', 'bpf', '-mcpu=v3', `-D__TARGET_ARCH_${machine}`, '-isystem', include];
    const headers = `/usr/include/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
    const clang = ['-idirafter', headers, '-Wall', '-Werror', '-c', source, '-o', output];
    execFileSync('clang-19', [...options, ...clang], { stdio: ['ignore', 'ignore', 'inherit'] });
    const object = readFileSync(output);
    return { name, object, source: readFileSync(source, 'utf8'), layout: imageLayout(object) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Compiles `programs/usdt-target.c`, linked statically so that it runs on any Debian. */
export async function compileTarget(output: string): Promise<void> {
  await ensurePackages(['gcc', 'libc6-dev', 'systemtap-sdt-dev']);
  const source = join(import.meta.dirname, 'programs/usdt-target.c');
  execFileSync('gcc', ['-O1', '-static', '-Wall', '-Werror', source, '-o', output]);
}
