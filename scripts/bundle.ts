/**
 * Bundles tools as an installed package has them: `bundle.ts NAME...`.
 * Each becomes dist/lib/bcc-ts/tools/NAME.cjs, the command, and NAME.code beside it, with all its code: the same bytes
 * for the same sources wherever the repository lies.
 */
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type BuildFailure, type BuildOptions, build } from 'esbuild';
import { bpfPlugin } from './bpf/esbuild-plugin.ts';
import { repository } from './bpf/sources.ts';
import { bundleAliases } from './bundle-aliases.ts';
import { codeFile, runtimeFlag } from './bundling/code-file.ts';

/** The first line of a command: the private runtime, whatever `node` means on the machine. */
export const shebang = `#!/usr/lib/bcc-ts/node ${runtimeFlag}`;

export interface BundleOptions {
  /** Where the tool's module is, `tools/NAME/NAME.ts` by default. */
  entry?: string;
  /** The module that exports `runTool`. */
  kit?: string;
  output?: string;
}

/** How code is bundled for Node, wherever it ends up. */
export const bundleSettings = {
  absWorkingDir: repository,
  bundle: true,
  write: false,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  charset: 'ascii',
  legalComments: 'none',
  // `import()` of Node's own modules becomes `require`, which also works where a bundle is embedded.
  supported: { 'dynamic-import': false },
  logLevel: 'silent',
  alias: bundleAliases,
  plugins: [bpfPlugin],
} satisfies BuildOptions;

/** The file with the code of the command `command`. */
export function codePath(command: string): string {
  return command.replace(/\.cjs$/, '.code');
}

/** Bundles one tool and returns the path of the command. @throws BuildFailure, already printed. */
export async function bundle(name: string, options: BundleOptions = {}): Promise<string> {
  const entry = options.entry ?? join(repository, 'tools', name, `${name}.ts`);
  const output = options.output ?? join(repository, 'dist/lib/bcc-ts/tools', `${name}.cjs`);
  const lines = [
    `import { runTool } from ${JSON.stringify(options.kit ?? '@bcc-ts/tool')};`,
    `import tool from './${relative(repository, entry)}';`,
    'runTool(tool);',
  ];
  const result = await build({
    ...bundleSettings,
    stdin: { contents: lines.join('\n'), resolveDir: repository, sourcefile: `${name}.js` },
  });
  mkdirSync(dirname(output), { recursive: true });
  // The command last: what is complete has it.
  writeWhole(codePath(output), codeFile(result.outputFiles[0]!.text), 0o644);
  writeWhole(output, await commandScript(), 0o755);
  return output;
}

let command: Promise<string> | undefined;

/** The same script for every tool. */
function commandScript(): Promise<string> {
  command ??= build({
    ...bundleSettings,
    entryPoints: [join(repository, 'scripts/bundling/command.ts')],
    banner: { js: shebang },
  }).then(({ outputFiles }) => outputFiles[0]!.text);
  return command;
}

function writeWhole(output: string, content: string | Uint8Array, mode: number) {
  const temporary = `${output}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  chmodSync(temporary, mode);
  renameSync(temporary, output);
}

function report(error: BuildFailure): void {
  for (const { text, location } of error.errors) {
    process.stderr.write(
      location ? `${location.file}:${location.line}:${location.column + 1}: ${text}\n` : `${text}\n`,
    );
  }
}

if (import.meta.main) {
  for (const name of process.argv.slice(2)) {
    try {
      await bundle(name);
    } catch (error) {
      if (!(error instanceof Error && 'errors' in error)) throw error;
      report(error as BuildFailure);
      process.exitCode = 1;
    }
  }
}
