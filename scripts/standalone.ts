/**
 * Makes executables that need nothing else on the machine, from what `scripts/build` made.
 * `standalone.ts NAME...` writes dist/bin/NAME with Node, the addon and the tool for each;
 * `standalone.ts --all` writes dist/bin/bcc-ts with all tools.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repository } from './bpf/sources.ts';
import { writeExecutable } from './packaging/executable.ts';
import { mainScript } from './packaging/main-script.ts';
import { writeMultiCall } from './packaging/multi-call.ts';

/** The path of something below dist/lib/bcc-ts. */
function built(file: string): string {
  const path = join(repository, 'dist/lib/bcc-ts', file);
  if (existsSync(path)) return path;
  throw new Error(`cannot make an executable: ${relative(repository, path)} is not built (try: scripts/build)`);
}

/** Writes dist/bin/NAME and returns the path. The tool's bundle and the addon must be built. */
export async function standalone(name: string): Promise<string> {
  const output = join(repository, 'dist/bin', name);
  const assets = { 'bcc-ts.node': built('bcc-ts.node'), [`tools/${name}.code`]: built(`tools/${name}.code`) };
  await writeExecutable(output, { main: await mainScript('standalone'), assets });
  return output;
}

/** Writes dist/bin/bcc-ts and returns the path. The addon must be built. */
export async function multiCall(): Promise<string> {
  const output = join(repository, 'dist/bin/bcc-ts');
  const tools = join(repository, 'tools');
  const names = readdirSync(tools).filter((name) => existsSync(join(tools, name, `${name}.ts`)));
  await writeMultiCall(output, names, built('bcc-ts.node'));
  return output;
}

if (import.meta.main) {
  try {
    for (const word of process.argv.slice(2)) await (word === '--all' ? multiCall() : standalone(word));
  } catch (error) {
    process.stderr.write(`scripts/standalone.ts: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
