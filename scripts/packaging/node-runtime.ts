/**
 * The Node that runs packaged tools and that executables are made of: a copy of the pinned one without symbols, which
 * no variable of the environment can make run other code. Kept in the cache.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../bpf/sources.ts';
import { cachedDirectory } from '../native/build-cache.ts';
import { run } from '../native/run-command.ts';
import { environmentNames, forgetEnvironment } from './environment-names.ts';

/** The npm package with the pinned Node for this machine. */
export const nodePackage = join(repository, `node_modules/node-linux-${process.arch}`);

/** Version of the pinned Node, such as `24.21.0`. */
export const nodeVersion: string = JSON.parse(readFileSync(join(nodePackage, 'package.json'), 'utf8')).version;

/** The copy's path. */
export async function nodeRuntime(): Promise<string> {
  const strip = 'llvm-strip-19';
  const recipe = [nodeVersion, await run(strip, ['--version'], repository), ...environmentNames];
  const key = createHash('sha256').update(recipe.join('\n')).digest('hex').slice(0, 16);
  const directory = await cachedDirectory('node-runtime', key, async (work) => {
    const copy = join(work, 'node');
    copyFileSync(join(nodePackage, 'bin/node'), copy);
    await run(strip, [copy], work);
    const image = readFileSync(copy);
    forgetEnvironment(image);
    writeFileSync(copy, image);
  });
  return join(directory, 'node');
}
