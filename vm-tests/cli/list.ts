import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot, entryDirectory } from '../host/cache.ts';
import { baseImageKey } from '../image/root-image.ts';
import { kernelIn, kernelKey } from '../kernel/kernel.ts';
import { kernelNames } from '../kernel/kernel-name.ts';

/** `scripts/vm list`: one line for each thing that is built, and for each that is not yet. */
export function listBuilt(): string {
  const lines = [['WHAT', 'NAME', 'STATE', 'SIZE']];
  for (const name of kernelNames) {
    const directory = entryDirectory('kernel', kernelKey(name));
    const state = existsSync(directory) ? kernelIn(directory, name, '').packageVersion : 'not built';
    lines.push(['kernel', name, state, existsSync(directory) ? size(directory) : '-']);
  }
  const base = entryDirectory('root-image', baseImageKey());
  lines.push(['root image', 'base', existsSync(base) ? 'ready' : 'not built', existsSync(base) ? size(base) : '-']);
  for (const thing of ['layer-languages', 'layer-bcc', 'kept-guest']) {
    for (const key of entries(thing))
      lines.push([thing.replace('-', ' '), key, 'ready', size(join(cacheRoot(), thing, key))]);
  }
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function entries(thing: string): string[] {
  const directory = join(cacheRoot(), thing);
  if (!existsSync(directory)) return [];
  return readdirSync(directory).filter((name) => !name.startsWith('.') && !name.includes('.tmp-'));
}

/** Disk space in use; the files are sparse. */
function size(path: string): string {
  const total = (file: string): number => {
    const stat = statSync(file);
    if (!stat.isDirectory()) return stat.blocks * 512;
    // The unpacked trees beside the images are as large again, but walking them takes seconds.
    const names = readdirSync(file).filter((name) => !['root', 'modules', 'tree'].includes(name));
    return names.reduce((sum, name) => sum + total(join(file, name)), 0);
  };
  return `${Math.round(total(path) / 1e6)} MB`;
}
