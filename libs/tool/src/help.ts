import yargs from 'yargs';
import type { Tool } from './declaration.ts';
import { type OptionSpec, optionPlaceholder } from './option-spec.ts';
import { allOptions, type CommandLine } from './options.ts';

const WIDTH = 100;

/** The text of `--help`, laid out by yargs. */
export async function helpText(tool: Tool, commandLine: CommandLine): Promise<string> {
  const parser = yargs([])
    .scriptName('')
    .usage(`usage: ${synopsis(tool.name, commandLine)}\n\n${tool.summary}`)
    .detectLocale(false)
    .help(false)
    .version(false)
    .wrap(WIDTH);
  for (const [name, spec] of Object.entries(commandLine.positionals)) {
    parser.positional(name, describe(spec));
  }
  for (const [name, spec] of Object.entries(allOptions(commandLine))) {
    const placeholder = optionPlaceholder(name, spec);
    parser.option(placeholder ? `${name} ${placeholder}` : name, describe(spec));
  }
  for (const { command, meaning } of tool.examples ?? []) parser.example(command, meaning);
  return `${await parser.getHelp()}\n`;
}

/** How the tool is called: `biolatency [options] [interval] [count]`. */
export function synopsis(name: string, { positionals }: CommandLine): string {
  const operands = Object.entries(positionals).map(([operand, spec]) => {
    const word = `${spec.placeholder ?? operand}${spec.repeatable ? '...' : ''}`;
    return spec.required ? word : `[${word}]`;
  });
  return [name, '[options]', ...operands].join(' ');
}

/** Only what help shows: types would add a label to every line. */
function describe(spec: OptionSpec) {
  const preset = 'default' in spec ? spec.default : undefined;
  return {
    describe: spec.describe,
    hidden: spec.hidden ?? false,
    ...(spec.alias !== undefined && { alias: spec.alias }),
    ...(preset !== undefined && { default: preset, defaultDescription: String(preset) }),
  };
}
