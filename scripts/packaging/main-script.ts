import { join } from 'node:path';
import { build } from 'esbuild';
import { repository } from '../bpf/sources.ts';
import { bundleSettings } from '../bundle.ts';

/** One of the scripts in `main/`, as the code an executable starts with. */
export async function mainScript(name: 'standalone' | 'multi-call'): Promise<string> {
  const entry = join(repository, 'scripts/packaging/main', `${name}.ts`);
  const { outputFiles } = await build({ ...bundleSettings, entryPoints: [entry] });
  return outputFiles[0]!.text;
}
