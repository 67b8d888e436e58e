import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedDirectory } from './build-cache.ts';
import { type Machine, machineOf } from './machine.ts';
import { run } from './run-command.ts';
import { type SourcePackage, suite, unpackSources } from './source-package.ts';

/** What the addon links statically, in the order it is built. */
const packages: SourcePackage[] = [
  { name: 'zlib', version: '1:1.3.dfsg+really1.3.1-1' },
  { name: 'xz-utils', version: '5.8.1-1+deb13u1' },
  { name: 'libzstd', version: '1.5.7+dfsg-1' },
  { name: 'elfutils', version: '0.192-4' },
  { name: 'libbpf', version: '1.5.0-3' },
];

/** Debian packages needed to fetch and build {@link packages}, besides the compiler for another machine. */
export const buildPackages = [
  'gcc',
  'g++',
  'make',
  'm4',
  'pkg-config',
  'gettext',
  'bzip2',
  'xz-utils',
  'patch',
  'dpkg-dev',
];

/** Older symbol versions for what glibc 2.34 moved out of libpthread, so that the addon loads on glibc 2.33. */
export const glibcFloorHeader = join(import.meta.dirname, 'glibc-floor.h');

/**
 * Directories with the headers and the position-independent static libraries of libbpf, elfutils and what they need.
 * Built from Debian's sources on first use (about a minute), then taken from the cache.
 */
export async function nativeLibraries(machine: Machine = machineOf()): Promise<{ include: string; lib: string }> {
  const directory = await cachedDirectory('native-libs', contentKey(machine), (empty) => buildAll(empty, machine));
  return { include: join(directory, 'include'), lib: join(directory, 'lib') };
}

function contentKey({ prefix }: Machine): string {
  const hash = createHash('sha256');
  for (const file of [fileURLToPath(import.meta.url), glibcFloorHeader]) hash.update(readFileSync(file));
  hash.update(JSON.stringify([suite, packages]));
  for (const wanted of ['-dumpmachine', '-dumpfullversion']) hash.update(execFileSync(`${prefix}gcc`, [wanted]));
  return hash.digest('hex').slice(0, 20);
}

async function buildAll(directory: string, machine: Machine): Promise<void> {
  const work = join(directory, 'work');
  for (const folder of ['include', 'lib', 'work']) await mkdir(join(directory, folder));
  process.stderr.write(`building ${packages.map(({ name }) => name).join(', ')} for ${machine.name} (once)\n`);
  const sources = await unpackSources(work, packages);
  const target = new Target(directory, machine);
  await Promise.all([zlib(sources.zlib!, target), xz(sources['xz-utils']!, target), zstd(sources.libzstd!, target)]);
  await elfutils(sources.elfutils!, target);
  await libbpf(sources.libbpf!, target);
  await run('rm', ['-rf', work], directory);
}

/** Where a library's headers and archive go, and the flags it is built with. */
class Target {
  readonly flags: Record<string, string>;
  readonly include: string;
  readonly lib: string;
  /** For another machine, what autoconf's scripts have to be told. */
  readonly host: string;

  constructor(directory: string, { prefix, triplet }: Machine) {
    this.include = join(directory, 'include');
    this.lib = join(directory, 'lib');
    const code = '-O2 -fPIC -fvisibility=hidden -ffunction-sections -fdata-sections';
    this.flags = {
      CFLAGS: `${code} -include ${glibcFloorHeader} -ffile-prefix-map=${directory}=. -I${this.include}`,
      LDFLAGS: `-L${this.lib}`,
      ...(prefix && { CC: `${prefix}gcc`, AR: `${prefix}ar`, RANLIB: `${prefix}ranlib`, CHOST: triplet }),
    };
    this.host = prefix && `--host=${triplet}`;
  }

  make(directory: string, goals: string[]): Promise<string> {
    return run('make', [`-j${availableParallelism()}`, ...goals], directory, this.flags);
  }

  /** With autoconf's script; zlib's, which is not, reads CHOST. */
  configure(directory: string, options: string[]): Promise<string> {
    return run('./configure', [...options, ...(this.host ? [this.host] : [])], directory, this.flags);
  }

  async install(source: string, files: { headers: string[]; libraries: string[]; folder?: string }): Promise<void> {
    const headers = join(this.include, files.folder ?? '');
    await mkdir(headers, { recursive: true });
    for (const file of files.headers)
      await cp(join(source, file), join(headers, file.split('/').at(-1)!), { recursive: true });
    for (const file of files.libraries) await copyFile(join(source, file), join(this.lib, file.split('/').at(-1)!));
  }
}

async function zlib(source: string, target: Target): Promise<void> {
  await run('./configure', ['--static'], source, target.flags);
  await target.make(source, ['libz.a']);
  await target.install(source, { headers: ['zlib.h', 'zconf.h'], libraries: ['libz.a'] });
}

async function xz(source: string, target: Target): Promise<void> {
  const off = ['shared', 'nls', 'doc', 'scripts', 'xz', 'xzdec', 'lzmadec', 'lzmainfo', 'lzma-links', 'encoders'];
  await target.configure(source, ['--enable-threads=no', '--with-pic', ...off.map((part) => `--disable-${part}`)]);
  await target.make(source, ['-C', 'src/liblzma']);
  await target.install(source, {
    headers: ['src/liblzma/api/lzma.h', 'src/liblzma/api/lzma'],
    libraries: ['src/liblzma/.libs/liblzma.a'],
  });
}

async function zstd(source: string, target: Target): Promise<void> {
  const lib = join(source, 'lib');
  await target.make(lib, ['libzstd.a-nomt-release', 'ZSTD_LEGACY_SUPPORT=0', 'ZSTD_LIB_DICTBUILDER=0']);
  await target.install(lib, { headers: ['zstd.h', 'zstd_errors.h', 'zdict.h'], libraries: ['libzstd.a'] });
}

async function elfutils(source: string, target: Target): Promise<void> {
  const off = ['debuginfod', 'libdebuginfod', 'nls', 'demangler', 'textrelcheck', 'symbol-versioning'];
  await target.configure(source, [
    ...off.map((part) => `--disable-${part}`),
    ...['--without-bzlib', '--with-lzma', '--with-zstd', '--with-zlib', '--program-prefix='],
  ]);
  const archives = [
    'lib/eu',
    'libelf/elf',
    'libcpu/cpu',
    'backends/ebl_backends',
    'libebl/ebl',
    'libdwelf/dwelf',
    'libdwfl/dwfl',
    'libdw/dw',
  ];
  for (const archive of archives) {
    const [folder, name] = archive.split('/');
    await target.make(join(source, folder!), [`lib${name}.a`]);
  }
  const elf = ['libelf/libelf.h', 'libelf/gelf.h'];
  const dwarf = ['libdw/dwarf.h', 'libdw/libdw.h', 'libdwfl/libdwfl.h', 'libdwelf/libdwelf.h', 'version.h'];
  await target.install(source, { headers: elf, libraries: ['libelf/libelf.a', 'libdw/libdw.a', 'lib/libeu.a'] });
  await target.install(source, { headers: dwarf, libraries: [], folder: 'elfutils' });
}

async function libbpf(source: string, target: Target): Promise<void> {
  const src = join(source, 'src');
  await target.make(src, [
    'BUILD_STATIC_ONLY=1',
    'NO_PKG_CONFIG=1',
    `PREFIX=${dirname(target.lib)}`,
    'LIBSUBDIR=lib',
    'install',
    'install_uapi_headers',
  ]);
  if (!(await readdir(join(target.include, 'bpf'))).includes('bpf_helpers.h'))
    throw new Error('libbpf installed no headers');
}
