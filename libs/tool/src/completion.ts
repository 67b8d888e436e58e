import type { Tool } from './declaration.ts';
import { type OptionSpec, optionPlaceholder } from './option-spec.ts';
import { allOptions, type CommandLine } from './options.ts';

type Option = readonly [name: string, spec: OptionSpec];

/** A completion script for `shell`: `bash`, `zsh` or `fish`. To be put where the shell looks for `tool`'s completion. */
export function completionScript(shell: string, tool: Tool, commandLine: CommandLine): string {
  const options = Object.entries(allOptions(commandLine)).filter(([, spec]) => !spec.hidden);
  switch (shell) {
    case 'zsh':
      return zshScript(tool, options, commandLine);
    case 'fish':
      return fishScript(tool, options);
    default:
      return bashScript(tool, options);
  }
}

/** What may stand for an option's value: a fixed list, or a kind of name. */
function valueKind(
  spec: OptionSpec,
): readonly string[] | 'file' | 'directory' | 'user' | 'pid' | 'command' | undefined {
  if (spec.type === 'boolean') return undefined;
  if (spec.type === 'rest') return 'command';
  return spec.type === 'string' && spec.choices ? spec.choices : spec.completes;
}

const bashKinds = {
  file: 'compgen -f',
  directory: 'compgen -d',
  user: 'compgen -u',
  command: 'compgen -c',
  pid: 'compgen -W "$(cd /proc && printf \'%s \' [0-9]*)"',
};

function bashScript({ name }: Tool, options: Option[]): string {
  const id = name.replaceAll(/\W/g, '_');
  const cases = options
    .filter(([, spec]) => spec.type !== 'boolean')
    .map(([option, spec]) => {
      const kind = valueKind(spec);
      const generator = Array.isArray(kind)
        ? `compgen -W '${kind.join(' ')}'`
        : kind && bashKinds[kind as keyof typeof bashKinds];
      const reply = generator ? `mapfile -t COMPREPLY < <(${generator} -- "$word"); ` : '';
      return `    ${words(option, spec).join('|')}) ${reply}return ;;`;
    });
  const all = options.flatMap(([option, spec]) => words(option, spec));
  return `# bash completion for ${name}
_${id}() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]}
  [[ $word == = ]] && word=
  [[ $before == = ]] && before=\${COMP_WORDS[COMP_CWORD - 2]}
  COMPREPLY=()
  case $before in
${cases.join('\n')}
  esac
  [[ $word == -* ]] && mapfile -t COMPREPLY < <(compgen -W '${all.join(' ')}' -- "$word")
}
complete -o filenames -F _${id} ${name}
`;
}

const zshKinds = { file: '_files', directory: '_files -/', user: '_users', command: '_normal', pid: '_pids' };

function zshScript({ name }: Tool, options: Option[], { positionals }: CommandLine): string {
  const specs = options.map(([option, spec]) => {
    const text = zshText(spec.describe);
    const kind = valueKind(spec);
    const action = Array.isArray(kind) ? `(${kind.join(' ')})` : kind ? zshKinds[kind as keyof typeof zshKinds] : '';
    const takes =
      spec.type === 'boolean'
        ? ''
        : `:${spec.type === 'rest' ? '*::' : ''}${zshText(optionPlaceholder(option, spec))}:${action}`;
    const equals = spec.type === 'boolean' || spec.type === 'rest' ? '' : '=';
    const repeats = 'repeatable' in spec && spec.repeatable;
    if (spec.alias === undefined) return `'${repeats ? '*' : ''}--${option}${equals}[${text}]${takes}'`;
    const exclusive = repeats ? "'*'" : `'(-${spec.alias} --${option})'`;
    return `${exclusive}{-${spec.alias}${equals && '+'},--${option}${equals}}'[${text}]${takes}'`;
  });
  const operands = Object.entries(positionals).map(([operand, spec]) =>
    spec.repeatable ? `'*:${zshText(operand)}:'` : `':${zshText(operand)}:'`,
  );
  return `#compdef ${name}
_arguments -s -S \\
${[...specs, ...operands].map((line) => `  ${line}`).join(' \\\n')}
`;
}

function zshText(text: string): string {
  return text.replaceAll(/[\\[\]:]/g, '\\$&').replaceAll("'", "'\\''");
}

const fishKinds = {
  file: '-r -F',
  directory: "-x -a '(__fish_complete_directories)'",
  user: "-x -a '(__fish_complete_users)'",
  command: "-x -a '(__fish_complete_subcommand)'",
  pid: "-x -a '(__fish_complete_pids)'",
};

function fishScript({ name }: Tool, options: Option[]): string {
  const lines = options.map(([option, spec]) => {
    const kind = valueKind(spec);
    const value = Array.isArray(kind)
      ? `-x -a '${kind.join(' ')}'`
      : kind
        ? fishKinds[kind as keyof typeof fishKinds]
        : spec.type === 'boolean'
          ? ''
          : '-x';
    const letter = spec.alias === undefined ? '' : `-s ${spec.alias} `;
    const text = spec.describe.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
    return `complete -c ${name} ${letter}-l ${option} ${value}${value && ' '}-d '${text}'`;
  });
  return [`# fish completion for ${name}`, `complete -c ${name} -f`, ...lines, ''].join('\n');
}

function words(name: string, spec: OptionSpec): string[] {
  return spec.alias === undefined ? [`--${name}`] : [`-${spec.alias}`, `--${name}`];
}
