/** Who may do what with the parts of a package or an executable. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodePackage, nodeVersion } from '../node-runtime.ts';
import type { BundledPackage } from './npm-packages.ts';

/** What one part of a package may be used under. */
export interface LicenseNote {
  /** Which part. */
  title: string;
  text: string;
}

export const ownLicense: LicenseNote = {
  title: 'bcc-ts',
  text: `Copyright: the authors of bcc-ts

Licensed under the Apache License, Version 2.0, whose text is in
/usr/share/common-licenses/Apache-2.0.`,
};

export const programLicense: LicenseNote = {
  title: 'The eBPF programs inside',
  text: `Copyright: the authors of bcc-ts

Licensed under the GNU General Public License, version 2, whose text is in
/usr/share/common-licenses/GPL-2, or, at your choice, the 2-clause BSD licence.`,
};

export const addonLicense: LicenseNote = {
  title: 'Libraries linked into the addon, bcc-ts.node',
  text: `libbpf: GNU Lesser General Public License, version 2.1
(/usr/share/common-licenses/LGPL-2.1).
elfutils (libelf, libdw): GNU Lesser General Public License, version 3 or later
(/usr/share/common-licenses/LGPL-3).
libzstd: GNU General Public License, version 2 (/usr/share/common-licenses/GPL-2).
zlib: Copyright (C) 1995-2024 Jean-loup Gailly and Mark Adler, zlib licence.
liblzma: in the public domain, or 0BSD.

All are built from Debian's source packages libbpf, elfutils, libzstd, zlib and
xz-utils by the scripts in scripts/native of bcc-ts, which name the versions and
link the addon again after a change of any of them.`,
};

/** Node.js names the licences of all it is made of in one text. */
export function nodeLicense(): LicenseNote {
  return { title: `Node.js ${nodeVersion}`, text: readFileSync(join(nodePackage, 'LICENSE'), 'utf8') };
}

/** The licences of npm packages, as these have them. */
export function npmLicenses(packages: readonly BundledPackage[]): LicenseNote[] {
  return packages.map(({ name, version, license, text }) => ({
    title: `Parts of ${name} ${version} (${license})`,
    text,
  }));
}

/** The notes as one text. */
export function licenseText(notes: readonly LicenseNote[]): string {
  return notes.map(({ title, text }) => `${title}\n${'='.repeat(title.length)}\n\n${text.trim()}\n`).join('\n\n');
}
