import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensurePackages } from './apt-packages.ts';
import { repository } from './bpf/sources.ts';
import { buildDeb, type DebOptions } from './packaging/deb/build-deb.ts';
import { cachedDeb } from './packaging/deb/cached-deb.ts';
import { debFindings } from './packaging/deb/check-debs.ts';
import { currentRelease } from './packaging/deb/release.ts';
import { runtimePackage } from './packaging/deb/runtime-package.ts';
import { toolPackage } from './packaging/deb/tool-package.ts';
import { kitModule, toolModule } from './packaging/tool-modules.ts';

const usage = `Usage: scripts/package [--built] [TOOL...]

Makes Debian packages in dist/deb: bcc-ts-runtime, and bcc-ts-TOOL for the named tools or for all. Where lintian is
installed, what it finds is an error.

  --built   take what is in dist/lib as it is, without building it first
  --help    this text
`;

const built = join(repository, 'dist/lib/bcc-ts');

/** The package of each tool named, whose bundles must be built. */
export async function toolPackages(names: readonly string[]): Promise<DebOptions[]> {
  const release = currentRelease();
  const kit = await kitModule();
  const packages: DebOptions[] = [];
  for (const name of names) {
    const { summary, description } = await toolModule(name, kit);
    packages.push(toolPackage({ name, summary, description, bundle: join(built, 'tools', `${name}.cjs`) }, release));
  }
  return packages;
}

/** The package of the runtime; the addon must be built. */
export function builtRuntimePackage(): Promise<DebOptions> {
  return runtimePackage(join(built, 'bcc-ts.node'), currentRelease());
}

function fail(message: string): never {
  process.stderr.write(`scripts/package: ${message} (try: scripts/package --help)\n`);
  process.exit(2);
}

async function main(words: string[]) {
  if (words.includes('--help')) {
    process.stdout.write(usage);
    return;
  }
  const all = readdirSync('tools').filter((name) => existsSync(`tools/${name}/${name}.ts`));
  const named = words.filter((word) => word !== '--built');
  for (const name of named) {
    if (name.startsWith('-')) fail(`unknown option ${name}`);
    if (!all.includes(name)) fail(`no such tool: ${name}; there are: ${all.join(', ')}`);
  }
  await ensurePackages(['dpkg-dev', 'binutils', 'llvm-19']);
  if (!words.includes('--built')) {
    const { status } = spawnSync('scripts/build', ['--quiet', ...named], { stdio: 'inherit' });
    if (status !== 0) process.exit(1);
  }
  const directory = join(repository, 'dist/deb');
  const runtime = await cachedDeb(directory, await builtRuntimePackage());
  const debs: string[] = [];
  for (const options of await toolPackages(named.length > 0 ? named : all)) {
    debs.push(await buildDeb(directory, options));
  }
  for (const deb of [runtime, ...debs]) process.stdout.write(`${relative(repository, deb)}\n`);
  const findings = debFindings(debs);
  if (findings) throw new Error(`lintian found\n${findings}`);
}

if (import.meta.main) {
  process.chdir(repository);
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`scripts/package: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
