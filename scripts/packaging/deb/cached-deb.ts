import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { cachedDirectory } from '../../native/build-cache.ts';
import { buildDeb, type DebOptions, debName } from './build-deb.ts';
import { debFindings } from './check-debs.ts';

/** As `buildDeb`, but compresses and checks the same content only once: for Node that takes most of a minute. */
export async function cachedDeb(directory: string, options: DebOptions): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(options));
  for (const file of options.files) if ('copy' in file) hash.update(readFileSync(file.copy));
  const key = hash.digest('hex').slice(0, 16);
  const cached = await cachedDirectory('deb', key, async (work) => {
    const findings = debFindings([await buildDeb(work, options)]);
    if (findings) throw new Error(`cannot release ${debName(options.control)}: lintian found\n${findings}`);
  });
  const name = debName(options.control);
  mkdirSync(directory, { recursive: true });
  const temporary = join(directory, `${name}.${process.pid}.tmp`);
  copyFileSync(join(cached, name), temporary);
  renameSync(temporary, join(directory, name));
  return join(directory, name);
}
