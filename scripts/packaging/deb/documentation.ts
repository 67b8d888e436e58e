import { gzipSync } from 'node:zlib';
import { type LicenseNote, licenseText } from '../licenses/notes.ts';
import type { PackageFile } from './build-deb.ts';
import { debianChangelog } from './changelog.ts';
import type { Release } from './release.ts';

/** Compressed as Debian wants documentation, without a time. */
export function gzip(text: string): Buffer {
  return gzipSync(text, { level: 9 });
}

/** The files below /usr/share that every package has. `overrides` are lintian tags, each after its reason. */
export function packageDocumentation(
  name: string,
  release: Release,
  licenses: readonly LicenseNote[],
  overrides: readonly [reason: string, tag: string][],
): PackageFile[] {
  const directory = `usr/share/doc/${name}`;
  const overrideLines = overrides.map(([reason, tag]) => `# ${reason}\n${name}: ${tag}\n`);
  return [
    { path: `${directory}/copyright`, content: licenseText(licenses) },
    { path: `${directory}/changelog.gz`, content: gzip(debianChangelog(release)) },
    ...(overrides.length > 0 ? [{ path: `usr/share/lintian/overrides/${name}`, content: overrideLines.join('') }] : []),
  ];
}
