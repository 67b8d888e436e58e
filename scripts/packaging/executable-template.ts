/**
 * Executables with room for a program. Injecting costs pkg two seconds each time, so it is done once for each size of
 * room, with zeros, and the result is kept in the cache; an executable is then a copy with the room filled.
 */
import { createHash } from 'node:crypto';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { repository } from '../bpf/sources.ts';
import { cachedDirectory } from '../native/build-cache.ts';
import { run } from '../native/run-command.ts';
import { nodeRuntime } from './node-runtime.ts';

const require = createRequire(import.meta.url);
const pkgManifest = require.resolve('@yao-pkg/pkg/package.json');

/** Room comes in steps of this many bytes, so that few templates serve all programs. */
export const roomStep = 2 * 1024 * 1024;

/** The smallest room that `size` bytes fit into. */
export function roomFor(size: number): number {
  return Math.max(1, Math.ceil(size / roomStep)) * roomStep;
}

/** The path of an executable whose note `NODE_SEA_BLOB` has at least `room` bytes, to be copied. */
export async function executableTemplate(room: number): Promise<string> {
  const runtime = await nodeRuntime();
  const { version } = JSON.parse(readFileSync(pkgManifest, 'utf8'));
  const key = createHash('sha256').update(`${runtime} ${version} ${room}`).digest('hex').slice(0, 16);
  const directory = await cachedDirectory('executable-template', key, async (work) => {
    const entry = join(work, 'main.js');
    const zeros = join(work, 'zeros');
    writeFileSync(entry, '');
    writeFileSync(zeros, '');
    truncateSync(zeros, room);
    const request = { entry, nodePath: runtime, assets: { zeros }, output: join(work, 'template') };
    await run(process.execPath, [join(import.meta.dirname, 'inject-with-pkg.ts'), JSON.stringify(request)], repository);
    truncateSync(zeros, 0);
  });
  return join(directory, 'template');
}
