import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../native/run-command.ts';

/**
 * Debian packages, with the oldest versions that will do, that have the shared libraries of `binaries`: the value of a
 * Depends field. Found by Debian's own tool, but for the C library: that one is asked for by the newest symbol version
 * in use, because the tool wants 2.34, where functions of libpthread moved, from any program that uses one of them.
 */
export async function sharedLibraryPackages(binaries: readonly string[]): Promise<string> {
  const depends = await foundByDebian(binaries);
  const libc = newestVersion(await run('readelf', ['-VW', ...binaries], '/'), 'GLIBC');
  return depends.replace(/\blibc6 \(>= [^)]*\)/, `libc6 (>= ${libc})`);
}

async function foundByDebian(binaries: readonly string[]): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), 'bcc-ts-libraries-'));
  try {
    mkdirSync(join(work, 'debian'));
    writeFileSync(join(work, 'debian/control'), 'Source: bcc-ts\n\nPackage: bcc-ts-runtime\nArchitecture: any\n');
    const output = await run('dpkg-shlibdeps', ['-O', ...binaries.map((file) => `-e${file}`)], work);
    const depends = output.match(/^shlibs:Depends=(.*)$/m)?.[1];
    if (!depends) throw new Error(`cannot tell which packages the runtime needs: dpkg-shlibdeps wrote\n${output}`);
    return depends;
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** The newest version of a family of symbols, such as `GLIBC`, that readelf lists as needed. */
export function newestVersion(readelf: string, family: string): string {
  const versions = [...readelf.matchAll(new RegExp(`Name: ${family}_([0-9.]+)`, 'g'))].map((match) => match[1]!);
  const newest = versions.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  if (newest === undefined) throw new Error(`cannot tell which version of ${family} is needed: none is named`);
  return newest;
}
