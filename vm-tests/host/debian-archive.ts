/** Where Debian packages come from: the archive this machine's own apt is set up with, for any suite. */
import { existsSync } from 'node:fs';
import { hostCommand } from './host-command.ts';

export interface Repository {
  uri: string;
  suite: string;
}

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The repositories of a release: its main one and, where this machine uses them, its updates and security updates. */
export async function repositories(suite: string): Promise<Repository[]> {
  const targets = await hostCommand('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI) $(CODENAME)',
    'Created-By: Packages',
    'Component: main',
    'Origin: Debian',
  ]);
  return repositoriesFrom(targets.toString(), suite);
}

/** `targets`: lines of "URI CODENAME", as apt lists them. */
export function repositoriesFrom(targets: string, suite: string): Repository[] {
  const known = targets
    .split('\n')
    .map((line) => line.trim().split(' '))
    .filter((words) => words.length === 2)
    .map(([uri = '', codename = '']) => ({ uri: uri.replace(/\/$/, ''), suite: codename }));
  const own = known.filter((repository) => repository.suite === suite || repository.suite.startsWith(`${suite}-`));
  if (own.some((repository) => repository.suite === suite)) return unique(own);
  const main = known.find((repository) => /^[a-z]+$/.test(repository.suite));
  if (!main) {
    throw new Error(`cannot find the Debian mirror of this machine: apt lists no suite (try: apt-get update)`);
  }
  return [{ uri: main.uri, suite }];
}

/** The text of an apt sources file (deb822 form) for `list`. */
export function sourcesText(list: readonly Repository[], signedBy = keyring): string {
  return list
    .map(({ uri, suite }) => `Types: deb\nURIs: ${uri}\nSuites: ${suite}\nComponents: main\nSigned-By: ${signedBy}\n`)
    .join('\n');
}

/** The keyring that signs the archive; every Debian has it. */
export function archiveKeyring(): string {
  if (!existsSync(keyring)) throw new Error(`cannot verify Debian packages: ${keyring} is missing`);
  return keyring;
}

function unique(list: readonly Repository[]): Repository[] {
  return [...new Map(list.map((repository) => [`${repository.uri} ${repository.suite}`, repository])).values()];
}
