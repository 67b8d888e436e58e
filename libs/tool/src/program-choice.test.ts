import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OptionSpecs } from './option-spec.ts';
import { choosePrograms, type ProgramChoice } from './program-choice.ts';
import type { ToolObject } from './tool-object.ts';

/** Names of what is loaded of programs with these sections, as libbpf opens them. */
function chosen(
  sections: Record<string, string>,
  places: string[],
  choice: Partial<ProgramChoice> = {},
  options: Record<string, unknown> = {},
): string[] {
  const programs = Object.fromEntries(
    Object.entries(sections).map(([name, section]) => [
      name,
      { section: section.replace('?', ''), autoload: !section.startsWith('?') },
    ]),
  );
  const maps = { started: { autocreate: true } };
  const kernel = {
    trampolines: () => places.includes('trampolines'),
    typedTargets: (functions: readonly string[], tracepoints: readonly string[]) => ({
      functions: new Set(functions.filter((name) => places.includes(name))),
      tracepoints: new Set(tracepoints.filter((name) => places.includes(name))),
    }),
    kernelFunctions: (names: readonly string[]) => new Set(names.filter((name) => places.includes(name))),
    tracepoint: (category: string, name: string) => places.includes(`${category}/${name}`),
  };
  const object = { programs, maps } as unknown as ToolObject;
  choosePrograms(object, { options: {}, alternatives: [], ...choice }, options, kernel);
  const loaded = Object.entries(programs).filter(([, { autoload }]) => autoload);
  return [...loaded.map(([name]) => name), ...(maps.started.autocreate ? ['started'] : [])];
}

test('optional programs are loaded where the kernel has their place', () => {
  const sections = { a: '?fexit/f', b: '?kprobe/g', c: '?tp_btf/t', d: 'fexit/f', e: '?tracepoint/x/t' };
  assert.deepEqual(chosen(sections, []), ['d', 'started']);
  assert.deepEqual(chosen(sections, ['f', 'g']), ['b', 'd', 'started']);
  assert.deepEqual(chosen(sections, ['f', 't', 'trampolines']), ['a', 'c', 'd', 'started']);
  assert.deepEqual(chosen(sections, ['x/t']), ['d', 'e', 'started']);
});

test('a function is hooked by trampolines or by kprobes, never by both', () => {
  const sections = {
    fexit: 'fexit/f',
    entry: 'kprobe/f',
    exit: 'kretprobe/f',
    optional: '?fexit/g',
    other: '?kprobe/g',
    kprobe: 'kprobe',
    kretprobe: 'kretprobe',
  };
  const any = ['kprobe', 'kretprobe', 'started'];
  assert.deepEqual(chosen(sections, ['f', 'g', 'trampolines']), ['fexit', 'optional', ...any]);
  assert.deepEqual(chosen(sections, ['f', 'g']), ['entry', 'exit', 'other', ...any]);
  assert.deepEqual(chosen(sections, ['f', 'trampolines']), ['fexit', ...any]);
});

test('of alternatives the first that has a place is loaded, or else the last', () => {
  const sections = { a: 'tp_btf/t', b: 'fentry/f', c: 'tracepoint/x/y', d: 'tracepoint/x/z' };
  const alternatives = [['a', 'b', ['c', 'd']]];
  assert.deepEqual(chosen(sections, ['t', 'f', 'trampolines'], { alternatives }), ['a', 'started']);
  assert.deepEqual(chosen(sections, ['f', 'trampolines'], { alternatives }), ['b', 'started']);
  assert.deepEqual(chosen(sections, ['f'], { alternatives }), ['c', 'd', 'started']);
});

test('what an option needs is loaded only with it', () => {
  const options: OptionSpecs = { L: { type: 'boolean', describe: 'latency', loads: ['begins', 'started'] } };
  const sections = { begins: 'kprobe/f', ends: 'kretprobe/f' };
  assert.deepEqual(chosen(sections, [], { options }, { L: true }), ['begins', 'ends', 'started']);
  assert.deepEqual(chosen(sections, [], { options }, { L: false }), ['ends']);
});
