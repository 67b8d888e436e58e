import { addonLicense, nodeLicense, ownLicense } from '../licenses/notes.ts';
import { nodeRuntime, nodeVersion } from '../node-runtime.ts';
import type { DebOptions } from './build-deb.ts';
import { debianArchitecture } from './control.ts';
import { packageDocumentation } from './documentation.ts';
import type { Release } from './release.ts';
import { sharedLibraryPackages } from './shared-libraries.ts';

const overrides: [reason: string, tag: string][] = [
  [
    'Node.js is taken as its project builds it: with its own copies of libraries, at a fixed address.',
    'embedded-library *',
  ],
  ['As above.', 'hardening-no-pie *'],
  [
    'Node.js names the licences of all it is made of in one text, to be passed on whole.',
    'copyright-file-contains-full-apache-2-license',
  ],
  ['As above.', 'old-fsf-address-in-copyright-file'],
];

/** The package with what all tools run on: Node, and the addon at `addon`. */
export async function runtimePackage(addon: string, release: Release): Promise<DebOptions> {
  const name = 'bcc-ts-runtime';
  const node = await nodeRuntime();
  return {
    control: {
      package: name,
      version: release.version,
      architecture: debianArchitecture(),
      maintainer: release.maintainer,
      depends: await sharedLibraryPackages([node, addon]),
      description: {
        synopsis: 'Private runtime of the bcc-ts tracing tools',
        text: `A copy of Node.js ${nodeVersion} and a native addon with libbpf, which the packages of the single tools
          need. It is for them alone: nothing is on PATH, and variables of the environment such as NODE_OPTIONS are
          ignored.`,
      },
    },
    files: [
      { path: 'usr/lib/bcc-ts/node', copy: node, mode: 0o755 },
      { path: 'usr/lib/bcc-ts/bcc-ts.node', copy: addon },
      ...packageDocumentation(name, release, [ownLicense, nodeLicense(), addonLicense], overrides),
    ],
    time: release.time,
  };
}
