/**
 * Bundles tools into single files, as an installed package has them: `bundle.ts NAME...`.
 * Each becomes dist/lib/bcc-ts/tools/NAME.cjs, the same bytes for the same sources wherever the repository lies.
 */
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type BuildFailure, type BuildOptions, build } from 'esbuild';
import { bpfPlugin } from './bpf/esbuild-plugin.ts';
import { repository } from './bpf/sources.ts';
import { bundleAliases } from './bundle-aliases.ts';

/** The first line of a bundle: the private runtime, whatever `node` means on the machine. */
export const shebang = '#!/usr/lib/bcc-ts/node';

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
  charset: 'utf8',
  legalComments: 'none',
  // `import()` of Node's own modules becomes `require`, which also works where a bundle is embedded.
  supported: { 'dynamic-import': false },
  logLevel: 'silent',
  alias: bundleAliases,
  plugins: [bpfPlugin],
} satisfies BuildOptions;

/** Bundles one tool and returns the file's path. @throws BuildFailure, already printed. */
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
    banner: { js: shebang },
  });
  mkdirSync(dirname(output), { recursive: true });
  const temporary = `${output}.${process.pid}.tmp`;
  writeFileSync(temporary, result.outputFiles[0]!.contents);
  chmodSync(temporary, 0o755);
  renameSync(temporary, output);
  return output;
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
