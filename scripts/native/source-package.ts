import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run-command.ts';

/** A Debian source package at one exact version. */
export interface SourcePackage {
  name: string;
  version: string;
}

/** The Debian suite the pinned versions come from. A released suite does not move. */
export const suite = 'trixie';

const keyrings = ['/usr/share/keyrings/debian-archive-keyring.pgp', '/usr/share/keyrings/debian-archive-keyring.gpg'];

/**
 * Fetches and unpacks source packages, with Debian's patches applied, below `directory`. Returns the source directory
 * of each by package name. apt checks the files against the suite's signed index; the apt settings of the machine
 * are read but not changed.
 */
export async function unpackSources(directory: string, packages: SourcePackage[]): Promise<Record<string, string>> {
  const apt = await privateApt(join(directory, 'apt'));
  await run('apt-get', [...apt, '-qq', 'update'], directory);
  const sources: Record<string, string> = {};
  for (const { name, version } of packages) {
    const work = join(directory, name);
    await mkdir(work);
    try {
      await run('apt-get', [...apt, '-qq', 'source', '--only-source', '--download-only', `${name}=${version}`], work);
    } catch (error) {
      throw new Error(`cannot fetch source package ${name} ${version} from ${suite} (moved on? raise the pin)`, {
        cause: error,
      });
    }
    const description = readdirSync(work).find((file) => file.endsWith('.dsc'));
    await run('dpkg-source', ['--no-check', '-x', description!, 'source'], work);
    sources[name] = join(work, 'source');
  }
  return sources;
}

/** apt options that read source packages of {@link suite} from this machine's own mirror, all state kept in `directory`. */
async function privateApt(directory: string): Promise<string[]> {
  const keyring = keyrings.find((file) => existsSync(file));
  if (!keyring) throw new Error(`cannot verify Debian sources: no ${keyrings[1]} (install debian-archive-keyring)`);
  for (const folder of ['lists/partial', 'cache/archives/partial'])
    await mkdir(join(directory, folder), { recursive: true });
  const list = join(directory, 'suite.sources');
  await writeFile(
    list,
    `Types: deb-src\nURIs: ${await mirror()}\nSuites: ${suite}\nComponents: main\nSigned-By: ${keyring}\n`,
  );
  return [
    `Dir::Etc::sourcelist=${list}`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State::Lists=${join(directory, 'lists')}`,
    `Dir::Cache=${join(directory, 'cache')}`,
    'Acquire::Check-Valid-Until=false',
    'Acquire::Languages=none',
    'APT::Sandbox::User=root',
  ].map((option) => `-o${option}`);
}

/** The mirror this machine installs its own packages from. */
async function mirror(): Promise<string> {
  const codename = /^VERSION_CODENAME=(\S+)/m.exec(await readFile('/etc/os-release', 'utf8'))?.[1];
  const filter = ['Created-By: Packages', `Codename: ${codename}`, 'Component: main'];
  const targets = execFileSync('apt-get', ['indextargets', '--format', '$(REPO_URI)', ...filter], { encoding: 'utf8' });
  const first = targets.split('\n')[0];
  if (!first) throw new Error('cannot find a Debian mirror: apt has no package index (run apt-get update)');
  return first.replace(/\/$/, '');
}
