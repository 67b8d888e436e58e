/** Debian's kernels, made ready to boot and kept in the cache. */
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, contentKey, sourceText } from '../host/cache.ts';
import { repositories, sourcesText } from '../host/debian-archive.ts';
import { hostCommand } from '../host/host-command.ts';
import { ensureHostPackages } from '../host/host-packages.ts';
import type { OnProgress } from '../host/progress.ts';
import { type KernelName, kernelSuites } from './kernel-name.ts';
import { elfSection, extractVmlinux } from './vmlinux.ts';

/** A kernel's files, all in one directory of the cache. */
export interface Kernel {
  name: KernelName;
  /** As `uname -r` prints it. */
  release: string;
  /** Debian package and its version. */
  packageVersion: string;
  key: string;
  /** Uncompressed ELF, boots by PVH. */
  vmlinux: string;
  /** The raw BTF of vmlinux. */
  btf: string;
  /** ext4 image, to be mounted at /usr/lib/modules. */
  modulesImage: string;
  /** A tree for `modprobe -d`. */
  modulesTree: string;
}

/**
 * The key does not hold the kernel's version, so a cached kernel stays until the cache entry is removed: a test run
 * does not change kernels by itself.
 */
export function kernelKey(name: KernelName): string {
  const sources = ['fetch-kernel.sh', 'vmlinux.ts'].map((file) => sourceText(import.meta.url, file));
  return `${name}-${contentKey(...sources, kernelSuites[name])}`;
}

/** The kernel, fetched from Debian's archive when it is not cached. */
export async function prepareKernel(name: KernelName, onProgress: OnProgress): Promise<Kernel> {
  const key = kernelKey(name);
  const directory = await cached(
    { thing: 'kernel', key, build: (work) => fetchKernel(name, work, onProgress) },
    onProgress,
  );
  return kernelIn(directory, name, key);
}

export function kernelIn(directory: string, name: KernelName, key: string): Kernel {
  const text = (file: string) => readFileSync(join(directory, file), 'utf8').trim();
  return {
    name,
    release: text('release'),
    packageVersion: text('package'),
    key,
    vmlinux: join(directory, 'vmlinux'),
    btf: join(directory, 'vmlinux.btf'),
    modulesImage: join(directory, 'modules.img'),
    modulesTree: join(directory, 'tree'),
  };
}

async function fetchKernel(name: KernelName, work: string, onProgress: OnProgress) {
  await ensureHostPackages(onProgress);
  const sources = join(work, 'suite.sources');
  await writeFile(sources, sourcesText(await repositories(kernelSuites[name])));
  const script = fileURLToPath(new URL('fetch-kernel.sh', import.meta.url));
  await hostCommand('bash', [script, work], {
    env: { SOURCES: sources },
    onLine: (line) => onProgress(`kernel ${name}: ${line}`),
    logFile: join(work, 'build.log'),
  });
  const vmlinux = extractVmlinux(await readFile(join(work, 'vmlinuz')));
  const btf = elfSection(vmlinux, '.BTF');
  if (!btf) throw new Error(`cannot use kernel ${name}: its vmlinux has no BTF`);
  await writeFile(join(work, 'vmlinux'), vmlinux);
  await writeFile(join(work, 'vmlinux.btf'), btf);
  onProgress(`kernel ${name}: ${(await readFile(join(work, 'release'), 'utf8')).trim()} is ready`);
}
