import type { Tool } from './declaration.ts';
import { explanation } from './help.ts';
import { commandLineOf } from './kit-options.ts';
import { optionSynopsis } from './option-spec.ts';
import { allOptions } from './options.ts';

/** A tool's operands and options as a Markdown table, for its README. */
export function markdownOptions(tool: Tool): string {
  const commandLine = commandLineOf(tool);
  const operands = Object.entries(commandLine.positionals).map(([name, spec]) => [
    spec.placeholder ?? name,
    explanation(spec),
  ]);
  const options = Object.entries(allOptions(commandLine))
    .filter(([, spec]) => !spec.hidden)
    .map(([name, spec]) => [optionSynopsis(name, spec), explanation(spec)]);
  const rows = [...operands, ...options].map(([term = '', text = '']) => `| \`${cell(term)}\` | ${cell(text)} |`);
  return ['| Option | Meaning |', '| --- | --- |', ...rows, ''].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
