import { emitTypes } from '../../libs/core/src/btf/emit-types.ts';
import type { Btf } from '../../libs/core/src/btf/reader.ts';
import { emptySelection, type Selection, selectTypes, taggedType } from '../../libs/core/src/btf/select-types.ts';
import { alwaysMentioned } from './always-mentioned.ts';
import type { KernelTypes } from './kernels.ts';
import { mentionsOf } from './mentions.ts';
import { type Flavour, flavour } from './type-flavours.ts';

/**
 * The types header for one architecture: the newest kernel's types that the sources mention, and for names of the form
 * `NAME___5_10` what that kernel was the last to have.
 *
 * @param kernels Oldest first.
 * @param sources Texts of all BPF programs, each with the headers it includes.
 * @throws Error that lists the names no kernel has.
 */
export function typesHeader(architecture: string, kernels: KernelTypes[], sources: string[]): string {
  const newest = kernels.at(-1)!;
  const selection = emptySelection();
  const flavours = new Map<string, Set<string>>();
  for (const source of [alwaysMentioned, ...sources]) {
    const own = mentionsOf(source);
    const tags = new Set<string>();
    for (const tag of [...own.tags, ...own.identifiers]) {
      const [, name, suffix] = /^(\w+?)___(\d+_\d+)$/.exec(tag) ?? [];
      if (!name || own.defined.has(tag)) {
        if (own.tags.has(tag) && !own.defined.has(tag)) tags.add(tag);
        continue;
      }
      tags.add(name);
      if (!own.tags.has(tag)) continue;
      const identifiers = flavours.get(`${name} ${suffix}`) ?? new Set();
      for (const identifier of own.identifiers) identifiers.add(identifier);
      flavours.set(`${name} ${suffix}`, identifiers);
    }
    selectTypes(newest.btf, { ...own, tags }, selection);
  }
  const older = writeFlavours(kernels, flavours);
  for (const { uses } of older) for (const id of uses) addByName(newest.btf, id, selection);
  const { forwards, definitions } = emitTypes(newest.btf, selection);
  const allForwards = new Set([...forwards, ...older.flatMap((part) => [...part.forwards])]);
  return [
    `/* Kernel types for BPF programs on ${architecture}, as far as they are mentioned. Made from the BTF of Linux`,
    ` * ${kernels.map(({ release }) => release).join(', ')} by scripts/bpf/update-types: run that, do not edit this. */`,
    '#pragma once',
    '#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)',
    '',
    ...[...allForwards].sort().map((name) => `${name};`),
    '',
    ...definitions.flatMap((text) => [text, '']),
    ...older.flatMap(({ text }) => [text, '']),
    '#pragma clang attribute pop',
    '',
  ].join('\n');
}

function writeFlavours(kernels: KernelTypes[], wanted: Map<string, Set<string>>): Flavour[] {
  const newest = kernels.at(-1)!.btf;
  return [...wanted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, identifiers]) => {
      const [name, suffix] = key.split(' ') as [string, string];
      const index = kernels.findIndex((kernel) => kernel.name.replace('.', '_') === suffix);
      if (index < 0)
        throw new Error(`${name}___${suffix}: no such kernel (there are ${kernels.map((k) => k.name).join(', ')})`);
      const newer = kernels.slice(index + 1).map(({ btf }) => btf);
      return flavour({ name, kernel: { suffix, btf: kernels[index]!.btf }, newer, newest, identifiers });
    });
}

function addByName(btf: Btf, id: number, selection: Selection): void {
  const type = btf.type(id);
  const none = new Set<string>();
  if (type.kind === 'typedef')
    selectTypes(btf, { tags: none, identifiers: none, foreign: new Set([type.name]) }, selection);
  else if (type.kind === 'enum') selection.enums.add(id);
  else if (!selection.complete.has(id)) selection.opaque.add(id);
}

/** Tags the sources use that neither they nor any kernel define: misspelt, or of a module. */
export function unknownTags(kernels: KernelTypes[], sources: string[]): string[] {
  const parsed = sources.map(mentionsOf);
  const defined = new Set(parsed.flatMap((source) => [...source.defined]));
  const unknown = new Set<string>();
  for (const { tags } of parsed) {
    for (const tag of tags) {
      const name = tag.replace(/___\w+$/, '');
      if (!defined.has(tag) && !kernels.some(({ btf }) => taggedType(btf, name))) unknown.add(tag);
    }
  }
  return [...unknown].sort();
}
