/** The npm packages that bundles may carry parts of, and their licences. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository } from '../../bpf/sources.ts';

export interface BundledPackage {
  name: string;
  version: string;
  /** SPDX expression. */
  license: string;
  /** The licence as the package has it, with the names of its holders. */
  text: string;
}

interface Manifest {
  name: string;
  version: string;
  license?: string;
  dependencies?: Record<string, string>;
}

/** What the libraries depend on, directly or not, without the workspace's own packages; sorted by name. */
export function bundledPackages(): BundledPackage[] {
  const found = new Map<string, BundledPackage>();
  const libraries = join(repository, 'libs');
  for (const library of readdirSync(libraries)) collect(join(libraries, library), found);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function collect(directory: string, found: Map<string, BundledPackage>) {
  const file = join(directory, 'package.json');
  if (!existsSync(file)) return;
  const { dependencies = {} }: Manifest = JSON.parse(readFileSync(file, 'utf8'));
  for (const name of Object.keys(dependencies)) {
    if (name.startsWith('@bcc-ts/') || found.has(name)) continue;
    const place = installed(name, directory);
    const { version, license = 'unknown' }: Manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
    found.set(name, { name, version, license, text: licenseText(place) });
    collect(place, found);
  }
}

/** Where Node would find a package that is asked for in `from`. */
function installed(name: string, from: string): string {
  for (let directory = from; ; directory = dirname(directory)) {
    const place = join(directory, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return place;
    if (directory === dirname(directory)) throw new Error(`cannot find the npm package ${name} (try: npm ci)`);
  }
}

function licenseText(directory: string): string {
  const file = readdirSync(directory).find((name) => /^licen[cs]e([-.]|$)/i.test(name));
  if (!file) throw new Error(`cannot find the licence of ${directory}`);
  return readFileSync(join(directory, file), 'utf8').trim();
}
