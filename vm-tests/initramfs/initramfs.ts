/** The guest's initial RAM file system: busybox, the drivers needed to reach the root, and the programs in this folder. */
import { readdirSync } from 'node:fs';
import { chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, contentKey, sourceText } from '../host/cache.ts';
import { hostCommand } from '../host/host-command.ts';
import { ensureHostPackages } from '../host/host-packages.ts';
import type { OnProgress } from '../host/progress.ts';
import type { Kernel } from '../kernel/kernel.ts';

export interface Initramfs {
  path: string;
  key: string;
}

const drivers = 'virtio_pci virtio_blk virtio_console overlay crc32c_generic ext4 9p 9pnet_virtio'.split(' ');
const folder = fileURLToPath(new URL('.', import.meta.url));
/** The programs in this folder: shell scripts, and one in C. */
const programs = readdirSync(folder).filter((name) => !name.endsWith('.ts'));

export async function prepareInitramfs(kernel: Kernel, onProgress: OnProgress): Promise<Initramfs> {
  const key = contentKey(
    kernel.key,
    kernel.release,
    ...drivers,
    ...programs.flatMap((name) => [name, sourceText(import.meta.url, name)]),
  );
  const directory = await cached(
    { thing: 'initramfs', key, build: (work) => build(kernel, work, onProgress) },
    onProgress,
  );
  return { path: join(directory, 'initramfs.cpio'), key };
}

async function build(kernel: Kernel, work: string, onProgress: OnProgress) {
  await ensureHostPackages(onProgress);
  const tree = join(work, 'tree');
  for (const name of ['bin', 'dev', 'proc', 'sys', 'layer', 'modules']) {
    await mkdir(join(tree, name), { recursive: true });
  }
  await copyFile('/bin/busybox', join(tree, 'bin/busybox'));
  for (const name of programs) {
    if (name.endsWith('.c')) {
      await hostCommand('gcc', ['-O2', '-static', '-o', join(tree, basename(name, '.c')), join(folder, name)]);
    } else {
      await copyFile(join(folder, name), join(tree, name));
      await chmod(join(tree, name), 0o755);
    }
  }
  const modules = await modulesInLoadOrder(kernel);
  for (const file of modules) await copyFile(file, join(tree, 'modules', basename(file)));
  await writeFile(join(tree, 'modules/order'), modules.map((file) => `${basename(file)}\n`).join(''));
  const names = await hostCommand('find', ['.'], { cwd: tree });
  const archive = await hostCommand('cpio', ['-o', '-H', 'newc', '--quiet'], { cwd: tree, input: names });
  await writeFile(join(work, 'initramfs.cpio'), archive);
  await rm(tree, { recursive: true });
}

/** Files of the drivers and of what they depend on; a driver that is built into the kernel has none. */
async function modulesInLoadOrder(kernel: Kernel): Promise<string[]> {
  const files = new Set<string>();
  for (const driver of drivers) {
    const args = ['-d', kernel.modulesTree, '-S', kernel.release, '--show-depends', driver];
    const lines = await hostCommand('modprobe', args).catch(() => Buffer.from(''));
    for (const [, file] of lines.toString().matchAll(/^insmod (\S+)/gm)) files.add(file as string);
  }
  return [...files];
}
