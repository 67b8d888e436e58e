/** What an executable says of its licences: it may be on a machine that has none of their texts. */
import { readFileSync } from 'node:fs';
import { addonLicense, licenseText, nodeLicense, npmLicenses, ownLicense, programLicense } from './notes.ts';
import { bundledPackages } from './npm-packages.ts';

const debianTexts = '/usr/share/common-licenses';

/** The notes of all parts, and after them every text they refer to. */
export function executableLicenses(): string {
  const notes = [ownLicense, programLicense, addonLicense, ...npmLicenses(bundledPackages()), nodeLicense()];
  const names = notes.flatMap(({ text }) => [...text.matchAll(/\/usr\/share\/common-licenses\/([\w.-]*\w)/g)]);
  // LGPL-3 adds to GPL-3.
  const referred = [...new Set([...names.map(([, name]) => name!), 'GPL-3'])].sort();
  const texts = referred.map((name) => ({
    title: `${debianTexts}/${name}`,
    text: readFileSync(`${debianTexts}/${name}`, 'utf8'),
  }));
  return licenseText([...notes, ...texts]);
}
