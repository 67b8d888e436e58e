import { join } from 'node:path';
import { build } from 'esbuild';
import { repository } from '../bpf/sources.ts';

/** One of the scripts in `main/`, as the code an executable starts with. */
export async function mainScript(name: 'standalone' | 'multi-call' | 'runtime'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(repository, 'scripts/packaging/main', `${name}.ts`)],
    absWorkingDir: repository,
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
  });
  return outputFiles[0]!.text;
}
