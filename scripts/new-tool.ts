/** Begins a tool: its four files, which build and run, with a test that fails until it says what the rows must be. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages } from './apt-packages.ts';
import { tools } from './readmes.ts';

const usage = `Usage: scripts/new-tool NAME

Creates tools/NAME: a BPF program, a declaration, a test to fill in and a README. Nothing else has to be edited:
scripts/run NAME, scripts/test --tool NAME and the packages find the folder.

  --help   this text
`;

const templates = join(import.meta.dirname, 'new-tool-files');

/** What each file of the tool is made from. */
const files = (name: string) =>
  ({
    [`${name}.bpf.c`]: 'tool.bpf.c.in',
    [`${name}.ts`]: 'tool.ts.in',
    [`${name}.test.ts`]: 'tool.test.ts.in',
    'README.md': 'README.md.in',
  }) as const;

/** The contents of the files of a tool, by their names. @throws Error when it cannot be called so. */
export function newToolFiles(name: string): Record<string, string> {
  if (!/^[a-z][a-z0-9_-]*$/.test(name)) {
    throw new Error(`cannot call a tool '${name}': a name is lower case letters, digits, - and _, with a letter first`);
  }
  return Object.fromEntries(
    Object.entries(files(name)).map(([file, template]) => [
      file,
      readFileSync(join(templates, template), 'utf8').replaceAll('@NAME@', name),
    ]),
  );
}

async function main(words: string[]): Promise<void> {
  if (words.includes('--help')) return void process.stdout.write(usage);
  const [name, ...rest] = words;
  if (!name || rest.length > 0) throw new Error('one name is needed (try: scripts/new-tool --help)');
  const contents = newToolFiles(name);
  const folder = join(tools, name);
  if (existsSync(folder)) throw new Error(`cannot create tools/${name}: it exists`);
  await ensurePackages(['clang-19', 'llvm-19']);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(contents)) writeFileSync(join(folder, file), text);
  // In a process of its own, which sees the new folder.
  execFileSync(process.execPath, [join(import.meta.dirname, 'readmes.ts')], { stdio: 'inherit' });
  process.stdout.write(`tools/${name}: try scripts/run ${name}, then write ${name}.test.ts\n`);
}

if (import.meta.main) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`scripts/new-tool: ${(error as Error).message}\n`);
    process.exitCode = 2;
  }
}
