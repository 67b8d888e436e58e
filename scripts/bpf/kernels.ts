import { existsSync, readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Btf } from '../../libs/core/src/btf/reader.ts';
import { cached, contentKey, entryDirectory, sourceText } from '../../vm-tests/host/cache.ts';
import { repositories, sourcesText } from '../../vm-tests/host/debian-archive.ts';
import { hostCommand } from '../../vm-tests/host/host-command.ts';
import { progressOnStderr } from '../../vm-tests/host/progress.ts';
import { kernelIn, kernelKey, prepareKernel } from '../../vm-tests/kernel/kernel.ts';
import { type KernelName, kernelNames, kernelSuites } from '../../vm-tests/kernel/kernel-name.ts';
import type { Architecture } from './compile.ts';
import { kernelBtf } from './kernel-btf.ts';

/** The types of one kernel of the test matrix. */
export interface KernelTypes {
  /** `5.10` ... `newest` */
  name: string;
  /** As `uname -r` prints it. */
  release: string;
  btf: Btf;
}

/** The kernels' types, oldest first; fetched from Debian when they are not cached. */
export async function kernelTypes(architecture: Architecture): Promise<KernelTypes[]> {
  const kernels: KernelTypes[] = [];
  for (const name of kernelNames) {
    const { release, file } = architecture === 'x86_64' ? await nativeKernel(name) : await foreignKernel(name);
    kernels.push({ name, release, btf: new Btf(kernelBtf(readFileSync(file))) });
  }
  return kernels;
}

/** BTF files of the x86-64 kernels that are in the cache. */
export function cachedKernels(): { name: string; release: string; file: string }[] {
  return kernelNames.flatMap((name) => {
    const key = kernelKey(name);
    const directory = entryDirectory('kernel', key);
    if (!existsSync(directory)) return [];
    const { release, btf } = kernelIn(directory, name, key);
    return [{ name, release, file: btf }];
  });
}

async function nativeKernel(name: KernelName): Promise<{ release: string; file: string }> {
  const { release, btf } = await prepareKernel(name, progressOnStderr());
  return { release, file: btf };
}

/** No guest runs these; only their types are kept. */
async function foreignKernel(name: KernelName): Promise<{ release: string; file: string }> {
  const key = `arm64-${name}-${contentKey(sourceText(import.meta.url, 'fetch-kernel-image.sh'), kernelSuites[name])}`;
  const onProgress = progressOnStderr();
  const build = async (work: string) => {
    onProgress(`fetching the arm64 kernel ${name}`);
    const sources = join(work, 'suite.sources');
    await writeFile(sources, sourcesText(await repositories(kernelSuites[name])));
    const script = join(import.meta.dirname, 'fetch-kernel-image.sh');
    await hostCommand('bash', [script, work, 'arm64'], { env: { SOURCES: sources } });
    await writeFile(join(work, 'vmlinux.btf'), kernelBtf(await readFile(join(work, 'image'))));
    await rm(join(work, 'image'));
  };
  const directory = await cached({ thing: 'kernel-types', key, build }, onProgress);
  return { release: readFileSync(join(directory, 'release'), 'utf8').trim(), file: join(directory, 'vmlinux.btf') };
}
