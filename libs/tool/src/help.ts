import type { Tool } from './declaration.ts';
import { displayWidth, padToWidth } from './display-width.ts';
import { type OptionSpec, optionSynopsis } from './option-spec.ts';
import { allOptions, type CommandLine } from './options.ts';

const WIDTH = 80;
const INDENT = '  ';
/** Words wider than this have their explanation on the next line. */
const LARGEST_TERM = 30;

type Entry = readonly [term: string, explanation: string];

/** The text of `--help`. */
export function helpText(tool: Tool, commandLine: CommandLine): string {
  const options = Object.entries(allOptions(commandLine)).filter(([, spec]) => !spec.hidden);
  const lettered = options.some(([, spec]) => spec.alias !== undefined);
  const sections: [string, Entry[]][] = [
    [
      'operands',
      Object.entries(commandLine.positionals).map(([name, spec]) => [spec.placeholder ?? name, explanation(spec)]),
    ],
    ['options', options.map(([name, spec]) => [aligned(optionSynopsis(name, spec), lettered), explanation(spec)])],
    ['examples', (tool.examples ?? []).map(({ command, meaning }) => [command, meaning])],
  ];
  return [
    `usage: ${synopsis(tool.name, commandLine)}\n\n${wrap(tool.summary, WIDTH).join('\n')}\n`,
    ...sections
      .filter(([, entries]) => entries.length > 0)
      .map(([title, entries]) => `${title}:\n${twoColumns(entries)}`),
  ].join('\n');
}

/** How the tool is called: `biolatency [options] [interval] [count]`. */
export function synopsis(name: string, { positionals }: CommandLine): string {
  const operands = Object.entries(positionals).map(([operand, spec]) => {
    const word = `${spec.placeholder ?? operand}${spec.repeatable ? '...' : ''}`;
    return spec.required ? word : `[${word}]`;
  });
  return [name, '[options]', ...operands].join(' ');
}

/** What an option does, with its choices and its default where they are not obvious. */
export function explanation(spec: OptionSpec): string {
  const preset = 'default' in spec ? spec.default : undefined;
  const choices = spec.type === 'string' && spec.placeholder ? spec.choices : undefined;
  const notes = [
    ...(choices ? [choices.join(', ')] : []),
    ...(preset === undefined || preset === '' ? [] : [`default ${preset}`]),
    ...('repeatable' in spec && spec.repeatable ? ['may be given more than once'] : []),
  ];
  return notes.length > 0 ? `${spec.describe} (${notes.join('; ')})` : spec.describe;
}

/** Breaks a text at blanks into lines of at most `columns`. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(longer) > columns) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

/** Long names line up whether there is a letter before them or not. */
function aligned(option: string, lettered: boolean): string {
  return lettered && option.startsWith('--') ? `    ${option}` : option;
}

function twoColumns(entries: Entry[]): string {
  const widths = entries.map(([term]) => displayWidth(term)).filter((width) => width <= LARGEST_TERM);
  const left = INDENT.length + Math.max(0, ...widths) + INDENT.length;
  const margin = ' '.repeat(left);
  return entries
    .map(([term, text]) => {
      const lines = wrap(text, WIDTH - left).join(`\n${margin}`);
      const own = displayWidth(term) > left - 2 * INDENT.length;
      return `${own ? `${INDENT}${term}\n${margin}` : padToWidth(INDENT + term, left)}${lines}\n`;
    })
    .join('');
}
