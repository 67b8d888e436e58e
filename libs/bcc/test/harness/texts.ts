/** Compiles texts on this machine for the guest's kernel, so that nothing in the guest needs a compiler. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Guest } from '@bcc-ts/vm-tests';
import { build, type Plugin } from 'esbuild';
import { ensurePackages } from '../../../../scripts/apt-packages.ts';
import { compileText, type KernelFacts } from '../../src/front-end/index.ts';
import { textKey } from './precompiled.ts';
import type { RecordedText } from './recorded.ts';

const here = import.meta.dirname;

/** The text of the first `BPF` that a program makes. */
export async function textOf(entry: string): Promise<RecordedText> {
  const outfile = join(tmpdir(), `bcc-ts-recorded-${process.pid}-${count++}.mjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    plugins: [replace(/^@bcc-ts\/bcc$/, join(here, 'recorded.ts'))],
    banner: { js: requireBanner },
  });
  try {
    await import(pathToFileURL(outfile).href);
  } catch (error) {
    const { recorded } = error as { recorded?: RecordedText };
    if (recorded) return recorded;
    throw error;
  }
  throw new Error(`${entry} makes no BPF`);
}

/** What CommonJS modules find in a bundle that is an ES module, as top-level `await` needs. */
const requireBanner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

let count = 0;
// Each bundle has a copy of the package, which listens for the end of the process.
process.setMaxListeners(0);

/** Compiles texts into `folder/compiled` for the guest's kernel. A text that does not compile fails when it is used. */
export async function compileFor(guest: Guest, texts: readonly RecordedText[], folder: string): Promise<void> {
  await ensurePackages(['clang-19']);
  const kernel = await factsOf(guest, texts, folder);
  mkdirSync(join(folder, 'compiled'), { recursive: true });
  for (const { text, cflags } of texts) {
    const request = { text, ...(cflags ? { cflags } : {}) };
    let result: object;
    try {
      const { image, ...rest } = compileText({ ...request, kernel });
      result = { ...rest, image: Buffer.from(image).toString('base64') };
    } catch (error) {
      result = { error: (error as Error).message };
    }
    writeFileSync(join(folder, 'compiled', `${textKey(request)}.json`), JSON.stringify(result));
  }
}

/** What the compiler must know of the guest's kernel: with the formats of the tracepoints that the texts mention. */
async function factsOf(guest: Guest, texts: readonly RecordedText[], folder: string): Promise<KernelFacts> {
  const events = new Set<string>();
  for (const { text } of texts) {
    for (const [, category, event] of text.matchAll(/TRACEPOINT_PROBE\s*\(\s*(\w+)\s*,\s*(\w+)\s*\)/g)) {
      events.add(`${category}/${event}`);
    }
    for (const [, category, event] of text.matchAll(/struct tracepoint__(\w+?)__(\w+)/g))
      events.add(`${category}/${event}`);
  }
  const list = [...events].join(' ');
  const { stdout } = await guest.run(
    `cd /sys/kernel/tracing/events && for event in ${list}; do [ -e $event/format ] && printf '\\001%s\\002' $event && cat $event/format; done; cat /boot/config-$(uname -r) > /dev/null 2>&1`,
  );
  const formats: Record<string, string> = {};
  for (const part of stdout.split('\x01').slice(1)) {
    const [event = '', format = ''] = part.split('\x02');
    formats[event.replace('/', ':')] = format;
  }
  const file = join(folder, 'formats.json');
  writeFileSync(file, JSON.stringify(formats));
  const { btf, release } = guest.kernel;
  return { release, btf, formats: file, possibleCpus: 2 };
}

/** Bundles programs for the guest, with what was compiled instead of the compiler. */
export function bundleForGuest(entries: Readonly<Record<string, string>>, folder: string): Promise<void> {
  return bundle(entries, folder, [replace(/\/front-end\/index\.ts$/, join(here, 'precompiled.ts'))]);
}

/** Bundles programs for a guest that has a compiler. */
export function bundleWithCompiler(entries: Readonly<Record<string, string>>, folder: string): Promise<void> {
  return bundle(entries, folder, []);
}

async function bundle(entries: Readonly<Record<string, string>>, folder: string, plugins: Plugin[]): Promise<void> {
  await build({
    entryPoints: entries,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    plugins: [replace(/^@bcc-ts\/bcc$/, join(here, 'notifying.ts')), ...plugins],
    banner: { js: `${requireBanner} const __dirname = import.meta.dirname;` },
  });
}

function replace(filter: RegExp, path: string): Plugin {
  return { name: 'replace', setup: (pluginBuild) => pluginBuild.onResolve({ filter }, () => ({ path })) };
}
