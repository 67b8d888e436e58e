import type { Release } from './release.ts';
import { wrapText } from './wrap-text.ts';

/** The release's notes as Debian's changelog has them: one entry, for the version that is packaged. */
export function debianChangelog({ version, time, maintainer, notes }: Release): string {
  const changes = latestChanges(notes).map((change) => wrapText(change, 76).join('\n    '));
  const entry = changes.length > 0 ? changes : ['New version.'];
  return [
    `bcc-ts (${version}) unstable; urgency=medium`,
    '',
    ...entry.map((change) => `  * ${change}`),
    '',
    ` -- ${maintainer}  ${rfc2822(time)}`,
    '',
  ].join('\n');
}

/** The points of the first section, each on one line without Markdown's quotes. */
function latestChanges(notes: string): string[] {
  const [, latest = ''] = notes.split(/^## .*$/m);
  return latest
    .split(/^- /m)
    .slice(1)
    .map((point) => point.replace(/^#.*$/gm, '').replaceAll('`', '').replace(/\s+/g, ' ').trim());
}

/** `Mon, 02 Jan 2006 15:04:05 +0000` */
function rfc2822(time: number): string {
  return new Date(time * 1000).toUTCString().replace('GMT', '+0000');
}
