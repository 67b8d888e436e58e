/** Puts what the tools' declarations say between the marks in their READMEs, and in the project's. */
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

/** The project's README, with every tool and its one sentence. */
export async function mainReadme(): Promise<{ path: string; present: string; wanted: string }> {
  const path = join(tools, '..', 'README.md');
  const present = readFileSync(path, 'utf8');
  const rows: string[] = [];
  for (const name of toolNames) {
    const { default: tool }: { default: Tool } = await import(join(tools, name, `${name}.ts`));
    rows.push(`| [${name}](tools/${name}/README.md) | ${tool.summary} |`);
  }
  const table = ['| Tool | What it does |', '| --- | --- |', ...rows, ''].join('\n');
  return { path, present, wanted: present.replace(marks, (_all, begin, end) => `${begin}${table}${end}`) };
}

export const toolNames = readdirSync(tools);

if (import.meta.main) {
  for (const { path, present, wanted } of [...(await Promise.all(toolNames.map(readmeOf))), await mainReadme()]) {
    if (wanted !== present) writeFileSync(path, wanted);
  }
}
