import type { Features, TypedTargets } from '@bcc-ts/core';
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

type KernelPlaces = Pick<Features, 'trampolines' | 'typedTargets' | 'kernelFunctions' | 'tracepoint'>;

const trampolines = ['fentry', 'fexit'];
const kprobes = ['kprobe', 'kretprobe'];
const typedTracepoints = ['tp_btf'];

/**
 * Chooses the programs to load, as far as their sections and the declaration tell:
 *
 * - A section that begins with a question mark (`SEC("?fexit/tcp_sendpage")`) is for kernels that have such a place.
 * - A function that has programs of both kinds is hooked by trampolines, and by kprobes where the kernel has none.
 * - Of alternatives the first that can be attached.
 * - What an option needs is loaded only with this option.
 *
 * Before load. The kernel is asked about as few places as possible: all its names are some megabytes of text.
 */
export function choosePrograms(
  object: ToolObject,
  { options: specs, alternatives }: ProgramChoice,
  options: Readonly<Record<string, unknown>>,
  kernel: KernelPlaces,
): void {
  const programs = (object as { programs?: Record<string, ChosenProgram> }).programs ?? {};
  const maps = object.maps as Record<string, { autocreate: boolean }>;
  const unneeded = withoutOption(specs, options);
  for (const name of unneeded) if (maps[name]) maps[name].autocreate = false;
  const needed = Object.fromEntries(Object.entries(programs).filter(([name]) => !unneeded.has(name)));
  const left = worseKind(Object.values(needed), kernel);
  const hasPlace = placesOf(Object.values(needed), kernel);
  for (const [name, program] of Object.entries(programs)) {
    if (unneeded.has(name) || left.has(program)) program.autoload = false;
    else if (!program.autoload) program.autoload = hasPlace(program);
  }
  for (const names of alternatives) {
    const candidates = names.map((group) => [group].flat().flatMap((name) => needed[name] ?? []));
    const chosen = candidates.find((group) => group.every(hasPlace)) ?? candidates.at(-1);
    for (const group of candidates) for (const program of group) program.autoload = group === chosen;
  }
}

/** Programs and maps of options that are not there. */
function withoutOption(specs: OptionSpecs, options: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  return new Set(Object.entries(specs).flatMap(([option, { loads = [] }]) => (isThere(options[option]) ? [] : loads)));
}

/** Of functions with programs of both kinds, those of the kind that is not used on this kernel. */
function worseKind(programs: readonly ChosenProgram[], kernel: KernelPlaces): ReadonlySet<ChosenProgram> {
  const left = new Set<ChosenProgram>();
  for (const [name, hooks] of Map.groupBy(programs, ({ section }) => placeOf(section).name)) {
    const better = hooks.filter(({ section }) => trampolines.includes(placeOf(section).kind));
    const others = hooks.filter(({ section }) => kprobes.includes(placeOf(section).kind));
    if (name === '' || better.length === 0 || others.length === 0) continue;
    for (const program of kernel.trampolines() ? others : better) left.add(program);
  }
  return left;
}

/** Tells whether the kernel has the function or tracepoint that a section names. */
function placesOf(programs: readonly ChosenProgram[], kernel: KernelPlaces): (program: ChosenProgram) => boolean {
  let targets: TypedTargets | undefined;
  let functions: ReadonlySet<string> | undefined;
  const places = programs.map(({ section }) => placeOf(section)).filter(({ name }) => name !== '');
  const namesOf = (kinds: readonly string[]) => places.flatMap(({ kind, name }) => (kinds.includes(kind) ? name : []));
  return ({ section }) => {
    const { kind, category, name } = placeOf(section);
    if (kind === 'tracepoint') return kernel.tracepoint(category, name);
    if (kprobes.includes(kind)) {
      functions ??= kernel.kernelFunctions(namesOf(kprobes));
      return functions.has(name);
    }
    if (trampolines.includes(kind) && !kernel.trampolines()) return false;
    targets ??= kernel.typedTargets(namesOf(trampolines), namesOf(typedTracepoints));
    return (trampolines.includes(kind) ? targets.functions : targets.tracepoints).has(name);
  };
}

/** `fexit/vfs_read` and `tracepoint/syscalls/sys_enter_open`, which has a category. */
function placeOf(section: string): { kind: string; category: string; name: string } {
  const [kind = '', ...words] = section.split('/');
  return { kind, category: words[0] ?? '', name: words.at(-1) ?? '' };
}
