import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import { codePath } from '../../bundle.ts';
import { npmLicenses, ownLicense, programLicense } from '../licenses/notes.ts';
import { bundledPackages } from '../licenses/npm-packages.ts';
import type { DebOptions, PackageFile } from './build-deb.ts';
import { debianArchitecture } from './control.ts';
import { gzip, packageDocumentation } from './documentation.ts';
import type { Release } from './release.ts';

const overrides: [reason: string, tag: string][] = [
  [
    "The interpreter is bcc-ts-runtime's own copy of Node.js, which this package depends on.",
    'missing-dep-for-interpreter *',
  ],
  ['As above.', 'wrong-path-for-interpreter *'],
];

export interface PackagedTool {
  name: string;
  summary: string;
  description: string;
  /** The built command, with its code beside it. */
  bundle: string;
}

/**
 * The package of one tool. It needs the runtime of exactly its own version, because the bundle and the addon are made
 * for each other. The command has the tool's plain name, which libbpf-tools uses too for tools of the same purpose:
 * only one of them can be installed. (BCC's and bpftrace's own packages use names with a suffix.)
 */
export function toolPackage({ name, summary, description, bundle }: PackagedTool, release: Release): DebOptions {
  const packageName = `bcc-ts-${name}`;
  const generated = (...words: string[]) => execFileSync(process.execPath, [bundle, ...words], { encoding: 'utf8' });
  const script = `usr/lib/bcc-ts/tools/${basename(bundle)}`;
  const licenses = [ownLicense, programLicense, ...npmLicenses(bundledPackages())];
  const files: PackageFile[] = [
    { path: script, copy: bundle, mode: 0o755 },
    { path: codePath(script), copy: codePath(bundle) },
    { path: `usr/sbin/${name}`, link: `../lib/bcc-ts/tools/${basename(bundle)}` },
    { path: `usr/share/man/man8/${name}.8.gz`, content: gzip(generated('--man')) },
    { path: `usr/share/bash-completion/completions/${name}`, content: generated('--completion', 'bash') },
    { path: `usr/share/zsh/vendor-completions/_${name}`, content: generated('--completion', 'zsh') },
    { path: `usr/share/fish/vendor_completions.d/${name}.fish`, content: generated('--completion', 'fish') },
    ...packageDocumentation(packageName, release, licenses, overrides),
  ];
  return {
    control: {
      package: packageName,
      version: release.version,
      architecture: debianArchitecture(),
      maintainer: release.maintainer,
      depends: `bcc-ts-runtime (= ${release.version})`,
      conflicts: 'libbpf-tools',
      description: { synopsis: summary, text: description },
    },
    files,
    time: release.time,
  };
}
