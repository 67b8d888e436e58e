/** Tools as modules that share one copy of the kit, for an executable that carries many of them. */
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import { repository } from '../bpf/sources.ts';
import { bundleSettings } from '../bundle.ts';

/** What a module of a tool asks `require` for; everything else it needs is in it or in Node. */
export const kitName = '@bcc-ts/tool';

export interface ToolModule {
  /** CommonJS whose `default` is the tool's declaration. */
  code: string;
  /** The tool's own sentence about itself. */
  summary: string;
  /** Paragraphs; the summary where the tool has none. */
  description: string;
}

/** The kit as a CommonJS module. */
export async function kitModule(): Promise<string> {
  return bundleModule(`export * from '${kitName}';`, []);
}

/** The tool `tools/NAME/NAME.ts` as a CommonJS module, without the kit. */
export async function toolModule(name: string, kit: string): Promise<ToolModule> {
  const code = await bundleModule(`export { default } from './tools/${name}/${name}.ts';`, [kitName]);
  const { default: tool } = evaluate(code, { [kitName]: evaluate(kit) }) as {
    default: { summary: string; description?: string };
  };
  return { code, summary: tool.summary, description: tool.description ?? tool.summary };
}

async function bundleModule(contents: string, external: string[]): Promise<string> {
  const stdin = { contents, resolveDir: repository, sourcefile: 'module.js' };
  const { outputFiles } = await build({ ...bundleSettings, stdin, external });
  return outputFiles[0]!.text;
}

/** Declarations are plain data: evaluating one does nothing else. */
function evaluate(code: string, modules: Record<string, unknown> = {}): unknown {
  const target = { exports: {} };
  const load = (name: string) => modules[name] ?? process.getBuiltinModule(name);
  compileFunction(code, ['exports', 'require', 'module'])(target.exports, load, target);
  return target.exports;
}
