/** Puts each tool's options and examples, as its declaration has them, between the marks in its README. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import './bpf/node-hooks.ts';
import type { Tool } from '../libs/tool/src/declaration.ts';
import { markdownOptions } from '../libs/tool/src/markdown-options.ts';

export const tools = join(import.meta.dirname, '..', 'tools');
const marks = /(<!-- generated: scripts\/node scripts\/readmes.ts -->\n)[\s\S]*?(<!-- end -->)/;

/** A tool's README, as it is and as it should be. */
export async function readmeOf(name: string): Promise<{ path: string; present: string; wanted: string }> {
  const path = join(tools, name, 'README.md');
  const present = readFileSync(path, 'utf8');
  const { default: tool }: { default: Tool } = await import(join(tools, name, `${name}.ts`));
  const examples = (tool.examples ?? []).map(
    ({ command, meaning }) => `| \`${command.replaceAll('|', '\\|')}\` | ${meaning} |`,
  );
  const section = [
    '## Examples',
    '| Command | What it does |',
    '| --- | --- |',
    ...examples,
    '',
    '## Options',
    markdownOptions(tool),
  ];
  return { path, present, wanted: present.replace(marks, (_all, begin, end) => `${begin}${section.join('\n')}${end}`) };
}

export const toolNames = readdirSync(tools);

if (import.meta.main) {
  for (const name of toolNames) {
    const { path, present, wanted } = await readmeOf(name);
    if (wanted !== present) writeFileSync(path, wanted);
  }
}
