import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { ensurePackages } from './apt-packages.ts';
import { fileLock } from './native/build-cache.ts';
import { buildPackages, glibcFloorHeader, nativeLibraries } from './native/libraries.ts';
import { type Machine, machineOf } from './native/machine.ts';
import { run } from './native/run-command.ts';

const root = resolve(import.meta.dirname, '..');
const sources = join(root, 'native/src');
const exportsMap = join(sources, 'exports.map');

/** Where the addon comes to lie, as in an installed package. */
export const addonPath = join(root, 'dist/lib/bcc-ts/bcc-ts.node');

/** How an addon is built: the ordinary one, one with the compiler's checks, or one for another machine. */
export interface AddonVariant {
  machine: Machine;
  output: string;
  /** Directory of the object files. */
  objects: string;
  compile: string[];
  link: string[];
  strip: boolean;
}

const ordinary: AddonVariant = {
  machine: machineOf(),
  output: addonPath,
  objects: join(root, 'dist/native'),
  compile: ['-O2'],
  link: [],
  strip: true,
};

/** The addon for a machine that this one cannot run, by Node's name for it. */
export function foreignAddon(architecture: string): AddonVariant {
  const directory = join(root, 'dist', architecture);
  return {
    ...ordinary,
    machine: machineOf(architecture),
    output: join(directory, 'bcc-ts.node'),
    objects: join(directory, 'native'),
  };
}

/** Builds the addon unless it is up to date. Returns true when it had to. */
export async function buildAddon(variant: AddonVariant = ordinary): Promise<boolean> {
  await ensurePackages([...buildPackages, ...variant.machine.packages, 'libuv1-dev']);
  const libraries = await nativeLibraries(variant.machine);
  await mkdir(variant.objects, { recursive: true });
  const release = await fileLock(join(variant.objects, 'lock'));
  try {
    return await compileAndLink(variant, libraries);
  } finally {
    await release();
  }
}

async function compileAndLink(variant: AddonVariant, libraries: { include: string; lib: string }): Promise<boolean> {
  const { prefix } = variant.machine;
  const files = (await readdir(sources)).sort();
  const headers = files.filter((file) => file.endsWith('.h')).map((file) => join(sources, file));
  const flags = [...compileFlags(libraries.include), ...variant.compile];
  const objects = files
    .filter((file) => file.endsWith('.cc'))
    .map((file) => {
      const source = join(sources, file);
      return {
        source,
        object: join(variant.objects, `${file}.${contentKey([source, glibcFloorHeader, ...headers], flags)}.o`),
      };
    });
  const link = [...linkFlags(libraries.lib), ...variant.link];
  const key = contentKey([exportsMap], [...objects.map(({ object }) => object), ...link]);
  const stamp = join(variant.objects, 'linked');
  if (existsSync(variant.output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return false;

  const missing = objects.filter(({ object }) => !existsSync(object));
  const compile = async () => {
    for (let next = missing.shift(); next; next = missing.shift()) {
      await run(`${prefix}g++`, [...flags, '-c', next.source, '-o', `${next.object}.tmp`], root);
      await rename(`${next.object}.tmp`, next.object);
    }
  };
  // Each takes 200 MB.
  await Promise.all(Array.from({ length: availableParallelism() }, compile));
  await mkdir(join(variant.output, '..'), { recursive: true });
  const temporary = `${variant.output}.tmp`;
  await run(`${prefix}g++`, ['-shared', ...objects.map(({ object }) => object), ...link, '-o', temporary], root);
  if (variant.strip) await run(`${prefix}strip`, ['--strip-unneeded', temporary], root);
  await rename(temporary, variant.output);
  await writeFile(stamp, key);
  const current = new Set(objects.map(({ object }) => object));
  for (const file of await readdir(variant.objects)) {
    const path = join(variant.objects, file);
    if (file.endsWith('.o') && !current.has(path)) await rm(path);
  }
  return true;
}

function compileFlags(include: string): string[] {
  const modules = join(root, 'node_modules');
  const system = [include, join(modules, 'node-addon-api'), join(modules, 'node-api-headers/include')];
  return [
    ...['-std=c++20', '-fPIC', '-fvisibility=hidden', '-ffunction-sections', '-fdata-sections', '-fno-plt'],
    ...[
      '-Wall',
      '-Wextra',
      '-Werror',
      '-DNAPI_VERSION=8',
      '-DNODE_ADDON_API_CPP_EXCEPTIONS',
      '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
      '-D_GNU_SOURCE',
    ],
    ...['-include', glibcFloorHeader, `-ffile-prefix-map=${root}=.`],
    ...system.flatMap((directory) => ['-isystem', directory]),
  ];
}

function linkFlags(lib: string): string[] {
  return [
    ...['-Wl,--gc-sections', '-Wl,-z,defs,-z,now,-z,relro', '-Wl,--unresolved-symbols=ignore-in-object-files'],
    // What libbpf gets from native/src/kernel-types.cc and map-create.cc instead.
    ...['-Wl,--wrap=btf__load_vmlinux_btf,--wrap=btf__find_by_name_kind,--wrap=bpf_btf_get_next_id'],
    '-Wl,--wrap=bpf_map_create',
    ...[`-Wl,--version-script=${exportsMap}`, `-L${lib}`, '-lbpf', '-ldw', '-lelf', '-leu', '-lzstd', '-llzma', '-lz'],
    // The static one only for what the dynamic one does not export: the demangler with a callback.
    ...['-lstdc++', '-l:libstdc++.a'],
  ];
}

function contentKey(files: string[], words: string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(words));
  for (const file of files) hash.update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 16);
}

if (import.meta.main) {
  const built = await buildAddon();
  process.stderr.write(built ? `built ${addonPath}\n` : 'the addon is up to date\n');
}
