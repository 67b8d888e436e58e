import { coreRelocations } from '../../libs/core/src/btf/core-relocations.ts';
import { describeRelocation, hasTarget } from '../../libs/core/src/btf/core-target.ts';
import { type ElfSymbol, elfSections, elfSymbols } from '../../libs/core/src/btf/elf.ts';
import { objectBtf } from '../../libs/core/src/btf/image-layout.ts';
import type { Btf } from '../../libs/core/src/btf/reader.ts';
import { reachableInstructions } from './reachable-instructions.ts';

/** A place where a program would use something the kernel does not have. */
export interface MissingRelocation {
  program: string;
  /** `struct request.q` */
  what: string;
}

/**
 * The relocations of an object that have no target in a kernel and are not guarded: control can reach them even though
 * `bpf_core_field_exists` and its relatives say what that kernel lacks. Programs for a function or tracepoint that the
 * kernel does not have are left out, as user space does not load them there.
 */
export function missingRelocations(object: Uint8Array, kernel: Btf): MissingRelocation[] {
  const sections = elfSections(object);
  const local = objectBtf(sections);
  const relocations = coreRelocations(sections, local);
  const functions = elfSymbols(object, sections).filter(({ kind }) => kind === 'function');
  return functions.flatMap((symbol): MissingRelocation[] => {
    const section = sections[symbol.section];
    if (!section || !attaches(section.name, kernel)) return [];
    const [start, end] = [symbol.value / 8, (symbol.value + symbol.size) / 8];
    const constants = new Map<number, bigint>();
    const missing = new Map<number, string>();
    for (const relocation of relocations) {
      const { instruction, kind } = relocation;
      if (relocation.section !== section.name || instruction < start || instruction >= end) continue;
      const found = hasTarget(relocation, local, kernel);
      if (kind.endsWith('exists') || kind === 'type matches') constants.set(instruction, found ? 1n : 0n);
      else if (!found) missing.set(instruction, describeRelocation(relocation, local));
    }
    if (missing.size === 0) return [];
    const reachable = reachableInstructions(section.bytes, start, end, constants);
    const reached = [...missing].filter(([instruction]) => reachable.has(instruction)).map(([, what]) => what);
    return [...new Set(reached)].sort().map((what) => ({ program: nameOf(symbol, section.name), what }));
  });
}

function nameOf(symbol: ElfSymbol, section: string): string {
  return section === '.text' ? `function ${symbol.name}` : symbol.name;
}

/** True unless the section names a function or tracepoint that the kernel's BTF proves absent. */
function attaches(section: string, kernel: Btf): boolean {
  const target = attachTarget(section);
  return target === undefined || kernel.find(target.name, target.kind) !== undefined;
}

/** The type that a program of this section is attached to; undefined where it is not attached to a type. */
export function attachTarget(section: string): { name: string; kind: 'typedef' | 'function' } | undefined {
  const [, kind, name] = /^\??(tp_btf|fentry|fexit|fmod_ret|lsm|iter)(?:\.s)?\/(.+)$/.exec(section) ?? [];
  if (!name) return undefined;
  if (kind === 'tp_btf') return { name: `btf_trace_${name}`, kind: 'typedef' };
  const prefix = { lsm: 'bpf_lsm_', iter: 'bpf_iter_' }[kind!] ?? '';
  return { name: prefix + name, kind: 'function' };
}
