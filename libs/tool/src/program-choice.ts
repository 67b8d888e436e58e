import type { Features } from '@bcc-ts/core';
import { isThere } from './option-effects.ts';
import type { OptionSpecs } from './option-spec.ts';
import type { ToolObject } from './tool-object.ts';

/** The part of the core library's `BpfProgram` that the choice needs. */
interface ChosenProgram {
  readonly section: string;
  autoload: boolean;
}

/** What decides which programs of a tool are loaded. */
export interface ProgramChoice {
  options: OptionSpecs;
  /** Of each list the first whose place this kernel has, or else the last; several that belong together in a list. */
  alternatives: readonly (readonly (string | readonly string[])[])[];
}

type KernelPlaces = Pick<Features, 'trampolines' | 'kernelFunction' | 'anyTracepoint'>;

const trampolines = ['fentry', 'fexit'];
const kprobes = ['kprobe', 'kretprobe'];

/**
 * Chooses the programs to load, as far as their sections and the declaration tell:
 *
 * - A section that begins with a question mark (`SEC("?fexit/tcp_sendpage")`) is for kernels that have such a place.
 * - A function that has programs of both kinds is hooked by trampolines, and by kprobes where the kernel has none.
 * - Of alternatives the first that can be attached.
 * - What an option needs is loaded only with this option.
 *
 * Before load.
 */
export function choosePrograms(
  object: ToolObject,
  { options: specs, alternatives }: ProgramChoice,
  options: Readonly<Record<string, unknown>>,
  kernel: KernelPlaces,
): void {
  const programs = (object as { programs?: Record<string, ChosenProgram> }).programs ?? {};
  const maps = object.maps as Record<string, { autocreate: boolean }>;
  const all = Object.values(programs);
  for (const program of all) if (!program.autoload) program.autoload = hasPlace(program, kernel);
  preferTrampolines(all, kernel);
  for (const names of alternatives) {
    const candidates = names.map((group) => [group].flat().flatMap((name) => programs[name] ?? []));
    const chosen = candidates.find((group) => group.every((program) => hasPlace(program, kernel))) ?? candidates.at(-1);
    for (const group of candidates) for (const program of group) program.autoload = group === chosen;
  }
  for (const [option, { loads = [] }] of Object.entries(specs)) {
    if (isThere(options[option])) continue;
    for (const name of loads) {
      if (programs[name]) programs[name].autoload = false;
      if (maps[name]) maps[name].autocreate = false;
    }
  }
}

function preferTrampolines(programs: readonly ChosenProgram[], kernel: KernelPlaces): void {
  const byFunction = Map.groupBy(programs, ({ section }) => placeOf(section).name);
  for (const [name, hooks] of byFunction) {
    const better = hooks.filter(({ section }) => trampolines.includes(placeOf(section).kind));
    const others = hooks.filter(({ section }) => kprobes.includes(placeOf(section).kind));
    if (name === '' || better.length === 0 || others.length === 0) continue;
    const left = kernel.trampolines() ? others : better;
    for (const program of left) program.autoload = false;
  }
}

/** Whether the kernel has the function or tracepoint that a section names. */
function hasPlace({ section }: ChosenProgram, kernel: KernelPlaces): boolean {
  const { kind, name } = placeOf(section);
  if (trampolines.includes(kind)) return kernel.trampolines() && kernel.kernelFunction(name);
  if (kprobes.includes(kind)) return kernel.kernelFunction(name);
  return kernel.anyTracepoint(name);
}

/** `fexit/vfs_read` and `tracepoint/syscalls/sys_enter_open`. */
function placeOf(section: string): { kind: string; name: string } {
  const words = section.split('/');
  return { kind: words[0] ?? '', name: words.length > 1 ? (words.at(-1) ?? '') : '' };
}
