import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { ensurePackages } from './apt-packages.ts';
import { buildAddon, foreignAddon } from './build-native.ts';

const usage = `Usage: scripts/build [--quiet] [TOOL...]
       scripts/build --arch arm64

Builds the addon and the bundles of the named tools, or of all, into dist/. What is up to date is left alone.

  --arch A  only the addon, for another architecture (arm64), with Debian's cross compiler, into dist/A
  --quiet   say something only when it fails
  --help    this text
`;

function fail(message: string): never {
  process.stderr.write(`scripts/build: ${message} (try: scripts/build --help)\n`);
  process.exit(2);
}

process.chdir(new URL('..', import.meta.url).pathname);
const words = process.argv.slice(2);
if (words.includes('--help')) {
  process.stdout.write(usage);
  process.exit(0);
}
if (words[0] === '--arch') {
  if (words.length !== 2 || words[1] !== 'arm64') fail('--arch takes arm64, and nothing else goes with it');
  const variant = foreignAddon('arm64');
  process.stderr.write((await buildAddon(variant)) ? `built ${variant.output}\n` : 'the addon is up to date\n');
  process.exit(0);
}
const quiet = words.includes('--quiet');
const named = words.filter((word) => word !== '--quiet');
const all = readdirSync('tools').filter((name) => existsSync(`tools/${name}/${name}.ts`));
for (const name of named) {
  if (name.startsWith('-')) fail(`unknown option ${name}`);
  if (!all.includes(name)) fail(`no such tool: ${name}; there are: ${all.join(', ')}`);
}

await ensurePackages(['clang-19', 'llvm-19']);
const tools = named.length > 0 ? named : all;
const projects = ['@bcc-ts/native', ...tools].join(',');
const { status, stdout } = spawnSync(
  'node_modules/.bin/nx',
  ['run-many', '--targets=addon,bundle', `--projects=${projects}`, '--output-style=static'],
  { stdio: ['ignore', quiet ? 'pipe' : 'inherit', 'inherit'], encoding: 'utf8', maxBuffer: 1 << 26 },
);
if (status !== 0 && quiet) process.stderr.write(stdout);
process.exitCode = status === 0 ? 0 : 1;
