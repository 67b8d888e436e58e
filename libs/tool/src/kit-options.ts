import type { Tool } from './declaration.ts';
import type { OptionSpecs } from './option-spec.ts';
import type { CommandLine } from './options.ts';
import { percentilesOption } from './percentiles.ts';
import { bufferPagesOption, durationOption, noClearOption } from './shared-options.ts';
import { stackKitOptions } from './stack-options.ts';
import { hasTaskFilter, taskFilterOptions } from './task-filter.ts';

/** Options that every tool has, unless it has an option of the same name itself. */
const common = {
  json: { type: 'boolean', describe: 'print one JSON object per line' },
  duration: durationOption,
  'fail-on-lost': { type: 'boolean', describe: 'end with status 1 when events were lost' },
} as const satisfies OptionSpecs;

/** Options of tools whose events come through a buffer. */
const buffered = { 'buffer-pages': bufferPagesOption } as const satisfies OptionSpecs;

/** Options of tools that draw a screen. */
const live = { noclear: noClearOption } as const satisfies OptionSpecs;

/** Options that answer and end, without privileges and on any machine. */
const informational = {
  ebpf: { type: 'boolean', describe: 'print the BPF program in C' },
  man: { type: 'boolean', describe: 'print the manual page in roff' },
  completion: {
    type: 'string',
    placeholder: 'SHELL',
    choices: ['bash', 'zsh', 'fish'],
    describe: 'print a completion script',
  },
  version: { type: 'boolean', describe: 'print the version' },
  help: { alias: 'h', type: 'boolean', describe: 'print this help' },
} as const satisfies OptionSpecs;

/** Everything a tool's command line may hold: its own words and those of the kit that apply to it. */
export function commandLineOf(tool: Tool): CommandLine {
  const { options = {}, positionals = {}, program, events, histogram, stacks, table } = tool;
  const kitOptions: OptionSpecs = {
    ...common,
    ...(hasTaskFilter(program.layout) && taskFilterOptions),
    ...(events && buffered),
    ...(histogram && percentilesOption),
    ...(table?.live && live),
    ...(stacks && stackKitOptions),
    ...informational,
  };
  return { options, kitOptions, positionals };
}
