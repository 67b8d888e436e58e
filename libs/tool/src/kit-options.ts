import type { OptionSpecs } from './option-spec.ts';

/** Options that every tool has, unless it has an option of the same name itself. */
export const kitOptions = {
  json: { type: 'boolean', describe: 'print one JSON object per line' },
  duration: { type: 'number', placeholder: 'SECONDS', min: 0.001, describe: 'stop after this many seconds' },
  cgroup: {
    type: 'string',
    placeholder: 'PATH',
    completes: 'directory',
    describe: 'only tasks in or below this cgroup',
  },
  container: {
    type: 'string',
    placeholder: 'ID',
    describe: 'only tasks in this container (a prefix of its id)',
  },
  'fail-on-lost': { type: 'boolean', describe: 'end with status 1 when events were lost' },
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
