/** What a guest gets from this checkout: the built addon, and a name on PATH for every built tool. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostCommand } from '../host/host-command.ts';

const distDirectory = fileURLToPath(new URL('../../dist/lib/bcc-ts/', import.meta.url));

/** The directory with the built tools; made if nothing is built yet, because QEMU needs it to exist. */
export function toolsDirectory(): string {
  const directory = join(distDirectory, 'tools');
  mkdirSync(directory, { recursive: true });
  return directory;
}

/** Writes `share/setup.tar`, which the guest unpacks at its root. */
export async function writeSetupArchive(share: string): Promise<void> {
  const tree = join(share, 'setup');
  const lib = join(tree, 'usr/lib/bcc-ts');
  const bin = join(tree, 'usr/local/sbin');
  mkdirSync(lib, { recursive: true });
  mkdirSync(bin, { recursive: true });
  // A copy, because the guest maps it into processes; the tools are only read and come over the share.
  const addon = join(distDirectory, 'bcc-ts.node');
  if (existsSync(addon)) copyFileSync(addon, join(lib, 'bcc-ts.node'));
  for (const name of readdirSync(toolsDirectory())) {
    if (name.endsWith('.cjs')) symlinkSync(`../../lib/bcc-ts/tools/${name}`, join(bin, name.slice(0, -4)));
  }
  await hostCommand('tar', ['-c', '-f', join(share, 'setup.tar'), '--owner=0', '--group=0', '-C', tree, 'usr']);
  rmSync(tree, { recursive: true });
}
