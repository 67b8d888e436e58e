import type { Tool } from './declaration.ts';
import { explanation, synopsis } from './help.ts';
import { type OptionSpec, optionPlaceholder } from './option-spec.ts';
import { allOptions, type CommandLine } from './options.ts';
import { type OutputField, outputFields } from './output-fields.ts';
import { version } from './version.ts';

/** The manual page of a tool, in roff's `man` macros, for section 8. The same text at any time and place. */
export function manPage(tool: Tool, commandLine: CommandLine): string {
  const options = Object.entries(allOptions(commandLine)).filter(([, spec]) => !spec.hidden);
  const sections: [string, string[]][] = [
    ['NAME', [`${roff(tool.name)} \\- ${roff(tool.summary.replace(/\.$/, ''))}`]],
    ['SYNOPSIS', [`.B ${roff(tool.name)}`, roff(synopsis(tool.name, commandLine).slice(tool.name.length + 1))]],
    ['DESCRIPTION', paragraphs(tool.description ?? tool.summary)],
    [
      'OPERANDS',
      Object.entries(commandLine.positionals).flatMap(([name, spec]) =>
        term(`\\fI${roff(spec.placeholder ?? name)}\\fR`, sentence(explanation(spec))),
      ),
    ],
    ['OPTIONS', options.flatMap(([name, spec]) => term(optionTerm(name, spec), sentence(explanation(spec))))],
    ['OUTPUT FIELDS', fieldTerms(outputFields(tool, commandLine))],
    [
      'EXAMPLES',
      (tool.examples ?? []).flatMap(({ command, meaning }) => [
        ...paragraphs(meaning),
        '.PP',
        '.RS 4',
        '.nf',
        roff(command),
        '.fi',
        '.RE',
      ]),
    ],
    ['EXIT STATUS', exitStatus],
    ['OVERHEAD', tool.overhead ? paragraphs(tool.overhead) : []],
    ['REQUIREMENTS', requirements(tool)],
    ['SEE ALSO', seeAlso(tool.seeAlso ?? [])],
  ];
  const head = `.TH ${roff(tool.name.toUpperCase())} 8 "" "bcc\\-ts ${roff(version)}" "System Administration"`;
  const body = sections.filter(([, lines]) => lines.length > 0).flatMap(([title, lines]) => [`.SH ${title}`, ...lines]);
  return `${[head, ...body].join('\n')}\n`;
}

const exitStatus = [
  ...term('0', 'The tool did what it was asked, was interrupted, or the reader of its output went away.'),
  ...term(
    '1',
    'Something failed; one line on standard error says what. With \\-\\-fail\\-on\\-lost also when events were lost.',
  ),
  ...term('2', 'The command line is wrong.'),
  ...paragraphs('A second signal while the tool ends kills it at once.'),
];

function requirements({ requirements: own = [] }: Tool): string[] {
  const all = [
    'Linux 5.10 or newer with BTF (CONFIG_DEBUG_INFO_BTF).',
    'Root, or the capabilities CAP_BPF and CAP_PERFMON.',
  ];
  return [...all, ...own].flatMap((text) => paragraphs(text));
}

function seeAlso(names: readonly string[]): string[] {
  return names.length > 0 ? [names.map((name) => `.BR ${roff(name)} (8)`).join(' ,\n')] : [];
}

function fieldTerms(fields: OutputField[]): string[] {
  return fields.flatMap(({ title, key, describe }) => {
    const names = title === '' ? `\\fB${roff(key)}\\fR (JSON only)` : `\\fB${roff(title)}\\fR (JSON: ${roff(key)})`;
    return term(names, describe === '' ? '' : sentence(describe));
  });
}

function optionTerm(name: string, spec: OptionSpec): string {
  const placeholder = optionPlaceholder(name, spec);
  const letter = spec.alias === undefined ? '' : `\\fB\\-${roff(spec.alias)}\\fR, `;
  return `${letter}\\fB\\-\\-${roff(name)}\\fR${placeholder ? ` \\fI${roff(placeholder)}\\fR` : ''}`;
}

/** A term with its explanation indented below; `name` and `text` are roff already. */
function term(name: string, text: string): string[] {
  return ['.TP', name, text === '' ? '\\&' : text];
}

function paragraphs(text: string): string[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .flatMap((paragraph) => ['.PP', roff(paragraph.replace(/\s+/g, ' ').trim())]);
}

/** `only this process` becomes `Only this process.` */
function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return roff(/[.!?]$/.test(whole) ? whole : `${whole}.`);
}

/** Plain text for roff: nothing in it is a request, an escape or a typographic dash. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replaceAll('`', '\\(ga')
    .replace(/^\./gm, '\\&.');
}
