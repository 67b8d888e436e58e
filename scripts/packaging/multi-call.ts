/** One executable with many tools, which share Node, the addon and the kit. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeFile } from '../bundling/code-file.ts';
import { writeExecutable } from './executable.ts';
import { mainScript } from './main-script.ts';
import { kitModule, toolModule } from './tool-modules.ts';

/** Writes the executable `output` with the tools `names` and the addon. */
export async function writeMultiCall(output: string, names: readonly string[], addon: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'bcc-ts-multi-call-'));
  try {
    const assets: Record<string, string> = { 'bcc-ts.node': addon };
    const add = (name: string, content: string | Buffer) => {
      assets[name] = join(work, name);
      writeFileSync(assets[name], content);
    };
    mkdirSync(join(work, 'tools'));
    const kit = await kitModule();
    add('kit.code', codeFile(kit));
    const summaries: [name: string, summary: string][] = [];
    for (const name of [...names].sort()) {
      const { code, summary } = await toolModule(name, kit);
      add(`tools/${name}.code`, codeFile(code));
      summaries.push([name, summary]);
    }
    add('summaries.json', JSON.stringify(summaries));
    await writeExecutable(output, { main: await mainScript('multi-call'), assets });
  } finally {
    rmSync(work, { recursive: true });
  }
}
