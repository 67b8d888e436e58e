/**
 * Makes executables that need nothing else on the machine: `standalone.ts NAME...`, from what `scripts/build` made.
 * dist/bin/NAME carries Node, the addon and the tool.
 */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repository } from './bpf/sources.ts';
import { writeExecutable } from './packaging/executable.ts';
import { mainScript } from './packaging/main-script.ts';

const built = join(repository, 'dist/lib/bcc-ts');

/** Puts what was built as `file` below dist/lib/bcc-ts into an executable under the same name. */
function asset(file: string): Record<string, string> {
  const path = join(built, file);
  if (!existsSync(path)) {
    throw new Error(`cannot package ${relative(repository, path)}: it is not built (try: scripts/build)`);
  }
  return { [file]: path };
}

/** Writes dist/bin/NAME and returns the path. The tool's bundle and the addon must be built. */
export async function standalone(name: string, output = join(repository, 'dist/bin', name)): Promise<string> {
  const assets = { ...asset('bcc-ts.node'), ...asset(`tools/${name}.cjs`) };
  await writeExecutable(output, { main: await mainScript('standalone'), assets });
  return output;
}

if (import.meta.main) {
  try {
    for (const name of process.argv.slice(2)) await standalone(name);
  } catch (error) {
    process.stderr.write(`scripts/standalone.ts: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
