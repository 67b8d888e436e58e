import { targetArchitecture } from '../../bpf/compile.ts';
import { wrapText } from './wrap-text.ts';

export interface Description {
  /** One sentence. */
  synopsis: string;
  /** Paragraphs, separated by empty lines. */
  text: string;
}

/** The fields of a binary package's control file that differ between packages. */
export interface Control {
  package: string;
  version: string;
  architecture: string;
  maintainer: string;
  /** Of all files, in bytes. */
  installedSize: number;
  depends: string;
  conflicts?: string;
  description: Description;
}

/** A control file as dpkg reads it. */
export function controlText(control: Control): string {
  const fields: [name: string, value: string | undefined][] = [
    ['Package', control.package],
    ['Source', 'bcc-ts'],
    ['Version', control.version],
    ['Architecture', control.architecture],
    ['Maintainer', control.maintainer],
    ['Installed-Size', String(Math.ceil(control.installedSize / 1024))],
    ['Depends', control.depends],
    ['Conflicts', control.conflicts],
    ['Section', 'admin'],
    ['Priority', 'optional'],
    ['Description', descriptionText(control.description)],
  ];
  return fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\n`])).join('');
}

/** Debian's synopsis is no sentence; the paragraphs below it are set apart by a lone dot. */
function descriptionText({ synopsis, text }: Description): string {
  const paragraphs = text.trim().split(/\n\s*\n/);
  const lines = paragraphs.flatMap((paragraph, index) => [...(index ? ['.'] : []), ...wrapText(paragraph, 78)]);
  return [synopsis.replace(/\.$/, ''), ...lines.map((line) => ` ${line}`)].join('\n');
}

const architectures = { x86_64: 'amd64', arm64: 'arm64' } as const;

/** Debian's name of the architecture that is built for. */
export function debianArchitecture(): string {
  return architectures[targetArchitecture()];
}
